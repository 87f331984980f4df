package ping_test

import (
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/ping"
	"vouch/xmpp/version"
	"vouch/xmpp/xmpptest"
)

func TestWhatIsAsked(t *testing.T) {
	for _, row := range []struct {
		name          string
		payload       any
		set           bool
		ping, version bool
	}{
		{"a ping", ping.Ping{}, false, true, false},
		{"a ping that sets something", ping.Ping{}, true, false, false},
		{"the version", version.Version{}, false, false, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			payload := xmpptest.Sent(t, row.payload)
			q := &xmpp.IQ{Set: row.set, Payload: &payload}
			if ping.Is(q) != row.ping || version.Is(q) != row.version {
				t.Errorf("ping %v, version %v", ping.Is(q), version.Is(q))
			}
		})
	}
	if ping.Is(&xmpp.IQ{}) || version.Is(&xmpp.IQ{}) {
		t.Error("a question without a payload asks for something")
	}
}
