package idle_test

import (
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/idle"
	"vouch/xmpp/presence"
	"vouch/xmpp/xmpptest"
)

func TestIdle(t *testing.T) {
	for _, row := range []struct{ name, children, want string }{
		{"none", "<show>away</show>", ""},
		{"in UTC", "<idle xmlns='urn:xmpp:idle:1' since='2020-01-02T03:04:05Z'/>", "2020-01-02T03:04:05Z"},
		{"in another zone, with a fraction", "<idle xmlns='urn:xmpp:idle:1' since='2020-01-02T05:04:05.5+02:00'/>", "2020-01-02T03:04:05Z"},
		{"no time", "<idle xmlns='urn:xmpp:idle:1' since='yesterday'/>", ""},
		{"without one", "<idle xmlns='urn:xmpp:idle:1'/>", ""},
		{"before time began", "<idle xmlns='urn:xmpp:idle:1' since='0001-01-02T03:04:05Z'/>", ""},
		{"in a foreign namespace", "<idle xmlns='urn:xmpp:idle:0' since='2020-01-02T03:04:05Z'/>", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, "<presence xmlns='jabber:client' from='bob@example.org/x'>"+row.children+"</presence>")
			got := ""
			if since := idle.Of(&xmpp.Presence{Children: e.Children()}); !since.IsZero() {
				got = since.Format("2006-01-02T15:04:05Z")
			}
			if got != row.want {
				t.Errorf("got %q", got)
			}
		})
	}
	sent := xmpptest.Sent(t, presence.Available{Show: "away", Idle: idle.Since(time.Date(2020, 1, 2, 4, 4, 5, 6, time.FixedZone("", 3600)))})
	if e, ok := sent.Child(idle.NS, "idle"); !ok || e.Attr("since") != "2020-01-02T03:04:05Z" {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
