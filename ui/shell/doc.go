// Package shell is what a page needs of the window that it is in.
//
// A Shell is one concrete struct: the snapshot that is shown, the service behind the window (Do, Ask, Read, Peek), what the window
// looks at (View, Look, OpenChat, GoTo, Use), what lies over it (OpenDialog, Confirm, NewCover, PopUp), and where something is said
// that went wrong (Fail). Package ui makes it and shows snapshots; the rooms of ui hold it and never each other. What a page does
// not know what to do with goes back to the window by Events.
//
// A Shell belongs to the main goroutine. Between it and the goroutines that work for the window lies the Queue: orders go in,
// and what became of them comes back on the main goroutine.
package shell
