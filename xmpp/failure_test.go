package xmpp_test

import (
	"strings"
	"testing"

	"vouch/xmpp/xmpptest"
)

func TestWhereThatIsNowWhichWasHere(t *testing.T) {
	const ns = " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'"
	for _, row := range []struct{ name, condition, want string }{
		{"gone", "<gone" + ns + "> xmpp:new@r.example.org?join\n</gone>", "xmpp:new@r.example.org?join"},
		{"redirected", "<redirect" + ns + ">xmpp:new@r.example.org</redirect>", "xmpp:new@r.example.org"},
		{"gone without a word", "<gone" + ns + "/>", ""},
		{"another condition", "<item-not-found" + ns + ">xmpp:new@r.example.org</item-not-found>", ""},
		{"of another namespace", "<gone xmlns='urn:x'>xmpp:new@r.example.org</gone>", ""},
		{"far away", "<gone" + ns + ">" + strings.Repeat("x", 2000) + "</gone>", strings.Repeat("x", 1024)},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, "<message type='error'><error type='cancel'>"+row.condition+"</error></message>")
			if m.Failure.Elsewhere != row.want {
				t.Errorf("got %q", m.Failure.Elsewhere)
			}
		})
	}
}
