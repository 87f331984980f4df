package draw

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Spot is an area that can be pressed and shows when the pointer is over it. It takes no part in the order of Tab.
type Spot struct {
	widget.BaseWidget
	Draw func(s *Sheet, hover, focus bool)
	Tap  func()                 // nil: cannot be pressed now
	Menu func(at fyne.Position) // right click, with the place on the canvas; may be nil
	Tip  string                 // words that the pointer brings up, for what is drawn without words

	self    fyne.CanvasObject // the Spot or the Hit around it
	pressed func()
	tip     func(string, fyne.CanvasObject)
	hover   bool
	focus   bool
	drawing
	drawn fyne.Size // at which the drawing was made
}

// Hit is a Spot for the keyboard as well: Tab reaches it, Enter and Space press it. A press by the pointer does not
// give it the focus, so the ring is seen by those who use the keyboard only.
type Hit struct {
	Spot
	Keys    func(*fyne.KeyEvent) // gets the other keys; may be nil
	reached func(fyne.CanvasObject)
}

var (
	_ fyne.Focusable         = (*Hit)(nil)
	_ desktop.Hoverable      = (*Spot)(nil)
	_ fyne.SecondaryTappable = (*Spot)(nil)
	_ desktop.Cursorable     = (*Spot)(nil)
)

// Spot gives the spot of that key, with a new drawing.
func (s *Sheet) Spot(key string, x, y, w, h float32, draw func(s *Sheet, hover, focus bool), tap func()) *Spot {
	if s.dry {
		return &Spot{}
	}
	o := s.Kid(key, func() fyne.CanvasObject { p := &Spot{}; p.self = p; p.ExtendBaseWidget(p); return p }).(*Spot)
	o.Draw, o.Tap, o.Menu, o.Tip, o.pressed, o.tip = draw, tap, nil, "", s.pane.Pressed, s.pane.Tip
	s.place(o, o, x, y, w, h)
	return o
}

// Hit gives the hit of that key, with a new drawing.
func (s *Sheet) Hit(key string, x, y, w, h float32, draw func(s *Sheet, hover, focus bool), tap func()) *Hit {
	if s.dry {
		return &Hit{}
	}
	o := s.Kid(key, func() fyne.CanvasObject { p := &Hit{}; p.self = p; p.ExtendBaseWidget(p); return p }).(*Hit)
	o.Draw, o.Tap, o.Menu, o.Tip, o.Keys, o.pressed, o.tip = draw, tap, nil, "", s.pane.Keys, s.pane.Pressed, s.pane.Tip
	o.reached = s.pane.Reached
	s.place(o, &o.Spot, x, y, w, h)
	return o
}

// place moves the control to its place and draws it anew, also where neither place nor size has changed.
func (s *Sheet) place(o fyne.CanvasObject, p *Spot, x, y, w, h float32) {
	if s.dry {
		return
	}
	same := o.Size() == fyne.NewSize(w, h)
	s.Put(o, x, y, w, h)
	if same {
		p.redraw()
	}
}

func (p *Spot) redraw() {
	if p.Draw == nil || p.Size().Width <= 0 {
		return
	}
	s := &Sheet{Look: Now(), W: p.Size().Width, H: p.Size().Height}
	p.Draw(s, p.hover && p.Tap != nil, p.focus)
	p.drawn = p.Size()
	p.replace(p.self, s)
}

// CreateRenderer implements fyne.Widget.
func (p *Spot) CreateRenderer() fyne.WidgetRenderer { return &spotRenderer{p} }

// Tapped implements fyne.Tappable.
func (p *Spot) Tapped(*fyne.PointEvent) {
	if p.Tap != nil {
		p.Tap()
	}
	if p.pressed != nil {
		p.pressed()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (p *Spot) TappedSecondary(e *fyne.PointEvent) {
	if p.Menu != nil {
		p.Menu(e.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable.
func (p *Spot) MouseIn(*desktop.MouseEvent) {
	p.hover = true
	p.Refresh()
	if p.tip != nil && p.Tip != "" {
		p.tip(p.Tip, p.self)
	}
}

// MouseMoved implements desktop.Hoverable.
func (p *Spot) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *Spot) MouseOut() {
	p.hover = false
	p.Refresh()
	if p.tip != nil {
		p.tip("", p.self)
	}
}

// Cursor implements desktop.Cursorable.
func (p *Spot) Cursor() desktop.Cursor {
	if p.Tap == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Disabled says that Tab passes by.
func (p *Spot) Disabled() bool { return p.Tap == nil }

// Enable and Disable are there for fyne.Disableable; Tap decides.
func (p *Spot) Enable() {}

// Disable does nothing, as Enable.
func (p *Spot) Disable() {}

// FocusGained implements fyne.Focusable.
func (p *Hit) FocusGained() {
	p.focus = true
	p.Refresh()
	if p.reached != nil {
		p.reached(p)
	}
}

// FocusLost implements fyne.Focusable.
func (p *Hit) FocusLost() { p.focus = false; p.Refresh() }

// TypedRune implements fyne.Focusable.
func (p *Hit) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (p *Hit) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if p.Tap != nil {
			p.Tap()
		}
	default:
		if p.Keys != nil {
			p.Keys(e)
		}
	}
}

type spotRenderer struct{ p *Spot }

func (r *spotRenderer) Destroy()                     {}
func (r *spotRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *spotRenderer) Objects() []fyne.CanvasObject { return r.p.objs }
func (r *spotRenderer) Refresh()                     { r.p.redraw() }

// Layout draws for another size. For the same one it leaves what is there: new pictures would ask for another layout, and
// the window would be drawn without end.
func (r *spotRenderer) Layout(size fyne.Size) {
	if size != r.p.drawn {
		r.p.redraw()
	}
}
