package ui

import (
	"fyne.io/fyne/v2"

	"vouch/ui/draw"
	"vouch/ui/words"
)

// dialog is a card over the darkened window. Escape puts it away, as Cancel does; where the deed cannot be undone,
// Cancel has the keyboard.
type dialog struct {
	title, text string
	width       float32                                           // of the card at normal text; 0 for 440
	body        func(s *draw.Sheet, x, y, w float32) (to float32) // below the text; may be nil
	buttons     []draw.KeyButton                                  // Tap is called after the dialog is put away, unless stays
	focus       string                                            // key of the button with the keyboard, or ""
	first       *draw.Entry                                       // text field with the keyboard, or nil
	list        *pickList                                         // what can be ticked in the body, or nil
	left        func()                                            // called when it is put away; may be nil
	stays       map[string]bool                                   // keys of buttons that do not put the dialog away

	canvas fyne.Canvas
	after  func() // called when it was put away
	pane   *dialogPane
	off    float32 // how far a card that is higher than the window is moved up
	over   float32 // how much of it does not fit
}

// dialogPane is what a dialog is drawn on. It can be scrolled.
type dialogPane struct {
	draw.Pane
	d *dialog
}

// Scrolled implements fyne.Scrollable.
func (p *dialogPane) Scrolled(e *fyne.ScrollEvent) { p.d.scroll(e.Scrolled.DY) }

// scroll moves a card that is higher than the window.
func (d *dialog) scroll(by float32) {
	d.off = max(-d.over, min(0, d.off+by))
	d.refresh()
}

// open puts the dialog over what c shows. after is called when it was put away.
func (d *dialog) open(c fyne.Canvas, after func()) {
	d.canvas, d.after = c, after
	d.pane = &dialogPane{d: d}
	d.pane.Init(d.pane, d.draw)
	d.pane.Keys = d.key
	c.Overlays().Add(d.pane)
	d.pane.Resize(c.Size())
	switch {
	case d.first != nil:
		c.Focus(d.first)
	case d.focus != "":
		if f, ok := d.pane.Find(d.focus).(fyne.Focusable); ok {
			c.Focus(f)
		}
	}
}

// refresh draws the dialog anew, where it is open.
func (d *dialog) refresh() {
	if d.pane != nil {
		d.pane.Refresh()
	}
}

// onTop says whether the dialog is open and nothing lies over it.
func (d *dialog) onTop() bool { return d.pane != nil && d.canvas.Overlays().Top() == d.pane }

// opened says whether the dialog was put on the screen.
func (d *dialog) opened() bool { return d.pane != nil }

// find is the control of that key on an open dialog, or nil.
func (d *dialog) find(key string) fyne.CanvasObject {
	if d.pane == nil {
		return nil
	}
	return d.pane.Find(key)
}

// key takes the keys that no control of the dialog has a use for.
func (d *dialog) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		d.close()
	case fyne.KeyPageUp:
		d.scroll(d.pane.Size().Height / 2)
	case fyne.KeyPageDown:
		d.scroll(-d.pane.Size().Height / 2)
	}
}

func (d *dialog) close() {
	d.canvas.Overlays().Remove(d.pane)
	if d.left != nil {
		d.left()
	}
	d.after()
}

func (d *dialog) draw(s *draw.Sheet) {
	s.Spot("veil", 0, 0, s.W, s.H, func(s *draw.Sheet, _, _ bool) { s.Veil() }, nil)
	w := d.width
	if w == 0 {
		w = 440
	}
	w = min(s.K(w), s.W-24)
	t := s.Sub(w, 0)
	const pad = 24
	y := float32(pad)
	y += t.Para(draw.One(d.title, draw.B18, draw.Fg), pad, y, w-2*pad, s.K(24))
	if d.text != "" {
		y += 8 + t.Para(draw.One(d.text, draw.F14, draw.Fg), pad, y+8, w-2*pad, s.K(20))
	}
	if d.body != nil {
		y = d.body(t, pad, y+12, w-2*pad)
	}
	y = d.drawButtons(t, pad, y+20, w-2*pad) + pad
	d.over = max(0, y+16-s.H)
	d.off = max(-d.over, d.off)
	x, top := (s.W-w)/2, max(8, (s.H-y)/2)+d.off
	s.Spot("card", x, top, w, y, func(s *draw.Sheet, _, _ bool) { s.Shadowed(0, 0, s.W, s.H) }, nil)
	s.Add(t, x, top)
	if d.over > 0 {
		h := max(30, s.H*s.H/(s.H+d.over))
		s.Rect(min(x+w+2, s.W-6), -d.off/d.over*(s.H-h), 4, h, draw.Ctl, 2)
	}
}

// drawButtons puts the buttons in a row at the right, or below each other where they do not fit.
func (d *dialog) drawButtons(t *draw.Sheet, x, y, w float32) float32 {
	total, h := float32(-8), float32(0)
	for _, b := range d.buttons {
		bw, bh := t.Size(b.Button)
		total += bw + 8
		h = bh
	}
	across := total <= w
	cx := x + w - total
	for _, b := range d.buttons {
		tap := b.Tap
		press := func() {
			if !d.stays[b.Key] {
				d.close()
			}
			if tap != nil {
				tap()
			}
		}
		if b.Tap == nil && b.Key != cancelKey {
			press = nil
		}
		if across {
			cx += t.Button(b.Key, b.Button, cx, y, press) + 8
			continue
		}
		b.Wide = w
		t.Button(b.Key, b.Button, x, y, press)
		y += h + 8
	}
	if across {
		return y + h
	}
	return y - 8
}

const cancelKey = "cancel"

func cancelButton() draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: words.Tr("dialog.cancel"), Kind: draw.Outlined}, Key: cancelKey}
}

func closeButton() draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: words.Tr("dialog.close"), Kind: draw.Outlined}, Key: cancelKey}
}

func deedButton(word string, tap func()) draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: word, Kind: draw.Deed}, Key: "deed", Tap: tap}
}

// confirming asks before a deed; Cancel has the keyboard.
func confirming(title, text, deed string, do func()) *dialog {
	return &dialog{title: title, text: text, focus: cancelKey, buttons: []draw.KeyButton{cancelButton(), deedButton(deed, do)}}
}
