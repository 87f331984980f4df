package app_test

import (
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// outgoing is how far a message has come when the user takes it back.
type outgoing struct {
	name string
	left bool // it may have arrived
	send func(t *testing.T, s *stopped, text string) (id string)
}

// stopped is alice with a network that can be stopped, and bob, to whom she writes in clear.
type stopped struct {
	server     *xmpptest.Scripted
	network    *xmpptest.Network
	alice, bob *peer
	put        func(text string) (id string) // writes a text to bob
	goOn       func()
}

func newStopped(t *testing.T) *stopped {
	t.Helper()
	s := &stopped{server: xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive()), network: &xmpptest.Network{}}
	s.alice = newPeer(t, s.server, "alice", app.Options{Dialer: s.network, Timing: unhurried})
	s.bob = newPeer(t, s.server, "bob", app.Options{})
	s.alice.encryption(s.bob.jid, false)
	s.put = func(text string) string { return s.alice.send(s.bob.jid, text) }
	return s
}

var outgoings = []outgoing{
	{"waits", false, func(t *testing.T, s *stopped, text string) string {
		s.network.Down()
		s.goOn = s.network.Up
		s.alice.await("alice offline", func() bool { return !s.alice.online() })
		return s.put(text)
	}},
	{"handed to a stream that hangs", false, func(t *testing.T, s *stopped, text string) string {
		waits := s.network.Clog()
		s.alice.send(s.bob.jid, "filler")
		<-waits
		id := s.put(text)
		s.alice.awaitState(s.bob.jid, id, view.MessageSending)
		s.goOn = func() { s.server.Cut("alice") }
		return id
	}},
	{"written, and the stream was cut", true, func(t *testing.T, s *stopped, text string) string {
		id := s.lose(t, text)
		s.goOn = s.network.Up
		return id
	}},
	{"written, and the program began anew", true, func(t *testing.T, s *stopped, text string) string {
		id := s.lose(t, text)
		s.alice.restart()
		s.goOn = s.network.Up
		return id
	}},
	{"ends each stream", true, func(t *testing.T, s *stopped, text string) string {
		fault := s.server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Has: text, Times: -1, Deed: xmpptest.Refuse})
		id := s.put(text)
		struck(t, fault)
		s.network.Down()
		s.alice.await("alice offline", func() bool { return !s.alice.online() })
		s.goOn = func() { fault.End(); s.network.Up() }
		return id
	}},
}

// lose sends a text that the server has read no more when the network goes.
func (s *stopped) lose(t *testing.T, text string) string {
	t.Helper()
	fault := s.server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Has: text, Deed: xmpptest.Stall})
	id := s.put(text)
	struck(t, fault)
	s.network.Down()
	s.alice.await("alice offline", func() bool { return !s.alice.online() })
	return id
}

// Whatever takes a message back, and however far it has come: when it is not known to have arrived it does not go out any
// more. Where it may have arrived, the other side is told by what takes it back for both.
func TestTakenBackMessageDoesNotGoOut(t *testing.T) {
	for _, way := range []struct {
		name  string
		tells bool
		do    func(alice *peer, bob, id string)
	}{
		{"take back", true, func(alice *peer, bob, id string) { alice.must(app.TakeBack{Account: alice.jid, Chat: bob, ID: id}) }},
		{"retract", true, func(alice *peer, bob, id string) { alice.retract(bob, id) }},
		{"clear", false, func(alice *peer, bob, id string) { alice.must(app.ClearChat{Account: alice.jid, Chat: bob}) }},
	} {
		for _, state := range outgoings {
			t.Run(way.name+": "+state.name, func(t *testing.T) {
				t.Parallel()
				s := newStopped(t)
				id := state.send(t, s, "never to be seen")
				written := len(s.server.Written("alice"))
				way.do(s.alice, s.bob.jid, id)
				if m, there := s.alice.message(s.bob.jid, "never to be seen"); there {
					t.Errorf("still there: %+v", m)
				}
				s.goOn()
				s.alice.awaitState(s.bob.jid, s.alice.send(s.bob.jid, "the end"), view.MessageSent, view.MessageDelivered)
				all := strings.Join(s.server.Written("alice")[written:], "\n")
				if strings.Contains(all, "never to be seen") {
					t.Error("the message went out")
				}
				if told := strings.Contains(all, "<retract xmlns"); told != (way.tells && state.left) {
					t.Errorf("bob was told: %t", told)
				}
			})
		}
	}
}

