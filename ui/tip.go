package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"vouch/ui/draw"
)

// tipAfter is how long the pointer rests on a control before its words come up.
const tipAfter = 600 * time.Millisecond

// tip are the words of what is drawn without words, shown while the pointer rests on it.
type tip struct {
	w     *Window
	words string
	under fyne.CanvasObject
	since time.Time
}

// over is told where the pointer is: words and control, or "" when it has left.
func (t *tip) over(words string, o fyne.CanvasObject) {
	if words == "" && t.under != o {
		return
	}
	seen := t.due()
	t.words, t.under, t.since = words, o, t.w.Clock()
	if words != "" {
		t.w.Queue.WakeIn(tipAfter + pace)
	}
	if seen {
		t.w.root.Refresh()
	}
}

// clear forgets where the pointer was: what is under it has changed.
func (t *tip) clear() { t.words, t.under = "", nil }

func (t *tip) due() bool {
	return t.words != "" && t.w.Clock().Sub(t.since) >= tipAfter && t.w.Win.Canvas().Overlays().Top() == nil
}

// draw puts the words below the control, or above it at the lower edge of the window.
func (t *tip) draw(s *draw.Sheet) {
	if !t.due() {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.under)
	size := t.under.Size()
	words := s.Clip(t.words, s.W-32, draw.F12)
	w, h := s.Width(words, draw.F12)+20, s.K(26)
	x := max(6, min(at.X+min(size.Width, 60)/2-w/2, s.W-w-6))
	y := at.Y + size.Height + 4
	if y+h > s.H-4 {
		y = at.Y - h - 4
	}
	s.Rect(x-1, y-1, w+2, h+2, draw.Ctl, 8)
	s.Rect(x, y, w, h, draw.Card, 7)
	s.Word(words, x+10, y, h, draw.F12, draw.Fg)
}
