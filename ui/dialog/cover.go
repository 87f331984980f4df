package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/ui/draw"
)

// Cover is a page over the whole window, until it is closed. What it holds scrolls where it is higher than the window.
type Cover struct {
	canvas fyne.Canvas
	after  func() // called when it was closed
	ground *draw.Pane
	Pane   *draw.Pane // what it holds
	scroll *container.Scroll
	Gone   bool // it was closed
}

// NewCover makes a page that Open puts over what c shows; after is called when it was closed. body is given the height
// of the window in H and sets the height that it takes.
func NewCover(c fyne.Canvas, after func(), body func(*draw.Sheet)) *Cover {
	v := &Cover{canvas: c, after: after}
	v.Pane = draw.NewPane(func(s *draw.Sheet) {
		s.H = max(1, v.ground.Size().Height)
		body(s)
	})
	v.scroll = container.NewVScroll(v.Pane)
	v.ground = draw.NewPane(func(s *draw.Sheet) {
		s.Rect(0, 0, s.W, s.H, draw.Bg)
		v.Pane.SetMin(fyne.NewSize(100, v.Pane.HeightFor(s.W)))
		s.Put(v.scroll, 0, 0, s.W, s.H)
		v.Pane.Refresh()
		v.scroll.Refresh()
	})
	for _, p := range []*draw.Pane{v.ground, v.Pane} {
		p.Keys = v.key
	}
	return v
}

// Open puts the page over the window.
func (v *Cover) Open() {
	v.canvas.Overlays().Add(v.ground)
	v.ground.Resize(v.canvas.Size())
}

// Focus gives the keyboard to a control of the page.
func (v *Cover) Focus(key string) {
	if f, ok := v.Pane.Find(key).(fyne.Focusable); ok {
		v.canvas.Focus(f)
	}
}

func (v *Cover) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		v.Close()
	case fyne.KeyPageUp:
		v.ScrollBy(-v.ground.Size().Height / 2)
	case fyne.KeyPageDown:
		v.ScrollBy(v.ground.Size().Height / 2)
	}
}

// Escape closes the page at Escape, and says whether it was that; for text fields.
func (v *Cover) Escape(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyEscape {
		return false
	}
	v.Close()
	return true
}

// ScrollBy moves what the page holds down, by Fyne's units, as far as that goes.
func (v *Cover) ScrollBy(by float32) {
	most := v.Pane.MinSize().Height - v.ground.Size().Height
	v.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(most, v.scroll.Offset.Y+by))))
}

// Refresh draws the page anew, unless it was closed.
func (v *Cover) Refresh() {
	if !v.Gone {
		v.ground.Refresh()
	}
}

// Close takes the page away; closing it twice does nothing.
func (v *Cover) Close() {
	if v.Gone {
		return
	}
	v.Gone = true
	v.canvas.Overlays().Remove(v.ground)
	v.after()
}
