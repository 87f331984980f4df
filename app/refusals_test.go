package app

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
)

func TestRefusalsAreBounded(t *testing.T) {
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s, err := New(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := newAccount(s, trust.Account{JID: "alice@example.org"})
	for i := range maxRefusals + 50 {
		a.noteRefusal(fmt.Sprintf("m%d@elsewhere.example", i), &xmpp.StanzaError{Condition: "remote-server-not-found"})
	}
	if n := len(a.live.Keys.Refusals); n > maxRefusals+1 {
		t.Errorf("%d refusals are remembered", n)
	}
	last := fmt.Sprintf("m%d@elsewhere.example", maxRefusals+49)
	if got := a.keyRefusal(last); got.Kind != KindServerNotFound {
		t.Errorf("the last is %+v", got)
	}
	a.noteRefusal(last, nil)
	if got := a.keyRefusal(last); got != (view.Refusal{}) {
		t.Errorf("an answer leaves %+v", got)
	}
}

// What a question about keys was answered blames the side that answered: our own server is to blame for our own keys alone.
func TestWhoIsBlamedForARefusal(t *testing.T) {
	for _, row := range []struct {
		own  bool
		err  error
		kind Kind
	}{
		{false, nil, ""},
		{false, xmpp.ErrTimeout, KindUnreachable},
		{false, errors.New("no list"), KindUnreachable},
		{false, &xmpp.StanzaError{Condition: "remote-server-timeout"}, KindUnreachable},
		{false, &xmpp.StanzaError{Condition: "feature-not-implemented"}, KindNoPEP},
		{false, &xmpp.StanzaError{Condition: "subscription-required"}, KindNotAllowed},
		{false, &xmpp.StanzaError{Condition: "tomorrow's-condition"}, KindUnreachable},
		{true, xmpp.ErrTimeout, KindOwnServer},
		{true, &xmpp.StanzaError{Condition: "service-unavailable"}, KindOwnServer},
	} {
		if got := refusalOf(row.own, row.err); got.Kind != row.kind {
			t.Errorf("own %t, %v: %q, want %q", row.own, row.err, got.Kind, row.kind)
		}
	}
}
