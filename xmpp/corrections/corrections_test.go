package corrections_test

import (
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/corrections"
	"vouch/xmpp/xmpptest"
)

func TestCorrections(t *testing.T) {
	for _, row := range []struct{ name, message, of string }{
		{"of a message", "<message id='n'><replace xmlns='urn:xmpp:message-correct:0' id='m'/></message>", "m"},
		{"of none", "<message id='n'/>", ""},
		{"without an id", "<message id='n'><replace xmlns='urn:xmpp:message-correct:0'/></message>", ""},
		{"that came back as an error", "<message type='error' id='n'><replace xmlns='urn:xmpp:message-correct:0' id='m'/></message>", ""},
		{"in a foreign namespace", "<message id='n'><replace xmlns='urn:x' id='m'/></message>", ""},
		{"of a far too long id", "<message id='n'><replace xmlns='urn:xmpp:message-correct:0' id='" + strings.Repeat("m", 1025) + "'/></message>", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if of, yes := corrections.Of(xmpptest.Message(t, row.message)); yes != (row.of != "") || yes && of != row.of {
				t.Errorf("of %q, %v", of, yes)
			}
		})
	}
}

func TestSent(t *testing.T) {
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{corrections.Replace{ID: "m"}}})
	if len(sent.Children()) != 1 || sent.Children()[0].Attr("id") != "m" || sent.Children()[0].Name.Space != corrections.NS {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
