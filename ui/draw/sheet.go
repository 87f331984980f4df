package draw

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Sheet is a ground of a given size on which objects are placed by hand: Fyne's layouts add padding that the look does
// not have. A dry Sheet only measures. All lengths are in Fyne's units; K scales those that hold text.
type Sheet struct {
	Look
	W, H float32 // size; a drawing whose height depends on its width sets H
	dry  bool
	objs []fyne.CanvasObject
	icon map[*canvas.Raster]icon // those among objs
	pane *Pane
	used map[string]bool // keys of the controls that were asked for; nil while measuring
}

// Dry gives a sheet of that width that only measures.
func Dry(w float32) *Sheet { return &Sheet{Look: Now(), W: w, dry: true} }

// Sub gives an empty sheet with the same look, to be drawn first and put below or above later.
func (s *Sheet) Sub(w, h float32) *Sheet {
	return &Sheet{Look: s.Look, W: w, H: h, dry: s.dry, pane: s.pane, used: s.used}
}

// K scales a length that holds text.
func (s *Sheet) K(v float32) float32 { return v * s.Text }

// Put places any object.
func (s *Sheet) Put(o fyne.CanvasObject, x, y, w, h float32) {
	if s.dry {
		return
	}
	// A fraction is rounded up in pictures and to the nearest pixel on the screen: snap before either.
	o.Move(fyne.NewPos(float32(math.Round(float64(x))), float32(math.Floor(float64(y)))))
	o.Resize(fyne.NewSize(w, h))
	s.objs = append(s.objs, o)
}

// Add places what was drawn on b at x, y.
func (s *Sheet) Add(b *Sheet, x, y float32) {
	x, y = float32(math.Round(float64(x))), float32(math.Floor(float64(y)))
	for _, o := range b.objs {
		o.Move(o.Position().AddXY(x, y))
		s.objs = append(s.objs, o)
	}
	for o, i := range b.icon {
		s.note(o, i)
	}
}

// Rect is a filled rectangle with no radius, one, or four (top left, top right, bottom right, bottom left).
func (s *Sheet) Rect(x, y, w, h float32, c Token, r ...float32) {
	s.RectColor(x, y, w, h, s.Color(c), r...)
}

// RectColor is Rect in any colour.
func (s *Sheet) RectColor(x, y, w, h float32, c color.Color, r ...float32) {
	if s.dry {
		return
	}
	o := canvas.NewRectangle(c)
	switch len(r) {
	case 1:
		o.CornerRadius = r[0]
	case 4: // a zero here falls back to CornerRadius, which stays zero
		o.TopLeftCornerRadius, o.TopRightCornerRadius, o.BottomRightCornerRadius, o.BottomLeftCornerRadius = r[0], r[1], r[2], r[3]
	}
	s.Put(o, x, y, w, h)
}

// Frame is a border of b inside the box, made of two fills: a stroke lies inside on the screen, but centred on the
// edge (and so blurred) in captured pictures.
func (s *Sheet) Frame(x, y, w, h float32, line, fill Token, r, b float32) {
	s.Rect(x, y, w, h, line, r)
	s.Rect(x+b, y+b, w-2*b, h-2*b, fill, max(0, r-b))
}

// Ring is the focus ring round a box of radius r: 2 wide, at a distance of 2.
func (s *Sheet) Ring(x, y, w, h, r float32) {
	if s.dry {
		return
	}
	o := canvas.NewRectangle(through(s.Color(Acc), 1)) // Transparent is black, which the screen would mix into the edge
	o.StrokeColor, o.StrokeWidth, o.CornerRadius = s.Color(Acc), 2, r+4
	s.Put(o, x-4, y-4, w+8, h+8)
}

// Picture draws a resource as it is.
func (s *Sheet) Picture(r fyne.Resource, x, y, w, h float32) {
	if s.dry {
		return
	}
	s.Put(canvas.NewImageFromResource(r), x, y, w, h)
}

// Image draws a bitmap that was made for the pixels of the box; another is stretched by the quick way.
func (s *Sheet) Image(m image.Image, x, y, w, h, r float32) {
	if s.dry {
		return
	}
	o := canvas.NewImageFromImage(m)
	o.CornerRadius, o.ScaleMode = r, canvas.ImageScaleFastest
	s.Put(o, x, y, w, h)
}

// Objects is what was drawn.
func (s *Sheet) Objects() []fyne.CanvasObject { return s.objs }
