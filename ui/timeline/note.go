package timeline

import "vouch/ui/draw"

// paintNote draws a quiet row in the middle, with its action behind the words or, where it does not fit, below them;
// it gives the height of the row.
func paintNote(s *draw.Sheet, r *Row, act func(string)) float32 {
	i, lh := s.K(16), s.K(16)
	room := min(620, s.W-2*side(s.W)) - i - 8
	a := r.Actions[0]
	dot := s.Width(" · ", draw.F12)
	aw := s.Width(a.Word, draw.F12)
	t := s.Wrap(draw.One(r.Text, draw.F12, draw.Muted), room)
	const top = 8
	h, w := float32(t.Lines)*lh, t.Widest
	inline := a.Word != "" && t.Lines == 1 && t.Widest+dot+aw <= room
	if inline {
		w += dot + aw
	}
	x := (s.W-w-i-8)/2 + i + 8
	s.Icon(r.Icon, r.Edge, x-i-8, top, i)
	s.Para(draw.One(r.Text, draw.F12, draw.Muted), x, top, room, lh)
	switch {
	case inline:
		s.Word(" · ", x+t.Widest, top, lh, draw.F12, draw.Muted)
		s.Link(a.Act, a.Word, x+t.Widest+dot, top, lh, draw.F12, func() { act(a.Act) })
	case a.Word != "":
		s.Link(a.Act, a.Word, x, top+h, lh, draw.F12, func() { act(a.Act) })
		h += lh
	}
	return top + h + 6
}
