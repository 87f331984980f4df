package chatstates_test

import (
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/chatstates"
	"vouch/xmpp/xmpptest"
)

func TestStates(t *testing.T) {
	for _, row := range []struct{ name, message, want string }{
		{"none", "<message/>", ""},
		{"composing", "<message><composing xmlns='http://jabber.org/protocol/chatstates'/></message>", "composing"},
		{"active, with a text", "<message><body>x</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>", "active"},
		{"one that there is not", "<message><dancing xmlns='http://jabber.org/protocol/chatstates'/></message>", ""},
		{"in a foreign namespace", "<message><composing xmlns='urn:x'/></message>", ""},
		{"in an error", "<message type='error'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>", ""},
	} {
		if got := chatstates.Of(xmpptest.Message(t, row.message)); got != row.want {
			t.Errorf("%s: %q", row.name, got)
		}
	}
	for _, state := range []string{chatstates.Active, chatstates.Composing, chatstates.Paused, chatstates.Inactive, chatstates.Gone} {
		sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{chatstates.Element(state)}})
		if got := chatstates.Of(xmpptest.Message(t, string(sent.Raw(500)))); got != state {
			t.Errorf("%s is sent as %s", state, sent.Raw(500))
		}
	}
}
