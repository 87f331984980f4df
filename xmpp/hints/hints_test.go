package hints_test

import (
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp"
	"vouch/xmpp/hints"
	"vouch/xmpp/xmpptest"
)

func TestHints(t *testing.T) {
	for _, row := range []struct {
		name string
		hint stanza.MsgExtension
	}{
		{"store", hints.Store{}}, {"no-store", hints.NoStore{}},
	} {
		sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{row.hint}})
		m, err := xmpp.ParseMessage(sent)
		if _, ok := xmpp.Find(m.Children, hints.NS, row.name); err != nil || !ok || len(m.Children) != 1 {
			t.Errorf("%s: sent %s, %v", row.name, sent.Raw(500), err)
		}
	}
}
