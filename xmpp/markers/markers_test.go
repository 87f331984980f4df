package markers_test

import (
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/markers"
	"vouch/xmpp/xmpptest"
)

func TestMarkers(t *testing.T) {
	const markable, displayed = "<markable xmlns='urn:xmpp:chat-markers:0'/>", "<displayed xmlns='urn:xmpp:chat-markers:0' id='d'/>"
	for _, row := range []struct {
		name, message string
		wanted        bool
		of            string
	}{
		{"asked for", "<message id='m'>" + markable + "</message>", true, ""},
		{"given", "<message id='m'>" + displayed + "</message>", false, "d"},
		{"without an id", "<message>" + markable + "<displayed xmlns='urn:xmpp:chat-markers:0'/></message>", false, ""},
		{"in an error", "<message type='error' id='m'>" + markable + displayed + "</message>", false, ""},
		{"in a foreign namespace", "<message id='m'><markable xmlns='urn:x'/><displayed xmlns='urn:x' id='d'/></message>", false, ""},
		{"of a far too long id", "<message id='m'>" + strings.Replace(displayed, "'d'", "'"+strings.Repeat("d", 1025)+"'", 1) + "</message>", false, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, row.message)
			if of, yes := markers.Of(m); markers.Wanted(m) != row.wanted || yes != (row.of != "") || yes && of != row.of {
				t.Errorf("wanted %v, of %q, %v", markers.Wanted(m), of, yes)
			}
		})
	}
}

func TestSent(t *testing.T) {
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{markers.Displayed{ID: "d"}, markers.Markable{}}})
	if c := sent.Children(); len(c) != 2 || c[0].Attr("id") != "d" || c[0].Name.Space != markers.NS || c[1].Name.Local != "markable" {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
