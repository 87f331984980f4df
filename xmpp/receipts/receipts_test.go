package receipts_test

import (
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/receipts"
	"vouch/xmpp/xmpptest"
)

const (
	request  = "<request xmlns='urn:xmpp:receipts'/>"
	received = "<received xmlns='urn:xmpp:receipts' id='r'/>"
)

func TestReceipts(t *testing.T) {
	for _, row := range []struct{ name, message, asked, of string }{
		{"asked for", "<message id='m'>" + request + "</message>", "m", ""},
		{"given", "<message id='m'>" + received + "</message>", "", "r"},
		{"a receipt asks for none", "<message id='m'>" + request + received + "</message>", "", "r"},
		{"without an id", "<message>" + request + "<received xmlns='urn:xmpp:receipts'/></message>", "", ""},
		{"in an error", "<message type='error' id='m'>" + request + "</message>", "", ""},
		{"a receipt that came back as an error", "<message type='error' id='m'>" + received + "</message>", "", ""},
		{"in a room", "<message type='groupchat' id='m'>" + request + "</message>", "", ""},
		{"in a foreign namespace", "<message id='m'><request xmlns='urn:x'/><received xmlns='urn:x' id='r'/></message>", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, row.message)
			asked, yes := receipts.Requested(m)
			if asked != row.asked || yes != (asked != "") {
				t.Errorf("asked for %q, %v", asked, yes)
			}
			if of, yes := receipts.Of(m); yes != (row.of != "") || yes && of != row.of {
				t.Errorf("of %q, %v", of, yes)
			}
		})
	}
}

func TestSent(t *testing.T) {
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{receipts.Received{ID: "r"}, receipts.Request{}}})
	if len(sent.Children()) != 2 || sent.Children()[0].Attr("id") != "r" || sent.Children()[1].Name.Space != receipts.NS {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
