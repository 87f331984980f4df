// Package dialog holds what lies over the window: dialogs, pages that cover it whole, and the fields, choices and lists in them.
//
// A dialog is a card over the darkened window, a Cover takes all of it; both are opened over a canvas, are put away by Escape, and
// call a function of their owner afterwards. They know nothing of snapshots: their owner draws the body and says what the buttons
// do. Field, Password, Choice and the like draw onto the sheet of a body and give the lower edge of what they drew, in Fyne's
// units. Everything belongs to the main goroutine.
package dialog
