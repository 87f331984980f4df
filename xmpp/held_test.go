package xmpp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

func say(s *session, id string) {
	s.t.Helper()
	if _, err := s.SendRaw([]byte(`<message id="` + id + `"></message>`)); err != nil {
		s.t.Fatal(err)
	}
}

func message(id string) string { return "<message from='bob@example.org/x' id='" + id + "'/>" }

func TestServerThatHoldsStreams(t *testing.T) {
	for _, row := range []struct {
		name    string
		before  func(*xmpptest.Held) // the client reconnects
		resumed bool
		known   bool
		want    error
	}{
		{"sm-resumed", func(*xmpptest.Held) {}, true, false, nil},
		{"sm-failed-h", func(h *xmpptest.Held) { h.Forget(true) }, false, true, nil},
		{"sm-failed", func(h *xmpptest.Held) { h.Forget(false) }, false, false, nil},
		{"a lie about the count", func(h *xmpptest.Held) { h.Lie(func(n uint32) uint32 { return n + 100 }) }, false, false, xmpp.ErrResume},
	} {
		t.Run(row.name, func(t *testing.T) {
			held := &xmpptest.Held{}
			h := xmpptest.StartHostile(t, held.Script(xmpptest.Script{}))
			cfg := configAt(h)
			cfg.Timing.Ack = time.Second
			s := open(t, cfg)
			if a := s.ask(xmpp.Request{Payload: ping.Ping{}}); a.Err != nil {
				t.Fatal(a.Err)
			}
			say(s, "one")
			await(s, isAcked(2))
			held.Stall(true)
			say(s, "two")
			held.Deliver(message("first"))
			await(s, isMessage("first"))
			held.Cut()
			held.Deliver(message("second"))
			left := broken(s)
			row.before(held)
			held.Stall(false)

			cfg.Resume = &left
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("error %v, want %v", err, row.want)
			}
			if err != nil {
				return
			}
			again := run(t, c)
			if _, known := again.FailedH(); again.Resumed() != row.resumed || known != row.known || (held.Resumed() == 1) != row.resumed {
				t.Errorf("resumed %v, count known %v", again.Resumed(), known)
			}
			if row.resumed {
				await(again, isMessage("second"))
			}
			say(again, "three")
			await(again, isAcked(1))
			if a := again.ask(xmpp.Request{Payload: ping.Ping{}}); a.Err != nil {
				t.Fatal(a.Err)
			}
			all := strings.Join(messageIDs(strings.Join(held.Received(), "")), " ")
			if once := strings.Count(all, "two"); once > 1 || row.resumed && all != "one two three" {
				t.Errorf("the server got %s", all)
			}
		})
	}
}
