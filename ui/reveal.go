package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
)

// reveal scrolls so far that a control of the body, which has the keyboard, can be seen.
func reveal(scroll *container.Scroll, body, o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(body).Y
	const room = 8
	switch low := top + o.Size().Height + room - scroll.Size().Height; {
	case top-room < scroll.Offset.Y:
		scrollTo(scroll, top-room)
	case low > scroll.Offset.Y:
		scrollTo(scroll, low)
	}
}

func scrollTo(scroll *container.Scroll, y float32) {
	most := scroll.Content.MinSize().Height - scroll.Size().Height
	scroll.Offset.Y = max(0, min(y, most))
	scroll.Refresh()
}

// scrollPage moves what a page scrolls by the keys for that.
func (w *Window) scrollPage(key fyne.KeyName) {
	if w.shown == nil || w.page() == app.PageChat {
		return
	}
	scroll := w.devices.scroll
	if w.story.open() {
		scroll = w.story.scroll
	}
	const line = 40
	page := scroll.Size().Height - line
	y, ok := map[fyne.KeyName]float32{
		fyne.KeyUp: scroll.Offset.Y - line, fyne.KeyDown: scroll.Offset.Y + line, fyne.KeyPageUp: scroll.Offset.Y - page,
		fyne.KeyPageDown: scroll.Offset.Y + page, fyne.KeyHome: 0, fyne.KeyEnd: scroll.Content.MinSize().Height,
	}[key]
	if ok {
		scrollTo(scroll, y)
	}
}
