package draw

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Pane is a part of a window that one function draws. The function is called when the size, the theme or (by Refresh)
// what is shown has changed, and must be fast.
type Pane struct {
	widget.BaseWidget
	Keys    func(*fyne.KeyEvent)                       // gets the keys that the pane's controls have no use for; may be nil
	Tip     func(words string, over fyne.CanvasObject) // the pointer rests on a control ("" when it has left); may be nil
	Reached func(fyne.CanvasObject)                    // a control got the keyboard; may be nil
	Pressed func()                                     // called after a control was pressed by the pointer; may be nil

	self  fyne.CanvasObject
	draw  func(*Sheet)
	kids  map[string]fyne.CanvasObject
	busy  bool // drawing is under way
	again bool // and was asked for meanwhile
	drawing
	drawn fyne.Size
	min   fyne.Size
}

// NewPane makes a pane that draw draws.
func NewPane(draw func(*Sheet)) *Pane {
	p := &Pane{}
	p.Init(p, draw)
	return p
}

// Init makes p ready as a part of the widget self.
func (p *Pane) Init(self fyne.Widget, draw func(*Sheet)) {
	p.self, p.draw = self, draw
	p.ExtendBaseWidget(self)
}

// CreateRenderer implements fyne.Widget.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer { return &paneRenderer{p} }

// HeightFor is the height that the drawing takes at a width.
func (p *Pane) HeightFor(w float32) float32 {
	s := Dry(w)
	s.pane = p
	p.draw(s)
	return s.H
}

// SetMin sets the smallest size, which scrollers and dialogs go by.
func (p *Pane) SetMin(size fyne.Size) { p.min = size }

// Kid gives the control of that key, which makes makes at first sight and which lives as long as it is asked for in
// every drawing.
func (s *Sheet) Kid(key string, makes func() fyne.CanvasObject) fyne.CanvasObject {
	p := s.pane
	if p.kids == nil {
		p.kids = make(map[string]fyne.CanvasObject)
	}
	o, ok := p.kids[key]
	if !ok {
		o = makes()
		p.kids[key] = o
	}
	if s.used != nil {
		s.used[key] = true
	}
	return o
}

// Find gives the control of that key, or nil.
func (p *Pane) Find(key string) fyne.CanvasObject { return p.kids[key] }

// redraw draws. What is placed may ask for a drawing of the whole: that is done once, afterwards.
func (p *Pane) redraw() {
	if p.busy {
		p.again = true
		return
	}
	for range 2 {
		p.busy, p.again = true, false
		s := &Sheet{Look: Now(), W: p.drawn.Width, H: p.drawn.Height, pane: p, used: make(map[string]bool)}
		p.draw(s)
		p.busy = false
		p.keep(s)
		if !p.again {
			return
		}
	}
}

// keep takes over what was drawn, and lets go of controls that are no longer asked for.
func (p *Pane) keep(s *Sheet) {
	for key, o := range p.kids {
		if !s.used[key] {
			delete(p.kids, key)
			dropFocus(o)
		}
	}
	p.replace(p.self, s)
}

// dropFocus takes the keyboard away from a control that is no longer on the window.
func dropFocus(o fyne.CanvasObject) {
	f, ok := o.(fyne.Focusable)
	if !ok {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.Focused() == f {
		c.Unfocus()
	}
}

type paneRenderer struct{ p *Pane }

func (r *paneRenderer) Destroy()                     {}
func (r *paneRenderer) MinSize() fyne.Size           { return r.p.min }
func (r *paneRenderer) Objects() []fyne.CanvasObject { return r.p.objs }

func (r *paneRenderer) Layout(size fyne.Size) {
	if size == r.p.drawn || size.Width <= 0 || size.Height <= 0 {
		return
	}
	r.p.drawn = size
	r.p.redraw()
}

func (r *paneRenderer) Refresh() {
	if r.p.drawn.Width <= 0 {
		return
	}
	r.p.redraw()
}
