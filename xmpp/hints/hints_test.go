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
		{"no-permanent-store", hints.NoPermanentStore{}}, {"no-copy", hints.NoCopy{}},
	} {
		sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{row.hint}})
		m, err := xmpp.ParseMessage(sent)
		if err != nil || !hints.Has(m, row.name) || hints.Has(m, "other") {
			t.Errorf("%s: sent %s, %v", row.name, sent.Raw(500), err)
		}
	}
}
