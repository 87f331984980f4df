package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vouch/app/view"
	"vouch/ui/draw"
)

// RowOf is the line of the list of chats for a chat of the account that is shown, or an empty one.
func (w *Shell) RowOf(chat string) *view.ChatRow {
	for _, row := range w.Shown.Chats {
		if row.Chat == chat {
			return row
		}
	}
	return &view.ChatRow{Chat: chat}
}

// Under is the place on the canvas below a place of the pane.
func Under(p fyne.CanvasObject, x, y float32) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(p).AddXY(x, y)
}

// PopUp shows a menu at a place of the canvas.
func (w *Shell) PopUp(at fyne.Position, items ...*fyne.MenuItem) {
	Turn(items)
	widget.NewPopUpMenu(fyne.NewMenu("", items...), w.Win.Canvas()).ShowAtPosition(at)
}

// Turn puts the words of a menu into the order in which they stand.
func Turn(items []*fyne.MenuItem) {
	for _, item := range items {
		item.Label = draw.Turned(item.Label)
		if item.ChildMenu != nil {
			Turn(item.ChildMenu.Items)
		}
	}
}
