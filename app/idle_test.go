package app_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// Who does not use the program for a while is shown as away, since when, and is back at the first key.
func TestWhoGoesAwayIsShownAsAway(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		var passed atomic.Int64
		clock := func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }
		pass := func(d time.Duration) { passed.Add(int64(d)) }
		alice, bob := newPeer(t, server, "alice", app.Options{Now: clock}), newPeer(t, server, "bob", app.Options{})
		seen := func() (view.Presence, view.Show, time.Time) {
			snap, err := bob.Look(view.View{Account: bob.jid, Chat: alice.jid})
			if err != nil {
				t.Fatal(err)
			}
			return snap.Chat.Presence, snap.Chat.Show, snap.Chat.Idle
		}
		shown := func(show view.Show, idle bool) func() bool {
			return func() bool { _, s, since := seen(); return s == show && since.IsZero() != idle }
		}
		look := func() { // any event has the account look at the clock
			t.Helper()
			if _, err := alice.Idle(t.Context(), alice.jid); err != nil {
				t.Fatal(err)
			}
		}
		pass(time.Hour)
		look() // nobody has said that there is somebody who could go
		bob.await("alice's presence", shown(view.ShowAvailable, false))
		alice.must(app.Active{})
		last := clock()
		pass(9 * time.Minute)
		look()
		alice.must(app.SetPresence{Account: alice.jid, Show: view.ShowAvailable, Status: "nine minutes"})
		bob.await("her words", func() bool {
			c, err := bob.Roster(bob.jid)
			return err == nil && len(c) == 1 && c[0].Status == "nine minutes"
		})
		if _, s, since := seen(); s != view.ShowAvailable || !since.IsZero() {
			t.Errorf("after nine minutes she is %s since %v", s, since)
		}
		pass(2 * time.Minute)
		look()
		bob.await("alice away", shown(view.ShowAway, true))
		if _, _, since := seen(); since.Sub(last).Abs() > 5*time.Second {
			t.Errorf("away since %v, used last at %v", since, last)
		}
		alice.must(app.EnableAccount{Account: alice.jid})
		bob.await("alice offline", func() bool { p, _, _ := seen(); return p == view.PresenceOffline })
		alice.must(app.EnableAccount{Account: alice.jid, On: true})
		bob.await("alice away still", shown(view.ShowAway, true))
		alice.must(app.Active{})
		bob.await("alice back", shown(view.ShowAvailable, false))
		alice.must(app.SetIdle{Account: alice.jid, Minutes: 1})
		pass(2 * time.Minute)
		look()
		bob.await("alice away sooner", shown(view.ShowAway, true))
		alice.must(app.SetIdle{Account: alice.jid, Minutes: 0})
		bob.await("alice never away", shown(view.ShowAvailable, false))
		alice.must(app.SetPresence{Account: alice.jid, Show: view.ShowDND})
		alice.must(app.SetIdle{Account: alice.jid, Minutes: 5})
		pass(time.Hour)
		look()
		bob.await("not to be disturbed, and idle", shown(view.ShowDND, true))
		alice.refuse(app.SetIdle{Account: alice.jid, Minutes: 5000}, app.KindInvalid)
	}, xmpptest.Friends("alice", "bob"))
}

// A word of being away goes out once, and not while somebody is there.
func TestBeingAwayIsToldOnce(t *testing.T) {
	var passed atomic.Int64
	l := newLiarWith(t, app.Options{Now: func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }})
	told := func() (all []string) {
		for _, w := range l.server.Written("alice") {
			if strings.HasPrefix(w, "<presence") {
				all = append(all, w)
			}
		}
		return all
	}
	l.must(app.Active{})
	l.settled()
	before := len(told())
	for range 5 {
		l.must(app.Active{})
		passed.Add(int64(5 * time.Minute))
		l.say("something " + time.Duration(passed.Load()).String())
	}
	l.settled()
	if n := len(told()) - before; n != 0 {
		t.Errorf("told %d times though somebody was there", n)
	}
	for range 5 {
		passed.Add(int64(time.Hour))
		l.say("something " + time.Duration(passed.Load()).String())
	}
	l.settled()
	if all := told()[before:]; len(all) != 1 || !strings.Contains(all[0], "urn:xmpp:idle:1") {
		t.Errorf("told %q", all)
	}
}
