package eme_test

import (
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp"
	"vouch/xmpp/eme"
	"vouch/xmpp/xmpptest"
)

func TestHint(t *testing.T) {
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{eme.Encryption{Namespace: "urn:n", Name: "N"}}})
	m, err := xmpp.ParseMessage(sent)
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := eme.Of(m); !ok || e.Namespace != "urn:n" || e.Name != "N" {
		t.Errorf("got %+v, %v", e, ok)
	}
	if _, ok := eme.Of(xmpptest.Message(t, "<message><encryption xmlns='urn:x' namespace='n'/></message>")); ok {
		t.Error("found a hint in a foreign namespace")
	}
}
