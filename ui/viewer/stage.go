package viewer

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// stage takes the pointer and the keyboard over the picture.
type stage struct {
	widget.BaseWidget
	v *Viewer
}

var (
	_ fyne.Focusable         = (*stage)(nil)
	_ fyne.Tappable          = (*stage)(nil)
	_ fyne.DoubleTappable    = (*stage)(nil)
	_ fyne.SecondaryTappable = (*stage)(nil)
	_ fyne.Scrollable        = (*stage)(nil)
	_ fyne.Draggable         = (*stage)(nil)
	_ desktop.Hoverable      = (*stage)(nil)
)

func newStage(v *Viewer) *stage {
	s := &stage{v: v}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *stage) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// Tapped closes the page beside the picture.
func (s *stage) Tapped(e *fyne.PointEvent) {
	f := s.v.frame()
	if p := e.Position; p.X < f.x || p.Y < f.y || p.X > f.x+f.w || p.Y > f.y+f.h {
		s.v.Close()
		return
	}
	s.v.focus()
}

// DoubleTapped goes to the pixels of the picture, and back to all of it.
func (s *stage) DoubleTapped(e *fyne.PointEvent) {
	if s.v.look.factor() > 1 {
		s.v.look = look{}
		s.v.Refresh()
		return
	}
	w, _ := s.v.fit()
	s.v.zoomAt(max(2, float32(s.v.Shown().Width)/max(1, w)), e.Position)
}

// TappedSecondary asks for the menu of the picture.
func (s *stage) TappedSecondary(e *fyne.PointEvent) { s.v.events.Menu(s.v.Shown(), e.AbsolutePosition) }

// Scrolled goes nearer or farther where the pointer is.
func (s *stage) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY > 0:
		s.v.zoomAt(zoomStep, e.Position)
	case e.Scrolled.DY < 0:
		s.v.zoomAt(1/zoomStep, e.Position)
	}
}

// Dragged moves the picture.
func (s *stage) Dragged(e *fyne.DragEvent) { s.v.pan(e.Dragged.DX, e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (s *stage) DragEnd() {}

// FocusGained implements fyne.Focusable.
func (s *stage) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (s *stage) FocusLost() {}

// TypedRune implements fyne.Focusable: keys alone matter.
func (s *stage) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (s *stage) TypedKey(e *fyne.KeyEvent) { s.v.key(e) }

// MouseIn implements desktop.Hoverable: what lies below the page sees no pointer.
func (s *stage) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (s *stage) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (s *stage) MouseOut() {}
