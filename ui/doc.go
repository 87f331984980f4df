// Package ui is the window: it shows a snapshot and sends commands.
//
// The screen is a function of a snapshot: Window.show is the only code that changes what is seen because of the
// service, and what tests and pictures call. Window.Watch waits for changes, pulls a snapshot of the window's view on
// its own goroutine and hands it to show by Options.OnMain, the only way to the main goroutine (package rest, which lets Fyne's
// loop sleep meanwhile); commands are carried out on goroutines of Watch too, and what became of them comes back the same way.
// Everything else runs on the main goroutine.
//
// What is here is the door: the window with its sidebar and list of chats, keyboard and menus, notifications and the desktop.
// Behind it lie six rooms, each shown its part of every snapshot: chat is a conversation, keys is what is about devices, codes and
// trust, rooms is group chats and channels, media is what a chat has beside words, search is where messages are looked for, accounts is accounts, people and settings. Rooms
// never import each other or ui; where
// one leads to another, New hands it a function of that one. What they share lies below: shell is what a page needs of the window,
// dialog is what lies over it, words turns values into words for people; pictures makes and keeps the pictures
// of messages, viewer looks at them; voice makes voice messages; draw, timeline, bidi, clipboard, qr, audio and desktop are tools. uitest
// serves their tests alone. Where a thing belongs that two rooms use: in words if it makes words, in dialog if it draws, in shell
// if it orders.
package ui
