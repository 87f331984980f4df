// Package draw is the hand that draws the windows: the theme with its tokens, a Sheet on which rectangles, lines of
// text and icons are placed by hand, and the few controls that the look needs (Hit, Check, Field, Pane).
//
// A Pane is drawn anew by one function whenever its size, the theme or what it shows changes; its controls are kept
// by key from one drawing to the next, so that focus and pointer stay where they are. Everything here belongs to the
// main goroutine.
package draw
