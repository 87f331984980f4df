package dialog

import (
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Said draws what went wrong, or else what went well, above bottom, and gives its upper edge.
func Said(s *draw.Sheet, failure, said string, bottom float32, put func()) float32 {
	text, icon, color := failure, "warn", draw.Rejected
	if text == "" {
		text, icon, color = said, "check", draw.Fg
	}
	if text == "" {
		return bottom
	}
	i := s.K(16)
	t := s.Sub(s.W, 0)
	h := t.Para(draw.One(text, draw.F13, color), 28+i, 8, s.W-88-i, s.K(18))
	bottom -= h + 16
	t.Icon(icon, color, 20, 9, i)
	s.Rect(0, bottom, s.W, 1, draw.Line)
	s.Add(t, 0, bottom)
	s.IconButton("failure", "close", words.Tr("dialog.close"), s.W-48, bottom+3, 28, put)
	return bottom
}
