package app_test

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// A message that happened to be on its way when streams ended for other reasons, more often than one that ends them is tried.
func TestUnluckyMessageIsNotGivenUp(t *testing.T) {
	for _, row := range []struct {
		name  string
		fault xmpptest.Fault
	}{
		{"the server goes down", xmpptest.Fault{Step: "message in", Deed: xmpptest.Refuse, Error: "system-shutdown", Times: 5}},
		{"another client takes the place", xmpptest.Fault{Step: "message in", Deed: xmpptest.Refuse, Error: "conflict", Times: 4}},
		{"the server resets", xmpptest.Fault{Step: "message in", Deed: xmpptest.Refuse, Error: "reset", Times: 5}},
		{"acknowledgements are lost", xmpptest.Fault{Step: "ack out", Deed: xmpptest.Cut, Times: 5}},
		{"all falls silent", xmpptest.Fault{Step: "message in", Deed: xmpptest.Stall, Times: 4}},
		{"two cuts", xmpptest.Fault{Step: "message in", Deed: xmpptest.Cut, Times: 2}},
		{"two refusals", xmpptest.Fault{Step: "message in", Deed: xmpptest.Refuse, Times: 2}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server, alice, bob, _ := three(t, app.Options{Timing: impatient}, xmpptest.Archive())
			row.fault.User, row.fault.Has = "alice", ""
			if row.fault.Step == "message in" {
				row.fault.Has = "innocent"
			}
			server.Inject(row.fault)
			id := alice.send(bob.jid, "innocent")
			if m := alice.awaitState(bob.jid, id, view.MessageFailed, view.MessageUnknownFate, view.MessageSent, view.MessageDelivered); m.ErrKind != "" || m.ErrText != "" {
				t.Errorf("%s by %s %q", m.State, m.ErrKind, m.ErrText)
			}
			bob.awaitMessage(alice.jid, "innocent")
		})
	}
}

// The network breaks at each write of a message, many times.
func TestMessageOutlivesABadNetwork(t *testing.T) {
	for _, silent := range []bool{false, true} {
		network := &cutter{}
		_, alice, bob, _ := three(t, app.Options{Dialer: network, Tap: network, Timing: impatient}, xmpptest.Archive())
		sprung := network.arm("message", 0, silent)
		id := alice.send(bob.jid, "innocent")
		for range 4 {
			<-sprung
			sprung = network.arm("message", 0, silent)
		}
		<-sprung
		alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
		bob.awaitMessage(alice.jid, "innocent")
	}
}

// Where nobody can tell which of several messages has ended a stream, those beside it are not failed for it.
func TestNeighboursAreNotFailed(t *testing.T) {
	server, alice, bob, carol := three(t, app.Options{Timing: impatient})
	alice.must(app.EnableAccount{Account: alice.jid})
	server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Has: "poison", Deed: xmpptest.Refuse})
	sent := map[string]*peer{alice.send(bob.jid, "one"): bob, alice.send(carol.jid, "poison"): carol, alice.send(bob.jid, "two"): bob}
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	for id, to := range sent {
		m := alice.awaitState(to.jid, id, view.MessageFailed, view.MessageUnknownFate, view.MessageSent, view.MessageDelivered)
		if m.State == view.MessageFailed && m.Body != "poison" {
			t.Errorf("%s has failed by %s %q", m.Body, m.ErrKind, m.ErrText)
		}
	}
}

// A question of ours may end streams, too. It is not asked again for ever on the stream that goes on.
func TestQuestionThatEndsStreamsIsLeftOut(t *testing.T) {
	server, alice, bob, _ := three(t, app.Options{Timing: impatient}, xmpptest.Archive())
	fault := server.Inject(xmpptest.Fault{Step: "iq in", User: "alice", Has: "vcard-temp", Times: -1, Deed: xmpptest.Cut})
	if _, err := alice.Profile(t.Context(), alice.jid, bob.jid); err == nil {
		t.Error("the question was answered")
	}
	id := alice.send(bob.jid, "after that")
	alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	bob.awaitMessage(alice.jid, "after that")
	alice.await("alice online", alice.online)
	if fault.Count() > 4 {
		t.Errorf("asked %d times", fault.Count())
	}
}