// A correction that may have arrived is taken back by another that brings the old text.
func TestTakenBackCorrection(t *testing.T) {
	for _, state := range outgoings {
		t.Run(state.name, func(t *testing.T) {
			t.Parallel()
			s := newStopped(t)
			id := s.alice.send(s.bob.jid, "the first text")
			s.alice.awaitState(s.bob.jid, id, view.MessageSent, view.MessageDelivered)
			s.bob.awaitMessage(s.alice.jid, "the first text")
			s.put = func(text string) string { s.alice.correct(s.bob.jid, id, text); return id }
			state.send(t, s, "never to be seen")
			written := len(s.server.Written("alice"))
			s.alice.must(app.TakeBack{Account: s.alice.jid, Chat: s.bob.jid, ID: id})
			if m, there := s.alice.message(s.bob.jid, "the first text"); !there || !m.EditedAt.IsZero() {
				t.Errorf("alice has %+v", m)
			}
			s.goOn()
			s.alice.send(s.bob.jid, "the end")
			s.bob.awaitMessage(s.alice.jid, "the end")
			wantTexts(t, s.bob.awaitMessage(s.alice.jid, "the first text"), "the first text")
			all := strings.Join(s.server.Written("alice")[written:], "\n")
			if told := strings.Contains(all, "<replace xmlns"); told != state.left || strings.Contains(all, "never to be seen") {
				t.Errorf("bob was told: %t", told)
			}
		})
	}
}

// What waits for somebody when they are removed from the contacts does not leave any more, and says why.
func TestNothingLeavesForWhoWasRemoved(t *testing.T) {
	_, alice, carol := withCarol(t)
	id := alice.send(carol.jid, "never to be seen")
	alice.awaitKind(carol.jid, id, app.KindUndecided)
	alice.must(app.RemoveContact{Account: alice.jid, JID: carol.jid})
	if m := alice.awaitState(carol.jid, id, view.MessageFailed); m.ErrKind != app.KindRemoved {
		t.Errorf("failed by %s %q", m.ErrKind, m.ErrText)
	}
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: carol.id.Fingerprint(), Trust: view.TrustTrusted})
	alice.awaitState(carol.jid, alice.send(carol.jid, "the end"), view.MessageSent)
	if got := carol.read(alice); got != "the end" {
		t.Errorf("carol reads %q", got)
	}
	alice.must(app.SendAgain{Account: alice.jid, Chat: carol.jid, ID: id})
	if got := carol.read(alice); got != "never to be seen" {
		t.Errorf("carol reads %q", got)
	}
}

// Real servers count what stands in the place of a message that was taken back, and go on with the stream.
func TestStreamGoesOnWithoutWhatWasTakenBack(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		var network xmpptest.Network
		alice, bob := newPeer(t, server, "alice", app.Options{Dialer: &network, Timing: unhurried}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, bob)
		waits := network.Clog()
		alice.send(bob.jid, "filler")
		<-waits
		id := alice.send(bob.jid, "never to be seen")
		alice.awaitState(bob.jid, id, view.MessageSending)
		alice.must(app.TakeBack{Account: alice.jid, Chat: bob.jid, ID: id})
		later := alice.send(bob.jid, "later")
		network.Cut()
		alice.awaitState(bob.jid, later, view.MessageSent, view.MessageDelivered)
		alice.awaitState(bob.jid, alice.send(bob.jid, "the end"), view.MessageDelivered)
		bob.awaitMessage(alice.jid, "the end")
		if got := received(bob.messages(alice.jid)); !slices.Equal(got, []string{"hello bob", "filler", "later", "the end"}) || !alice.status().Resumed {
			t.Errorf("bob has %q; %+v", got, alice.status())
		}
	}, xmpptest.Friends("alice", "bob"))
}
