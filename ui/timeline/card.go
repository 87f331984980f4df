package timeline

import (
	"strings"

	"vouch/ui/draw"
)

// paintCard draws a row by the program and gives its height: a coloured left edge of 4, a line around, radius 8.
func paintCard(s *draw.Sheet, r *Row, act func(string)) float32 {
	p := side(s.W)
	x0, w := p+avatarRoom, min(660, s.W-2*p-avatarRoom)
	if p < 20 {
		x0, w = p, s.W-2*p
	}
	const gap = 8
	i := s.K(20)
	x := x0 + 16 + i + 12
	inner := x0 + w - 13 - x
	t := s.Sub(s.W, 0) // text first, then the box behind it
	y := float32(gap + 11)
	t.Icon(r.Icon, r.Edge, x0+16, y, i)
	tw := t.Right(r.Time, x0+w-13, y, s.K(20), draw.F12, draw.Muted)
	paintTip(t, r, x0+w-13-tw, y, tw, s.K(20))
	y += t.Para(draw.One(r.Title, draw.B14, draw.Fg), x, y, inner-tw-8, s.K(20))
	if r.Detail != "" {
		y += 2
		for line := range strings.SplitSeq(r.Detail, "\n") {
			f, color := draw.F12, draw.Muted
			if digits, ok := strings.CutPrefix(line, "\t"); ok {
				line, f.Mono, color = digits, true, draw.Fg
			}
			y += t.Para(draw.One(line, f, color), x, y, inner, s.K(16))
		}
	}
	var buttons []draw.KeyButton
	for _, a := range r.Actions {
		if a.Word != "" {
			b := draw.Button{Icon: a.Icon, Word: a.Word, Small: true}
			if a.Quiet {
				b.Kind = draw.Text
			}
			buttons = append(buttons, draw.KeyButton{Button: b, Key: a.Act, Tap: func() { act(a.Act) }})
		}
	}
	if len(buttons) > 0 {
		y = t.Flow(x, y+8, inner, buttons)
	}
	y += 11
	s.Rect(x0, gap, w, y-gap, draw.Line, 8)
	s.Rect(x0, gap, 7, y-gap, r.Edge, 8, 0, 0, 8)
	s.Rect(x0+4, gap+1, w-5, y-gap-2, draw.Card, 5, 7, 7, 5)
	s.Add(t, 0, 0)
	return y + 2
}

// paintDay draws the name of a day and gives the height of the row.
func paintDay(s *draw.Sheet, r *Row) float32 {
	w, h := s.Width(r.Text, draw.F12)+24, s.K(22)
	s.Rect((s.W-w)/2, 6, w, h, draw.FieldGround, h/2)
	s.Word(r.Text, (s.W-w)/2+12, 6, h, draw.F12, draw.Muted)
	return h + 12
}

// paintLine draws the line above what is new and gives the height of the row.
func paintLine(s *draw.Sheet, r *Row) float32 {
	p, h, w := side(s.W), s.K(16), s.Width(r.Text, draw.B12)
	x := (s.W - w) / 2
	s.Rect(p, 10+h/2, x-12-p, 1, draw.Acc)
	s.Word(r.Text, x, 10, h, draw.B12, draw.Acc)
	s.Rect(x+w+12, 10+h/2, s.W-p-x-w-12, 1, draw.Acc)
	return h + 18
}
