package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

// What stands outside of an encryption may have been put there by a server: it must not hide what is inside.
func TestNothingOutsideHidesWhatIsInside(t *testing.T) {
	const warning = "do NOT pay the invoice, it is forged"
	const retract = "<retract xmlns='urn:xmpp:message-retract:1' id='ID'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
	for _, row := range []struct{ name, outside, inside string }{
		{"a retraction with a fallback", retract, warning},
		{"a retraction of the older kind", "<apply-to xmlns='urn:xmpp:fasten:0' id='ID'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to><fallback xmlns='urn:xmpp:fallback:0'/>", warning},
		{"a reaction with a fallback", "<reactions xmlns='urn:xmpp:reactions:0' id='ID'><reaction>👍</reaction></reactions><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'/>", warning},
		{"a receipt with a fallback", "<received xmlns='urn:xmpp:receipts' id='ID'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:receipts'/>", warning},
		{"a marker", "<displayed xmlns='urn:xmpp:chat-markers:0' id='ID'/>", warning},
		{"a reply that takes all of it for a quotation", "<reply xmlns='urn:xmpp:reply:0' id='ID'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body/></fallback>", warning},
		{"a reply that takes the beginning for a quotation", "<reply xmlns='urn:xmpp:reply:0' id='ID'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='17'/></fallback>", "> do NOT pay this\n" + warning},
		{"an invitation", "<x xmlns='jabber:x:conference' jid='room@conference.localhost'/>", warning},
		{"another encryption", "<encrypted xmlns='urn:xmpp:omemo:2'/><encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2'/>", warning},
		{"a room's mark on a contact's message", "<x xmlns='http://jabber.org/protocol/muc#user'/>", warning},
		{"an address that is offered as a file", "<x xmlns='jabber:x:oob'><url>https://127.0.0.1/x</url></x>", "https://127.0.0.1/x"},
		{"a file that is shared", share("all is well.jpg", "https://127.0.0.1/x", "") + insteadOfWords, warning},
		{"where a file is that was shared", "<attach-to xmlns='urn:xmpp:message-attaching:1' id='ID'/>" + sourceAt("https://127.0.0.1/x"), warning},
		{"a body, a subject and a link", "<body>all is well</body><subject>all is well</subject><x xmlns='jabber:x:oob'><url>https://example.org</url></x>", warning},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, alice, carol := withCarol(t)
			carol.meet(alice)
			first := carol.message(alice, carol.element(carol.encrypt(alice, "the first text")))
			good := alice.awaitMessage(carol.jid, "the first text")
			alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: good.Fingerprint, Trust: view.TrustVerified})
			carol.message(alice, carol.element(carol.encrypt(alice, row.inside))+withID(row.outside, first))
			carol.say(alice, "after")
			alice.awaitMessage(carol.jid, "after")
			m, there := alice.message(carol.jid, row.inside)
			if !there || !m.Encrypted || m.Subject != "" {
				t.Errorf("the text of a verified device is %+v", m)
			}
			if _, there := alice.message(carol.jid, "the first text"); !there {
				t.Error("the first text is gone")
			}
		})
	}
}

// A text that replaces an older one says so where it would be seen.
func TestCorrectionFarUpIsSeen(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.meet(alice)
	first := carol.message(alice, carol.element(carol.encrypt(alice, "the first text")))
	carol.say(alice, "the second text")
	alice.awaitMessage(carol.jid, "the second text")
	alice.must(app.MarkRead{Account: alice.jid, Chat: carol.jid})
	carol.message(alice, carol.element(carol.encrypt(alice, "do NOT pay the invoice"))+withID("<replace xmlns='urn:xmpp:message-correct:0' id='ID'/>", first))
	changed := alice.awaitMessage(carol.jid, "do NOT pay the invoice")
	rows := alice.messages(carol.jid)
	if last := rows[len(rows)-1]; last.Kind != view.RowOther || last.Notice != view.NoticeChanged || last.ReplyRow != changed.ID {
		t.Errorf("the last row is %+v", last)
	}
	if n := alice.unread(carol.jid); n != 1 {
		t.Errorf("%d unread", n)
	}
}

func withID(children, id string) string { return strings.ReplaceAll(children, "'ID'", "'"+id+"'") }
