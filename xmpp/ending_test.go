package xmpp_test

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

func TestEndingsOfStreams(t *testing.T) {
	failure := func(condition string) string {
		return "<stream:error><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
	}
	for _, row := range []struct {
		name, xml string
		want      xmpp.Ending
	}{
		{"too large", failure("policy-violation"), xmpp.Refused},
		{"not well-formed", failure("not-well-formed"), xmpp.Refused},
		{"not well-formed, as old servers say it", failure("xml-not-well-formed"), xmpp.Refused},
		{"a stanza of another kind", failure("unsupported-stanza-type"), xmpp.Refused},
		{"the server could not cope", failure("internal-server-error"), xmpp.CutOff},
		{"the server says goodbye", "</stream:stream>", xmpp.CutOff},
		{"the server closes the connection", "", xmpp.CutOff},
		{"another client", failure("conflict"), xmpp.Unrelated},
		{"the server goes down", failure("system-shutdown"), xmpp.Unrelated},
		{"nothing was heard for long", failure("connection-timeout"), xmpp.Unrelated},
		{"the server breaks a rule", "<!-- -->", xmpp.Unrelated},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, _ := serve(t, func(w *xmpptest.Wire) { w.Write(honest + row.xml) })
			await[*xmpp.Message](s, nil)
			if err := s.ended(); xmpp.EndingOf(err) != row.want {
				t.Errorf("%v is %d, want %d", err, xmpp.EndingOf(err), row.want)
			}
		})
	}
	for _, row := range []struct {
		err  error
		want xmpp.Ending
	}{
		{xmpp.ErrDead, xmpp.Silence}, {xmpp.ErrLost, xmpp.Unrelated}, {nil, xmpp.Unrelated}, {net.ErrClosed, xmpp.Unrelated},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, xmpp.CutOff}, {&net.OpError{Op: "read", Err: syscall.ENETUNREACH}, xmpp.Unrelated},
	} {
		if got := xmpp.EndingOf(fmt.Errorf("read: %w", row.err)); got != row.want {
			t.Errorf("%v is %d, want %d", row.err, got, row.want)
		}
	}
}

// A server that refuses a stanza before it has read all of it breaks the writing, too: what counts is what it said.
func TestLastWordOfAServerThatReadsNoMore(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
		w.Expect(`id="large"`)
		w.Write("<stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
	}})
	host, port, err := h.Listen()
	if err != nil {
		t.Fatal(err)
	}
	cfg := configAt(h)
	cfg.Host, cfg.Port, cfg.Dialer = host, port, &net.Dialer{}
	for range 5 {
		s := open(t, cfg)
		if _, err := s.Send(chat(s.Address(), "large", strings.Repeat("x", 8<<20))); err != nil {
			t.Fatal(err)
		}
		if err := s.ended(); !errors.Is(err, xmpp.ErrPolicy) {
			t.Errorf("ended by %v", err)
		}
	}
}
