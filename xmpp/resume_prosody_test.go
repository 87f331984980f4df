package xmpp_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/presence"
	"vouch/xmpp/xmpptest"
)

// resumed opens user's stream again with what the one before left. It sends no presence.
func resumed(t *testing.T, p *xmpptest.Prosody, user string, network *xmpptest.Network, from xmpp.Resumption) *session {
	t.Helper()
	cfg := configFor(p, user)
	cfg.Dialer, cfg.Resume, cfg.Timing = network, &from, xmpp.Timing{Ack: time.Second}
	return open(t, cfg)
}

// broken is what the ended stream of s leaves.
func broken(s *session) xmpp.Resumption {
	s.t.Helper()
	s.ended()
	r, ok := s.Resumable()
	if !ok {
		s.t.Fatal("the stream cannot be resumed")
	}
	return r
}

func isMessage(id string) func(*xmpp.Message) bool {
	return func(m *xmpp.Message) bool { return m.Id == id }
}

// send sends a message and waits until the server has it.
func send(s *session, to *session, id string) uint64 {
	s.t.Helper()
	n, err := s.Send(chat(to.Address().Bare(), id, "text"))
	if err != nil {
		s.t.Fatal(err)
	}
	await(s, isAcked(n))
	return n
}

func TestStreamGoesOnAfterACut(t *testing.T) {
	for _, row := range []struct {
		name string
		fail func(*xmpptest.Network)
	}{
		{"sm-resumed: the connection is cut", (*xmpptest.Network).Cut},
		{"half-open: packets are dropped, and the server has not noticed", (*xmpptest.Network).Silence},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
			network := &xmpptest.Network{}
			bob, alice := online(t, p, "bob", network), online(t, p, "alice", nil)
			last := send(bob, alice, "acked")
			await(alice, isMessage("acked"))
			send(alice, bob, "handled")
			_, handled := await(bob, isMessage("handled"))
			send(alice, bob, "read but not handled")
			e := bob.next()
			for e.Seq == 0 {
				e = bob.next()
			}
			if e.Seq != handled.Seq+1 {
				t.Fatalf("number %d follows %d", e.Seq, handled.Seq)
			}

			row.fail(network)
			send(alice, bob, "between")
			var sent uint64
			for i := range 3 {
				n, err := bob.Send(chat(alice.Address().Bare(), fmt.Sprint("unsent ", i), "text"))
				if errors.Is(err, xmpp.ErrClosed) {
					break
				}
				sent = n
			}
			left := broken(bob)
			if left.In != handled.Seq || left.Acked < last || left.Sent < sent || left.Sent-left.Acked != uint64(len(left.Unacked)) {
				t.Fatalf("left is %s with %d unacknowledged; sent %d, handled %d", left, len(left.Unacked), sent, handled.Seq)
			}

			again := resumed(t, p, "bob", network, left)
			if !again.Resumed() || !again.Address().Equal(bob.Address()) || !again.Managed() {
				t.Fatal("the stream was not resumed")
			}
			if _, e := await(again, isMessage("read but not handled")); e.Seq != handled.Seq+1 {
				t.Errorf("what was not handled comes again as number %d after %d", e.Seq, handled.Seq)
			}
			await(again, isMessage("between"))
			n := send(again, alice, "end")
			if n != left.Sent+1 {
				t.Errorf("number %d follows %d", n, left.Sent)
			}
			var got []string
			for e := range alice.Events() {
				if m, ok := e.What.(*xmpp.Message); ok {
					if got = append(got, m.Id); m.Id == "end" {
						break
					}
				}
			}
			want := []string{}
			for i := range int(sent - left.Acked) {
				want = append(want, fmt.Sprint("unsent ", i))
			}
			if sent > 0 && !slices.Equal(got, append(want, "end")) {
				t.Errorf("alice got %v, want %v", got, want)
			}
			send(alice, again, "after")
			await(again, isMessage("after"))
		})
	}
}

func TestStreamIsResumedTwice(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	network := &xmpptest.Network{}
	bob, alice := online(t, p, "bob", network), online(t, p, "alice", nil)
	for i := range 3 {
		send(bob, alice, fmt.Sprint("from bob ", i))
		await(alice, isMessage(fmt.Sprint("from bob ", i)))
		network.Cut()
		left := broken(bob)
		bob = resumed(t, p, "bob", network, left)
		send(alice, bob, fmt.Sprint("from alice ", i))
		if !bob.Resumed() {
			t.Fatalf("time %d: not resumed", i)
		}
		await(bob, isMessage(fmt.Sprint("from alice ", i)))
	}
}

func TestStreamThatIsGone(t *testing.T) {
	for _, row := range []struct {
		name  string
		lose  func(*testing.T, *xmpptest.Prosody, *xmpptest.Network, *session)
		known bool
	}{
		{"sm-failed-h: the server waited in vain", func(t *testing.T, _ *xmpptest.Prosody, n *xmpptest.Network, alice *session) {
			n.Cut()
			await(alice, func(p *xmpp.Presence) bool {
				return p.FromJID.String() == "bob@localhost/desk" && p.Type == "unavailable"
			})
		}, true},
		{"sm-failed: the server was killed", func(t *testing.T, p *xmpptest.Prosody, _ *xmpptest.Network, _ *session) {
			if err := errors.Join(p.Kill(), p.Start(t.Context())); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Hibernation(time.Second))
			network := &xmpptest.Network{}
			alice, bob := online(t, p, "alice", nil), online(t, p, "bob", network)
			n := send(bob, alice, "acked")
			row.lose(t, p, network, alice)
			left := broken(bob)
			again := resumed(t, p, "bob", network, left)
			if again.Resumed() || !again.Managed() {
				t.Fatalf("resumed %v, managed %v", again.Resumed(), again.Managed())
			}
			if h, known := again.FailedH(); known != row.known || known && h != n {
				t.Errorf("the server had %d, %v, want %d, %v", h, known, n, row.known)
			}
			if n, err := again.Send(presence.Available{}); n != 1 || err != nil {
				t.Errorf("the first number of a new stream is %d, %v", n, err)
			}
			await(again, func(p *xmpp.Presence) bool { return p.FromJID.Equal(again.Address()) })
		})
	}
}

func TestServerWithoutResumption(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Users("alice"), xmpptest.Without("smacks"))
	network := &xmpptest.Network{}
	alice := online(t, p, "alice", network)
	network.Cut()
	if err := alice.ended(); !errors.Is(err, xmpp.ErrStream) {
		t.Errorf("ended by %v", err)
	}
	if _, ok := alice.Resumable(); ok {
		t.Error("a stream without management can be resumed")
	}
	from := xmpp.Resumption{ID: "gone", Address: alice.Address()}
	again := resumed(t, p, "alice", network, from)
	if again.Resumed() {
		t.Error("a server without management has resumed a stream")
	}
}
