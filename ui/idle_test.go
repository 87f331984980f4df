package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/words"
)

func TestUseIsToldNowAndThen(t *testing.T) {
	clock := now
	w, s := window(t, Options{Now: func() time.Time { return clock }})
	see(w, mainScene())
	told := func() (n int) {
		carryOut(t, w.Shell)
		for _, c := range s.done {
			if c == (app.Active{}) {
				n++
			}
		}
		s.done = nil
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
	see(w, mainScene())
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
	snap := mainScene()
	see(w, snap)
	for _, c := range []struct {
		p    app.Presence
		idle time.Time
		want string
	}{
		{app.PresenceAway, at(20, "13:40"), "Away · last active today 13:40 · " + bob},
		{app.PresenceAway, at(3, "13:40"), "Away · last active on 3 November · " + bob},
		{app.PresenceAway, time.Time{}, "Away · " + bob},
		{app.PresenceAway, now.Add(time.Hour), "Away · " + bob}, // a clock, or a lie
		{app.PresenceOnline, at(20, "13:40"), "Online · " + bob},
	} {
		snap.Chat.Presence, snap.Chat.Show, snap.Chat.Idle = c.p, app.ShowAvailable, c.idle
		if got := w.chat.subtitle(snap.Chat); got != c.want {
			t.Errorf("%s since %v: %q", c.p, c.idle, got)
		}
	}
	if facts := profileFacts(&app.ChatView{Chat: bob, Presence: app.PresenceAway, Idle: at(20, "13:40")}, &app.ChatRow{}, words.Calendar{Now: now}); facts[len(facts)-1].text != "today 13:40" {
		t.Errorf("the page says %v", facts)
	}
}

func TestMinutesAreChosen(t *testing.T) {
	for text, want := range map[string]int{"": 0, " 5 ": 5, "1440": 1440, "1441": -1, "-1": -1, "soon": -1} {
		if got, err := minutesOf(text); err == nil && got != want || (err != nil) != (want < 0) {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	w, s := window(t, Options{})
	snap := mainScene()
	snap.Accounts[0].IdleAfter, snap.Accounts[0].Show = 10, app.ShowAvailable
	see(w, snap)
	w.askPresence()
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	did(t, s, app.SetPresence{Account: alice, Show: app.ShowAvailable})
	snap.Accounts[0].IdleAfter = 0
	w.askPresence()
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	did(t, s, app.SetPresence{Account: alice, Show: app.ShowAvailable})
}
