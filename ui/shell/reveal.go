package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Reveal scrolls so far that a control of the body, which has the keyboard, can be seen.
func Reveal(scroll *container.Scroll, body, o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(body).Y
	const room = 8
	switch low := top + o.Size().Height + room - scroll.Size().Height; {
	case top-room < scroll.Offset.Y:
		ScrollTo(scroll, top-room)
	case low > scroll.Offset.Y:
		ScrollTo(scroll, low)
	}
}

// ScrollTo moves a scrolled page to an offset, as far as there is something to see.
func ScrollTo(scroll *container.Scroll, y float32) {
	most := scroll.Content.MinSize().Height - scroll.Size().Height
	scroll.Offset.Y = max(0, min(y, most))
	scroll.Refresh()
}
