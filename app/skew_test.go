package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// skew: whatever the clocks of two people say, both have the messages in the order in which they were written, and miss
// none: live, after an absence, and on a device whose clock makes the whole archive look old when it signs in first.
func TestClocksThatAreADayOff(t *testing.T) {
	off := func(by time.Duration) app.Options {
		return app.Options{Now: func() time.Time { return time.Now().Add(by) }}
	}
	const day = 24 * time.Hour
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", off(-day)), newPeer(t, server, "bob", off(day))
		carol := newPeer(t, server, "carol", off(40*day)) // and nobody has written to her yet
		friends(t, server, alice, bob)
		want := []string{"hello bob", "hello alice"}
		say := func(from, to *peer, body string) {
			t.Helper()
			want = append(want, body)
			from.send(to.jid, body)
		}
		both := func(when string) {
			t.Helper()
			alice.awaitMessage(bob.jid, want[len(want)-1])
			bob.awaitMessage(alice.jid, want[len(want)-1])
			for _, p := range []*peer{alice, bob} {
				if got := bodiesOf(p.messages(other(p, alice, bob))); !slices.Equal(got, want) {
					t.Errorf("%s %s has %q, want %q", when, p.jid, got, want)
				}
			}
		}
		for i := range 4 {
			say(alice, bob, fmt.Sprint("alice ", i))
			bob.awaitMessage(alice.jid, fmt.Sprint("alice ", i))
			say(bob, alice, fmt.Sprint("bob ", i))
			alice.awaitMessage(bob.jid, fmt.Sprint("bob ", i))
		}
		both("live")
		for _, away := range []*peer{bob, alice} {
			there := map[*peer]*peer{alice: bob, bob: alice}[away]
			away.stop()
			for i := range 3 {
				say(there, away, fmt.Sprint("while ", away.jid, " is away ", i))
			}
			there.await("all of it left", func() bool {
				m, _ := there.message(away.jid, want[len(want)-1])
				return m.State == view.MessageSent
			})
			away.start()
			both("after an absence")
			say(away, there, "back again: "+away.jid)
			both("after that")
		}
		carol.stop()
		alice.must(app.SetEncryption{Account: alice.jid, Chat: carol.jid})
		alice.awaitState(carol.jid, alice.send(carol.jid, "to carol"), view.MessageSent)
		carol.start()
		carol.awaitMessage(alice.jid, "to carol")
		if n := carol.unread(alice.jid); n != 1 {
			t.Errorf("%d unread by carol", n)
		}
	}, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Without("offline"))
}
