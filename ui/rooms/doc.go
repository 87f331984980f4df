// Package rooms is the room of the window that is about group chats and channels (XEP-0045 v1.35.5): joining one by its address or out of
// a server's list, making one, the page with its people and what may be done about them, its subject, nickname, level and configuration.
//
// The menus of the window, links and conversations open its dialogs by methods of Room; they read the account that is shown from the
// shell at that moment. The page with people is a page of the window (view.PageMembers): Show is given every snapshot, Page is what to
// place. Who is in a room is asked of the service for the room that is on the page, and again when a snapshot says that this has changed.
package rooms
