package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

func TestUseIsToldNowAndThen(t *testing.T) {
	clock := uitest.Now
	w, s := window(t, Options{Now: func() time.Time { return clock }})
	see(w, uitest.MainScene())
	told := func() (n int) {
		uitest.CarryOut(t, w.Shell)
		for _, c := range s.Done {
			if c == (app.Active{}) {
				n++
			}
		}
		s.Done = nil
		return n
	}
	if n := told(); n != 0 {
		t.Errorf("told %d times though nobody did anything", n)
	}
	for range 5 {
		w.key(&fyne.KeyEvent{Name: fyne.KeyF6})
		w.pressed()
		composer(w).SetText("x")
	}
	if n := told(); n != 1 {
		t.Errorf("told %d times", n)
	}
	clock = clock.Add(time.Minute)
	see(w, uitest.MainScene())
	if n := told(); n != 0 {
		t.Errorf("told %d times of a snapshot", n)
	}
	found[*timeline.List](w)[0].ScrollBy(50)
	if n := told(); n != 1 {
		t.Errorf("told %d times of scrolling", n)
	}
}
