// Package accounts is the room of the window that is about accounts and people: signing in and new accounts, passwords, proxies,
// privacy, archives and what servers can be told to do; contacts, profiles, invitations and blocking; and the settings of the
// program with the report about a problem.
//
// Nearly all of it are dialogs that the menus of the window open, each by a method of Room; they read the account that is shown from
// the shell at that moment. The page to sign in is drawn by DrawSignIn while there is no account.
package accounts
