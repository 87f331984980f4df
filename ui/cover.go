package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/ui/draw"
)

// cover is a page over the whole window, until it is closed. What it holds scrolls where it is higher than the window.
type cover struct {
	canvas fyne.Canvas
	after  func() // called when it was closed
	ground *draw.Pane
	pane   *draw.Pane // what it holds
	scroll *container.Scroll
	gone   bool
}

// newCover makes a page that open puts over what c shows; after is called when it was closed. body is given the height of the window in H and sets the height that
// it takes.
func newCover(c fyne.Canvas, after func(), body func(*draw.Sheet)) *cover {
	v := &cover{canvas: c, after: after}
	v.pane = draw.NewPane(func(s *draw.Sheet) {
		s.H = max(1, v.ground.Size().Height)
		body(s)
	})
	v.scroll = container.NewVScroll(v.pane)
	v.ground = draw.NewPane(func(s *draw.Sheet) {
		s.Rect(0, 0, s.W, s.H, draw.Bg)
		v.pane.SetMin(fyne.NewSize(100, v.pane.HeightFor(s.W)))
		s.Put(v.scroll, 0, 0, s.W, s.H)
		v.pane.Refresh()
		v.scroll.Refresh()
	})
	for _, p := range []*draw.Pane{v.ground, v.pane} {
		p.Keys = v.key
	}
	return v
}

func (v *cover) open() {
	v.canvas.Overlays().Add(v.ground)
	v.ground.Resize(v.canvas.Size())
}

// focus gives the keyboard to a control of the page.
func (v *cover) focus(key string) {
	if f, ok := v.pane.Find(key).(fyne.Focusable); ok {
		v.canvas.Focus(f)
	}
}

func (v *cover) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		v.close()
	case fyne.KeyPageUp:
		v.scrollBy(-v.ground.Size().Height / 2)
	case fyne.KeyPageDown:
		v.scrollBy(v.ground.Size().Height / 2)
	}
}

// escape closes the page at Escape, and says whether it was that; for text fields.
func (v *cover) escape(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyEscape {
		return false
	}
	v.close()
	return true
}

func (v *cover) scrollBy(by float32) {
	most := v.pane.MinSize().Height - v.ground.Size().Height
	v.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(most, v.scroll.Offset.Y+by))))
}

func (v *cover) refresh() {
	if !v.gone {
		v.ground.Refresh()
	}
}

func (v *cover) close() {
	if v.gone {
		return
	}
	v.gone = true
	v.canvas.Overlays().Remove(v.ground)
	v.after()
}
