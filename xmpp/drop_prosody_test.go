package xmpp_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/presence"
	"vouch/xmpp/roster"
	"vouch/xmpp/xmpptest"
)

// online opens a session that is available, through network when that is not nil, as the resource "desk".
func online(t *testing.T, p *xmpptest.Prosody, user string, network *xmpptest.Network) *session {
	t.Helper()
	cfg := configFor(p, user)
	var err error
	if cfg.Address, err = cfg.Address.WithResource("desk"); err != nil {
		t.Fatal(err)
	}
	if network != nil {
		cfg.Dialer = network
	}
	cfg.Timing = xmpp.Timing{Ack: time.Second}
	s := open(t, cfg)
	if _, err := s.Send(presence.Available{}); err != nil {
		t.Fatal(err)
	}
	await(s, func(p *xmpp.Presence) bool { return p.FromJID.Equal(s.Address()) })
	return s
}

func TestNothingIsLostWhenTheNetworkFails(t *testing.T) {
	for _, row := range []struct {
		name string
		fail func(*xmpptest.Network)
		want error
	}{
		{"half-open: packets are dropped", (*xmpptest.Network).Silence, xmpp.ErrDead},
		{"the connection is cut", (*xmpptest.Network).Cut, xmpp.ErrStream},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
			network := &xmpptest.Network{}
			bob, alice := online(t, p, "bob", network), online(t, p, "alice", nil)
			send := func(id string) {
				t.Helper()
				n, err := alice.Send(chat(bob.Address().Bare(), id, "text"))
				if err != nil {
					t.Fatal(err)
				}
				await(alice, isAcked(n)) // the server has it
			}
			send("before")
			await(bob, func(m *xmpp.Message) bool { return m.Id == "before" })
			row.fail(network)
			send("between")
			if _, err := bob.Send(presence.Available{}); err != nil && !errors.Is(err, xmpp.ErrClosed) {
				t.Fatal(err)
			}
			if err := bob.ended(); !errors.Is(err, row.want) {
				t.Fatalf("ended by %v, want %v", err, row.want)
			}
			again := online(t, p, "bob", network)
			send("after")
			await(again, func(m *xmpp.Message) bool { return m.Id == "between" })
			await(again, func(m *xmpp.Message) bool { return m.Id == "after" })
		})
	}
}

func TestSecondLoginOfAResourceEndsTheFirst(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Users("alice"))
	first := online(t, p, "alice", nil)
	online(t, p, "alice", nil)
	if err := first.ended(); !errors.Is(err, xmpp.ErrConflict) {
		t.Errorf("stream-conflict: ended by %v", err)
	}
}

func TestServerRestart(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := online(t, p, "alice", nil)
	if err := p.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := alice.ended(); !errors.Is(err, xmpp.ErrStream) {
		t.Errorf("ended by %v", err)
	}
	r, err := roster.ParseResult(online(t, p, "alice", nil).ask(xmpp.Request{Payload: roster.Get{}}).Payload)
	if err != nil || len(r.Items) != 1 {
		t.Errorf("the roster after the restart is %v, %v", r.Items, err)
	}
}

func TestProsodyWhileItRuns(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Users("alice"), xmpptest.Archive())
	if err := p.AddUser("bob", "bobpass"); err != nil {
		t.Fatal(err)
	}
	alice := online(t, p, "alice", nil)
	alice.ask(xmpp.Request{Payload: roster.Get{}})
	if err := p.Befriend(t.Context(), "alice", "bob"); err != nil {
		t.Fatal(err)
	}
	if item := alice.push(); item.JID.String() != "bob@localhost" || item.Subscription != "both" {
		t.Errorf("pushed %+v", item)
	}
	n, err := alice.Send(chat(jid.MustParse("bob@localhost"), "m", "marker for the archive"))
	if err != nil {
		t.Fatal(err)
	}
	await(alice, isAcked(n))
	files, err := p.ArchiveFiles()
	if err != nil || !contain(t, files, "marker for the archive") {
		t.Errorf("the archive is %v, %v", files, err)
	}
	if err := p.Cut(t.Context(), "alice"); err != nil {
		t.Fatal(err)
	}
	if err := alice.ended(); !errors.Is(err, xmpp.ErrStream) {
		t.Errorf("ended by %v", err)
	}
}

func contain(t *testing.T, files []string, text string) bool {
	t.Helper()
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), text) {
			return true
		}
	}
	return false
}

func TestScriptedServerOnAPort(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) { w.Write(honest); w.Drain() }})
	host, port, err := h.Listen()
	if err != nil {
		t.Fatal(err)
	}
	cfg := configAt(h)
	cfg.Dialer, cfg.Host, cfg.Port = nil, host, port
	for i := range 2 {
		s := open(t, cfg)
		await[*xmpp.Message](s, nil)
		if h.Dials() != i+1 {
			t.Errorf("dialed %d times", h.Dials())
		}
	}
	h.Close()
	if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, xmpp.ErrUnreachable) {
		t.Errorf("after the end: %v", err)
	}
}

func TestNetworkThatIsDown(t *testing.T) {
	p := xmpptest.StartProsody(t, xmpptest.Users("alice"))
	network := &xmpptest.Network{}
	online(t, p, "alice", network)
	network.Down()
	cfg := configFor(p, "alice")
	cfg.Dialer = network
	if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, xmpp.ErrUnreachable) {
		t.Errorf("while down: %v", err)
	}
	network.Up()
	online(t, p, "alice", network)
}
