package timeline

import "vouch/ui/draw"

// quoteHeight is the height of the line above a bubble.
func quoteHeight(s *draw.Sheet) float32 { return s.K(18) + 2 }

// paintQuote draws what a bubble answers: a quiet line outside the box, so that the words of one never look like those
// of the other. It ends where the box may end.
func (b bubble) paintQuote(s *draw.Sheet, r *Row, act func(string)) {
	i, room := s.K(14), min(560, (s.W-2*side(s.W))*.78)-8
	words := s.Clip(r.Quote, room-i-6, draw.F12)
	w := i + 6 + s.Width(words, draw.F12)
	x := b.x + 4
	if r.Own {
		x = b.x + b.w - 4 - w
	}
	s.Hit(ActQuote, x, b.quote, w, s.K(18), func(s *draw.Sheet, hover, focus bool) {
		color := draw.Muted
		if hover {
			color = draw.Acc
		}
		if focus {
			s.Ring(0, 0, s.W, s.H, 4)
		}
		s.Icon("reply", color, 0, (s.H-i)/2, i)
		s.Word(words, i+6, 0, s.H, draw.F12, color)
	}, func() { act(ActQuote) })
}
