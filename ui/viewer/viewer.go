// Package viewer shows pictures over the whole window, one at a time: as large as fits, nearer, and the next one. It knows no service:
// whoever opens it gives it the pictures. All of it belongs to the main goroutine.
package viewer

import (
	"image"

	"fyne.io/fyne/v2"

	"vouch/ui/draw"
	"vouch/ui/words"
)

// Item is a picture that can be looked at.
type Item struct {
	ID            string
	Name, Said    string // what it is called; who it is of, and when
	Width, Height int    // pixels
	Moves         bool
}

// Events are what a Viewer asks and tells. None may be nil.
type Events struct {
	Picture func(id string, width, height int) image.Image // for a box of pixels, or nil while it is made: then Made tells
	Save    func(Item)
	Menu    func(Item, fyne.Position)
	Closed  func()
}

// Viewer is the page over the window.
type Viewer struct {
	draw.Pane
	events Events
	canvas fyne.Canvas
	items  []Item
	at     int
	look   look
	whole  bool // the picture was there as it was drawn last
	closed bool
}

// Open shows the items over what c shows, beginning with one of them.
func Open(c fyne.Canvas, items []Item, at int, e Events) *Viewer {
	v := &Viewer{events: e, canvas: c, items: items, at: at}
	v.Init(v, v.draw)
	v.Keys = v.key
	c.Overlays().Add(v)
	v.Resize(c.Size())
	v.focus()
	return v
}

// focus gives the keyboard to the picture.
func (v *Viewer) focus() {
	if s, ok := v.Find("stage").(fyne.Focusable); ok {
		v.canvas.Focus(s)
	}
}

// Shown is the picture that is looked at.
func (v *Viewer) Shown() Item { return v.items[v.at] }

// Whole says whether the picture that is looked at was there as it was drawn last.
func (v *Viewer) Whole() bool { return v.whole }

// Made tells that a picture is there.
func (v *Viewer) Made(id string) {
	if !v.closed && id == v.Shown().ID {
		v.Refresh()
	}
}

// Close takes the page away; closing it twice does nothing.
func (v *Viewer) Close() {
	if v.closed {
		return
	}
	v.closed = true
	v.canvas.Overlays().Remove(v)
	v.events.Closed()
}

// step goes to another picture, where there is one.
func (v *Viewer) step(by int) {
	to := max(0, min(len(v.items)-1, v.at+by))
	if to == v.at {
		return
	}
	v.at, v.look = to, look{}
	v.Refresh()
}

// key takes the keys of the page.
func (v *Viewer) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		v.Close()
	case fyne.KeyRight, fyne.KeyPageDown, fyne.KeySpace:
		v.step(1)
	case fyne.KeyLeft, fyne.KeyPageUp, fyne.KeyBackspace:
		v.step(-1)
	case fyne.KeyHome:
		v.step(-len(v.items))
	case fyne.KeyEnd:
		v.step(len(v.items))
	case fyne.KeyPlus, fyne.KeyEqual:
		v.zoom(zoomStep)
	case fyne.KeyMinus:
		v.zoom(1 / zoomStep)
	case fyne.Key0, fyne.KeyAsterisk:
		v.look = look{}
		v.Refresh()
	}
}

const bar = 52 // height of what stands above the picture

func (v *Viewer) draw(s *draw.Sheet) {
	s.RectColor(0, 0, s.W, s.H, ground)
	v.drawPicture(s)
	s.Put(s.Kid("stage", func() fyne.CanvasObject { return newStage(v) }), 0, 0, s.W, s.H)
	s.RectColor(0, 0, s.W, bar, ground)
	it := v.Shown()
	x := s.W - 8
	for _, b := range []struct {
		key, icon, tip string
		tap            func()
	}{
		{"close", "close", words.Tr("viewer.close"), v.Close},
		{"save", "download", words.Tr("file.save"), func() { v.events.Save(it) }},
		{"nearer", "plus", words.Tr("viewer.nearer"), func() { v.zoom(zoomStep) }},
		{"farther", "minus", words.Tr("viewer.farther"), func() { v.zoom(1 / zoomStep) }},
	} {
		x -= 40
		v.button(s, b.key, b.icon, b.tip, x, (bar-36)/2, b.tap)
	}
	if len(v.items) > 1 {
		count := words.Tr("viewer.count", "N", v.at+1, "Of", len(v.items))
		x -= s.Width(count, draw.F13) + 12
		s.WordColor(count, x, 0, bar, draw.F13, faint)
		if v.at > 0 {
			v.button(s, "before", "back", words.Tr("viewer.before"), 8, (s.H-36)/2, func() { v.step(-1) })
		}
		if v.at < len(v.items)-1 {
			v.button(s, "after", "right", words.Tr("viewer.after"), s.W-44, (s.H-36)/2, func() { v.step(1) })
		}
	}
	name := s.Clip(it.Name, max(0, x-32), draw.B14)
	s.WordColor(name, 16, 6, 22, draw.B14, white)
	s.WordColor(s.Clip(it.Said, max(0, x-32), draw.F12), 16, 28, 16, draw.F12, faint)
}

// button is one on the dark ground of the viewer, whatever the theme.
func (v *Viewer) button(s *draw.Sheet, key, icon, tip string, x, y float32, tap func()) {
	s.Hit(key, x, y, 36, 36, func(s *draw.Sheet, hover, focus bool) {
		s.RectColor(0, 0, s.W, s.H, ground, 18)
		if hover {
			s.RectColor(0, 0, s.W, s.H, hovered, 18)
		}
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 14)
		}
		s.Icon(icon, draw.White, (s.W-20)/2, (s.H-20)/2, 20)
	}, tap).Tip = tip
}
