package delay_test

import (
	"testing"
	"time"

	"mellium.im/xmpp/jid"

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

func TestBy(t *testing.T) {
	m := xmpptest.Message(t, "<message><delay xmlns='urn:xmpp:delay' from='bob@example.org' stamp='2020-01-01T00:00:00Z'/>"+
		"<delay xmlns='urn:xmpp:delay' from='example.org' stamp='2026-01-01T00:00:00Z'/></message>")
	d, ok := delay.By(m.Children, jid.MustParse("example.org"))
	if !ok || d.Stamp.Year() != 2026 {
		t.Errorf("delay-forged: got %v, %v", d, ok)
	}
	if _, ok = delay.By(m.Children, jid.MustParse("carol@example.org")); ok {
		t.Error("found a delay nobody wrote")
	}
}
