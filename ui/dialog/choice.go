package dialog

import (
	"image/color"

	"vouch/ui/draw"
)

// Choice draws an option with its words, all of which can be pressed: a radio button where one is chosen of several, else a
// check box. It gives the lower edge.
func Choice(s *draw.Sheet, key, word string, on, one bool, x, y, w float32, tap func()) float32 {
	b, lh := s.Box(), s.K(20)
	text := s.Sub(w, 0)
	h := max(b, text.Para(draw.One(word, draw.F14, draw.Fg), b+12, 0, w-b-12, lh))
	s.Hit(key, x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		by := (lh - b) / 2
		switch {
		case !one:
			s.CheckMark(on, draw.Ctl, 0, by, b)
		case on:
			s.Frame(0, by, b, b, draw.Acc, draw.Card, b/2, 2)
			s.Rect(b/4, by+b/4, b/2, b/2, draw.Acc, b/4)
		default:
			s.Frame(0, by, b, b, draw.Ctl, draw.Card, b/2, 2)
		}
		if hover {
			s.RectColor(0, by, b, b, color.NRGBA{R: 128, G: 128, B: 128, A: 0x14}, 5)
		}
		if focus {
			s.Ring(0, by, b, b, 5)
		}
		s.Para(draw.One(word, draw.F14, draw.Fg), b+12, 0, s.W-b-12, lh)
	}, tap)
	return y + h
}
