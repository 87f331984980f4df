package selfping_test

import (
	"fmt"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/selfping"
)

func TestState(t *testing.T) {
	for _, row := range []struct {
		name string
		err  error
		want selfping.State
	}{
		{"a result", nil, selfping.In},
		{"somebody else's client has no ping", &xmpp.StanzaError{Condition: "service-unavailable"}, selfping.In},
		{"nor our own", &xmpp.StanzaError{Condition: "feature-not-implemented"}, selfping.In},
		{"not an occupant", &xmpp.StanzaError{Type: "cancel", Condition: "not-acceptable"}, selfping.Out},
		{"may not ask occupants", &xmpp.StanzaError{Condition: "not-allowed"}, selfping.Out},
		{"no sense", &xmpp.StanzaError{Condition: "bad-request"}, selfping.Out},
		{"what nobody thought of", &xmpp.StanzaError{Condition: "undefined-condition"}, selfping.Out},
		{"nobody of that name, or no room", &xmpp.StanzaError{Condition: "item-not-found", By: "r.example.org"}, selfping.Missing},
		{"destroyed", &xmpp.StanzaError{Condition: "gone", Elsewhere: "xmpp:new@r.example.org?join"}, selfping.Gone},
		{"the other server is away", &xmpp.StanzaError{Condition: "remote-server-timeout"}, selfping.Unknown},
		{"the other server is not found", fmt.Errorf("ping: %w", &xmpp.StanzaError{Condition: "remote-server-not-found"}), selfping.Unknown},
		{"silence", xmpp.ErrTimeout, selfping.Unknown},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := selfping.StateOf(row.err); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
