package timeline

import "vouch/ui/draw"

// reactsHeight is the height of the reactions below a bubble.
func reactsHeight(s *draw.Sheet) float32 { return s.K(20) + 6 }

// paintReacts draws the reactions in a pill below the box, whose edge it touches.
func (b bubble) paintReacts(s *draw.Sheet, r *Row) {
	words := s.Clip(r.Reacts, footRoom(s)-20, draw.F13)
	w, h := s.Width(words, draw.F13)+16, s.K(20)+4
	x := b.x + 10
	if r.Own {
		x = b.x + b.w - 10 - w
	}
	s.Spot("reacts", x, b.y+b.h-2, w, h, func(s *draw.Sheet, hover, focus bool) {
		s.Frame(0, 0, s.W, s.H, draw.Line, draw.Card, s.H/2, 1)
		s.Word(words, 8, 0, s.H, draw.F13, draw.Fg)
	}, nil).Tip = r.ReactsTip
}
