package ids_test

import (
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/ids"
	"vouch/xmpp/xmpptest"
)

func TestIDs(t *testing.T) {
	long := strings.Repeat("x", 1025)
	for _, row := range []struct{ name, children, origin, stanza string }{
		{"both", "<origin-id xmlns='urn:xmpp:sid:0' id='o'/><stanza-id xmlns='urn:xmpp:sid:0' id='s' by='alice@example.org'/>", "o", "s"},
		{"none", "", "", ""},
		{"stanza-id-forged: by someone else", "<stanza-id xmlns='urn:xmpp:sid:0' id='s' by='bob@example.org'/>", "", ""},
		{"stanza-id-forged: by a full address", "<stanza-id xmlns='urn:xmpp:sid:0' id='s' by='alice@example.org/x'/>", "", ""},
		{"stanza-id-forged: by nobody", "<stanza-id xmlns='urn:xmpp:sid:0' id='s'/>", "", ""},
		{"stanza-id-forged: twice", "<stanza-id xmlns='urn:xmpp:sid:0' id='f' by='alice@example.org'/><stanza-id xmlns='urn:xmpp:sid:0' id='s' by='alice@example.org'/>", "", ""},
		{"by another one as well", "<stanza-id xmlns='urn:xmpp:sid:0' id='f' by='room@example.org'/><stanza-id xmlns='urn:xmpp:sid:0' id='s' by='alice@example.org'/>", "", "s"},
		{"in a foreign namespace", "<origin-id xmlns='urn:x' id='o'/><stanza-id xmlns='urn:x' id='s' by='alice@example.org'/>", "", ""},
		{"far too long", "<origin-id xmlns='urn:xmpp:sid:0' id='" + long + "'/><stanza-id xmlns='urn:xmpp:sid:0' id='" + long + "' by='alice@example.org'/>", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, "<message>"+row.children+"</message>")
			if origin, stanza := ids.Origin(m), ids.Stanza(m, jid.MustParse("alice@example.org")); origin != row.origin || stanza != row.stanza {
				t.Errorf("origin %q, stanza %q", origin, stanza)
			}
		})
	}
	if raw, err := xmpp.Marshal(ids.OriginID{ID: "o"}); err != nil || string(raw) != `<origin-id xmlns="urn:xmpp:sid:0" id="o"></origin-id>` {
		t.Errorf("sent %s, %v", raw, err)
	}
}
