// Package rooms is the room of the window that is about group chats and channels (XEP-0045 v1.35.5): joining one by its address or out of
// a server's list, and making one.
//
// The menus of the window, links and conversations open its dialogs by methods of Room; they read the account that is shown from the
// shell at that moment.
package rooms
