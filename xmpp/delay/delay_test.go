package delay_test

import (
	"testing"
	"time"

	"vouch/xmpp/delay"
	"vouch/xmpp/xmpptest"
)

func TestDelay(t *testing.T) {
	const layout = time.RFC3339Nano
	for _, row := range []struct{ name, children, want string }{
		{"UTC", "<delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05Z'/>", "2026-01-02T03:04:05Z"},
		{"a fraction", "<delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05.678Z'/>", "2026-01-02T03:04:05.678Z"},
		{"another zone", "<delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05+02:00'/>", "2026-01-02T01:04:05Z"},
		{"delay-forged: garbage", "<delay xmlns='urn:xmpp:delay' stamp='yesterday'/>", ""},
		{"delay-forged: no stamp", "<delay xmlns='urn:xmpp:delay'/>", ""},
		{"delay-forged: before there were clocks", "<delay xmlns='urn:xmpp:delay' stamp='0001-01-01T00:00:00Z'/>", ""},
		{"a sender that is none", "<delay xmlns='urn:xmpp:delay' from='@' stamp='2026-01-02T03:04:05Z'/>", ""},
		{"in a foreign namespace", "<delay xmlns='jabber:x:delay' stamp='2026-01-02T03:04:05Z'/>", ""},
		{"none", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, ok := delay.In(xmpptest.Message(t, "<message>"+row.children+"</message>").Children)
			if ok != (row.want != "") || ok && d.Stamp.Format(layout) != row.want {
				t.Errorf("got %v, %v", d, ok)
			}
		})
	}
}
