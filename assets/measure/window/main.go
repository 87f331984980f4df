// Command window shows a window with one word and does nothing else: what the toolkit costs, for assets/measure to hold a messenger
// against.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("test.measure.window")
	w := a.NewWindow("Window")
	w.SetContent(widget.NewLabel("Nothing happens here."))
	w.Resize(fyne.NewSize(1000, 700))
	w.ShowAndRun()
}
