package retractions_test

import (
	"strings"
	"testing"
	"time"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/retractions"
	"vouch/xmpp/xmpptest"
)

func TestRetractions(t *testing.T) {
	for _, row := range []struct{ name, children, of string }{
		{"of a message", "<retract xmlns='urn:xmpp:message-retract:1' id='m'/>", "m"},
		{"of an old client", "<apply-to xmlns='urn:xmpp:fasten:0' id='m'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>", "m"},
		{"of none", "", ""},
		{"without an id", "<retract xmlns='urn:xmpp:message-retract:1'/>", ""},
		{"something else that is fastened", "<apply-to xmlns='urn:xmpp:fasten:0' id='m'><edit xmlns='urn:x'/></apply-to>", ""},
		{"of a room's moderator", "<apply-to xmlns='urn:xmpp:fasten:0' id='m'><moderated xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>", ""},
		{"of a room's moderator, the newer way", "<retract xmlns='urn:xmpp:message-retract:1' id='m'><moderated xmlns='urn:xmpp:message-moderate:1'/></retract>", ""},
		{"in a foreign namespace", "<retract xmlns='urn:x' id='m'/>", ""},
		{"of a far too long id", "<retract xmlns='urn:xmpp:message-retract:1' id='" + strings.Repeat("m", 1025) + "'/>", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if of, yes := retractions.Of(xmpptest.Message(t, "<message id='n'>"+row.children+"</message>")); yes != (row.of != "") || yes && of != row.of {
				t.Errorf("of %q, %v", of, yes)
			}
		})
	}
	if of, yes := retractions.Of(xmpptest.Message(t, "<message type='error'><retract xmlns='urn:xmpp:message-retract:1' id='m'/></message>")); yes {
		t.Errorf("one that came back as an error is of %q", of)
	}
}

func TestTombstone(t *testing.T) {
	const stamp = "2019-09-20T23:09:32Z"
	for _, row := range []struct {
		name, kind, child, at string
		is                    bool
	}{
		{"in an archive", "", "<retracted xmlns='urn:xmpp:message-retract:1' id='r' stamp='" + stamp + "'/>", stamp, true},
		{"of no time", "", "<retracted xmlns='urn:xmpp:message-retract:1' id='r'/>", "", true},
		{"a moderator's", "", "<retracted xmlns='urn:xmpp:message-retract:1' stamp='" + stamp + "'><moderated xmlns='urn:xmpp:message-moderate:1'/></retracted>", "", false},
		{"what is yet to do", "", "<retract xmlns='urn:xmpp:message-retract:1' id='m'/>", "", false},
		{"that came back", "error", "<retracted xmlns='urn:xmpp:message-retract:1' id='r'/>", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			at, is := retractions.Tombstone(xmpptest.Message(t, "<message type='"+row.kind+"'>"+row.child+"</message>"))
			if is != row.is || !at.IsZero() && at.Format(time.RFC3339) != row.at || at.IsZero() != (row.at == "") {
				t.Errorf("got %v, %v", at, is)
			}
		})
	}
}

func TestSent(t *testing.T) {
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{retractions.Retract{ID: "m"}}})
	if len(sent.Children()) != 1 || sent.Children()[0].Attr("id") != "m" || sent.Children()[0].Name.Space != retractions.NS {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
