package dialog

import (
	"fyne.io/fyne/v2"

	"vouch/ui/draw"
	"vouch/ui/words"
)

// Dialog is a card over the darkened window. Escape puts it away, as Cancel does; where the deed cannot be undone,
// Cancel has the keyboard.
type Dialog struct {
	Title, Text string
	Width       float32                                           // of the card at normal text; 0 for 440
	Body        func(s *draw.Sheet, x, y, w float32) (to float32) // below the text; may be nil
	Buttons     []draw.KeyButton                                  // Tap is called after the dialog is put away, unless stays
	Focus       string                                            // key of the button with the keyboard, or ""
	First       *draw.Entry                                       // text field with the keyboard, or nil
	List        *PickList                                         // what can be ticked in the body, or nil
	Left        func()                                            // called when it is put away; may be nil
	Stays       map[string]bool                                   // keys of buttons that do not put the dialog away

	canvas fyne.Canvas
	after  func() // called when it was put away
	pane   *Pane
	off    float32 // how far a card that is higher than the window is moved up
	over   float32 // how much of it does not fit
}

// Pane is what a dialog is drawn on. It can be scrolled.
type Pane struct {
	draw.Pane
	Dialog *Dialog
}

// Scrolled implements fyne.Scrollable.
func (p *Pane) Scrolled(e *fyne.ScrollEvent) { p.Dialog.scroll(e.Scrolled.DY) }

// scroll moves a card that is higher than the window.
func (d *Dialog) scroll(by float32) {
	d.off = max(-d.over, min(0, d.off+by))
	d.Refresh()
}

// Open puts the dialog over what c shows. after is called when it was put away.
func (d *Dialog) Open(c fyne.Canvas, after func()) {
	d.canvas, d.after = c, after
	d.pane = &Pane{Dialog: d}
	d.pane.Init(d.pane, d.draw)
	d.pane.Keys = d.key
	c.Overlays().Add(d.pane)
	d.pane.Resize(c.Size())
	switch {
	case d.First != nil:
		c.Focus(d.First)
	case d.Focus != "":
		if f, ok := d.pane.Find(d.Focus).(fyne.Focusable); ok {
			c.Focus(f)
		}
	}
}

// Refresh draws the dialog anew, where it is open.
func (d *Dialog) Refresh() {
	if d.pane != nil {
		d.pane.Refresh()
	}
}

// OnTop says whether the dialog is open and nothing lies over it.
func (d *Dialog) OnTop() bool { return d.pane != nil && d.canvas.Overlays().Top() == d.pane }

// Opened says whether the dialog was put on the screen.
func (d *Dialog) Opened() bool { return d.pane != nil }

// Find is the control of that key on an open dialog, or nil.
func (d *Dialog) Find(key string) fyne.CanvasObject {
	if d.pane == nil {
		return nil
	}
	return d.pane.Find(key)
}

// key takes the keys that no control of the dialog has a use for.
func (d *Dialog) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		d.Close()
	case fyne.KeyPageUp:
		d.scroll(d.pane.Size().Height / 2)
	case fyne.KeyPageDown:
		d.scroll(-d.pane.Size().Height / 2)
	}
}

// Close puts the dialog away and calls Left.
func (d *Dialog) Close() {
	d.canvas.Overlays().Remove(d.pane)
	if d.Left != nil {
		d.Left()
	}
	d.after()
}

func (d *Dialog) draw(s *draw.Sheet) {
	s.Spot("veil", 0, 0, s.W, s.H, func(s *draw.Sheet, _, _ bool) { s.Veil() }, nil)
	w := d.Width
	if w == 0 {
		w = 440
	}
	w = min(s.K(w), s.W-24)
	t := s.Sub(w, 0)
	const pad = 24
	y := float32(pad)
	y += t.Para(draw.One(d.Title, draw.B18, draw.Fg), pad, y, w-2*pad, s.K(24))
	if d.Text != "" {
		y += 8 + t.Para(draw.One(d.Text, draw.F14, draw.Fg), pad, y+8, w-2*pad, s.K(20))
	}
	if d.Body != nil {
		y = d.Body(t, pad, y+12, w-2*pad)
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
func (d *Dialog) drawButtons(t *draw.Sheet, x, y, w float32) float32 {
	total, h := float32(-8), float32(0)
	for _, b := range d.Buttons {
		bw, bh := t.Size(b.Button)
		total += bw + 8
		h = bh
	}
	across := total <= w
	cx := x + w - total
	for _, b := range d.Buttons {
		tap := b.Tap
		press := func() {
			if !d.Stays[b.Key] {
				d.Close()
			}
			if tap != nil {
				tap()
			}
		}
		if b.Tap == nil && b.Key != CancelKey {
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

// CancelKey is the key of the button that puts a dialog away and does nothing else.
const CancelKey = "cancel"

// CancelButton puts a dialog away in which something was to be done.
func CancelButton() draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: words.Tr("dialog.cancel"), Kind: draw.Outlined}, Key: CancelKey}
}

// CloseButton puts a dialog away that only says something.
func CloseButton() draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: words.Tr("dialog.close"), Kind: draw.Outlined}, Key: CancelKey}
}

// DeedButton does what cannot be undone. Its key is "deed".
func DeedButton(word string, tap func()) draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: word, Kind: draw.Deed}, Key: "deed", Tap: tap}
}

// Confirming asks before a deed; Cancel has the keyboard.
func Confirming(title, text, deed string, do func()) *Dialog {
	return &Dialog{Title: title, Text: text, Focus: CancelKey, Buttons: []draw.KeyButton{CancelButton(), DeedButton(deed, do)}}
}

// Escapable makes Escape in the text fields put the dialog away.
func (d *Dialog) Escapable(entries ...*draw.Entry) {
	for _, e := range entries {
		e.Key = d.Escape
	}
}

// Escape puts the dialog away at Escape, and says whether it was that.
func (d *Dialog) Escape(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyEscape {
		return false
	}
	d.Close()
	return true
}
