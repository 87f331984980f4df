package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
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
		w.chat.entry.SetText("x")
	}
	if n := told(); n != 1 {
		t.Errorf("told %d times", n)
	}
	clock = clock.Add(time.Minute)
	see(w, uitest.MainScene())
	if n := told(); n != 0 {
		t.Errorf("told %d times of a snapshot", n)
	}
	w.chat.list.ScrollBy(50)
	if n := told(); n != 1 {
		t.Errorf("told %d times of scrolling", n)
	}
}

func TestTheHeaderSaysWhenAContactWasActive(t *testing.T) {
	w, _ := window(t, Options{})
	snap := uitest.MainScene()
	see(w, snap)
	for _, c := range []struct {
		p    app.Presence
		idle time.Time
		want string
	}{
		{app.PresenceAway, uitest.At(20, "13:40"), "Away · last active today 13:40 · " + uitest.Bob},
		{app.PresenceAway, uitest.At(3, "13:40"), "Away · last active on 3 November · " + uitest.Bob},
		{app.PresenceAway, time.Time{}, "Away · " + uitest.Bob},
		{app.PresenceAway, uitest.Now.Add(time.Hour), "Away · " + uitest.Bob}, // a clock, or a lie
		{app.PresenceOnline, uitest.At(20, "13:40"), "Online · " + uitest.Bob},
	} {
		snap.Chat.Presence, snap.Chat.Show, snap.Chat.Idle = c.p, app.ShowAvailable, c.idle
		if got := w.chat.subtitle(snap.Chat); got != c.want {
			t.Errorf("%s since %v: %q", c.p, c.idle, got)
		}
	}
}
