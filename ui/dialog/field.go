package dialog

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vouch/ui/draw"
	"vouch/ui/words"
)

// Field draws a text field of 40 below its label and gives the lower edge.
func Field(s *draw.Sheet, e *draw.Entry, label string, x, y, w float32) float32 {
	s.Word(s.Clip(label, w, draw.F12), x, y, s.K(16), draw.F12, draw.Muted)
	y += s.K(16) + 4
	h := 20 + s.K(20)
	s.Entry(e, x, y, w, h, draw.Ctl, 8, 10)
	return y + h
}

// Warning draws what went wrong and gives its height.
func Warning(s *draw.Sheet, text string, x, y, w float32) float32 {
	i := s.K(16)
	s.Icon("warn", draw.Rejected, x, y+1, i)
	return s.Para(draw.One(text, draw.F13, draw.Rejected), x+i+8, y, w-i-8, s.K(18))
}

// NewPassword makes a text field whose letters are hidden.
func NewPassword() *draw.Entry {
	e := NewRoomy(28)
	e.Password = true
	return e
}

// Password draws a password with its label and its eye, and gives the lower edge.
func Password(s *draw.Sheet, e *draw.Entry, label string, x, y, w float32, refresh func()) float32 {
	return Secret(s, "eye", e, label, x, y, w, refresh)
}

// Secret is labelledPassword where there are several; key is that of the eye.
func Secret(s *draw.Sheet, key string, e *draw.Entry, label string, x, y, w float32, refresh func()) float32 {
	to := Field(s, e, label, x, y, w)
	h := 20 + s.K(20)
	s.IconButton(key, "eye", words.Tr("tip.eye"), x+w-38, to-h+(h-32)/2, 32, func() {
		e.Password = !e.Password
		e.Refresh()
		refresh()
	})
	return to
}

// NewRoomy makes a text field that leaves room at its right end for something of ours, which the keyboard reaches.
func NewRoomy(width float32) *draw.Entry {
	e := draw.NewEntry(false)
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(width, 20))
	e.ActionItem = room
	return e
}

// Fold draws a line that unfolds what stands below it, and gives the lower edge.
func Fold(s *draw.Sheet, key, word string, open bool, x, y float32, tap func()) float32 {
	icon := "right"
	if open {
		icon = "down"
	}
	h := s.K(24)
	s.Hit(key, x, y, s.K(16)+8+s.Width(word, draw.F14), h, func(s *draw.Sheet, hover, focus bool) {
		if focus {
			s.Ring(2, 2, s.W-4, s.H-4, 4)
		}
		fg := draw.Muted
		if hover {
			fg = draw.Fg
		}
		s.Icon(icon, fg, 0, (s.H-s.K(16))/2, s.K(16))
		s.Word(word, s.K(16)+8, 0, s.H, draw.F14, fg)
	}, tap)
	return y + h
}
