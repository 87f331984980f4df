package rooms

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
)

// TestAllServicesOfAServerAreFound: those of its parts that have rooms, or the one that is named itself.
func TestAllServicesOfAServerAreFound(t *testing.T) {
	const muc = "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text'/><feature var='http://jabber.org/protocol/muc'/></query>"
	const other = "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='server' type='im'/></query>"
	items := "<query xmlns='http://jabber.org/protocol/disco#items'>"
	for _, part := range []string{"example.org", "rooms.example.org", "upload.example.org", "late.example.org", "irc.example.org", "alice@example.org"} {
		items += "<item jid='" + part + "'/>"
	}
	items += "<item jid='rooms.example.org' node='x'/></query>"
	for _, c := range []struct {
		host, want string
		kind       fault.Kind
	}{
		{"example.org", "rooms.example.org irc.example.org", ""},
		{"irc.example.org", "irc.example.org", ""},
		{"upload.example.org", "", ""},
		{"nowhere.example.com", "", fault.KindUnreachable},
	} {
		s := newScript(t)
		s.answer = func(q *question) string {
			switch {
			case q.to == "late.example.org", q.to == "nowhere.example.com":
				return failed("remote-server-timeout")
			case strings.Contains(q.payload, "disco#items") && q.to == "example.org":
				return items
			case strings.Contains(q.payload, "disco#items"):
				return "<query xmlns='http://jabber.org/protocol/disco#items'/>"
			case q.to == "rooms.example.org", q.to == "irc.example.org":
				return muc
			case strings.Contains(q.payload, "disco#info"):
				return other
			}
			return failed("item-not-found")
		}
		got, err := s.Services(t.Context(), jid.MustParse(c.host))
		if text := strings.Trim(fmt.Sprint(got), "[]"); fault.KindOf(err) != c.kind || c.kind == "" && text != c.want {
			t.Errorf("%s: %q, %v", c.host, text, err)
		}
	}
}
