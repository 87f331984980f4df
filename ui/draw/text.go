package draw

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vouch/ui/bidi"
)

// Font says how a line of text looks; Size is at normal text size.
type Font struct {
	Size              float32
	Bold, Mono, Under bool
}

// The fonts of the look. Regular and bold only.
var (
	F11 = Font{Size: 11}
	F12 = Font{Size: 12}
	F13 = Font{Size: 13}
	F14 = Font{Size: 14}
	F15 = Font{Size: 15}
	B12 = Font{Size: 12, Bold: true}
	B13 = Font{Size: 13, Bold: true}
	B14 = Font{Size: 14, Bold: true}
	B15 = Font{Size: 15, Bold: true}
	B18 = Font{Size: 18, Bold: true}
	B24 = Font{Size: 24, Bold: true}
)

func (f Font) style() fyne.TextStyle {
	return fyne.TextStyle{Bold: f.Bold, Monospace: f.Mono, Underline: f.Under}
}

// Width is the width of a line of text.
func (s *Sheet) Width(t string, f Font) float32 { return s.measure(t, f) }

func (s *Sheet) measure(t string, f Font) float32 { return s.extent(t, f, f.source(t)).Width }

// extent is the size of a line of text in the font of source.
func (s *Sheet) extent(t string, f Font, source fyne.Resource) fyne.Size {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(t, s.K(f.Size), f.style(), source)
	return size
}

// Word draws one line, centred in a box of height lh, and gives its width.
func (s *Sheet) Word(t string, x, y, lh float32, f Font, c Token) float32 {
	return s.WordColor(t, x, y, lh, f, s.Color(c))
}

// WordColor is Word in any colour. What runs from right to left stands in the order in which it is read.
func (s *Sheet) WordColor(t string, x, y, lh float32, f Font, c color.Color) float32 {
	if !bidi.Mixed(t) {
		return s.ink(t, x, y, lh, f, c)
	}
	b := breaker{s: s, lines: make([]line, 1), paragraph: make([]int, 1), out: []Piece{{Run: Run{Text: t, Font: f}}}}
	b.order()
	for _, p := range (Wrapped{lines: b.lines}).drawn(b.out) {
		s.ink(p.Shown, x+p.X, y, lh, f, c)
	}
	return b.x
}

// ink draws a line of text as it is.
func (s *Sheet) ink(t string, x, y, lh float32, f Font, c color.Color) float32 {
	source := f.source(t)
	m := s.extent(t, f, source)
	if s.dry || t == "" {
		return m.Width
	}
	o := canvas.NewText(t, c)
	o.TextSize, o.TextStyle, o.FontSource = s.K(f.Size), f.style(), source
	s.Put(o, x, y+(lh-m.Height)/2, m.Width, m.Height)
	return m.Width
}

// Right draws a line that ends at x and gives its width.
func (s *Sheet) Right(t string, x, y, lh float32, f Font, c Token) float32 {
	w := s.Width(t, f)
	s.Word(t, x-w, y, lh, f, c)
	return w
}

// Clip shortens t to w with an ellipsis.
func (s *Sheet) Clip(t string, w float32, f Font) string {
	if s.Width(t, f) <= w {
		return t
	}
	r := []rune(t)
	n := s.fit(r, w-s.Width("…", f), f)
	if n == 0 && w < s.Width("…", f) {
		return ""
	}
	return strings.TrimRight(string(r[:n]), " ") + "…"
}

// most is more letters than are as narrow as w: none is narrower than a twelfth of its size, marks apart.
func (s *Sheet) most(w float32, f Font) int { return int(max(0, w)/s.K(f.Size)*12) + 8 }

// fit is the number of runes of r that are at most w wide.
func (s *Sheet) fit(r []rune, w float32, f Font) int {
	lo, hi := 0, min(len(r), s.most(w, f))
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if s.Width(string(r[:mid]), f) <= w {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}
