package replies_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/fallback"
	"vouch/xmpp/replies"
	"vouch/xmpp/xmpptest"
)

func TestReplies(t *testing.T) {
	for _, row := range []struct{ name, message, of string }{
		{"to a message", "<message id='n'><reply xmlns='urn:xmpp:reply:0' id='m' to='bob@example.org'/></message>", "m"},
		{"to nobody's", "<message id='n'><reply xmlns='urn:xmpp:reply:0' id='m'/></message>", "m"},
		{"to none", "<message id='n'/>", ""},
		{"without an id", "<message id='n'><reply xmlns='urn:xmpp:reply:0' to='bob@example.org'/></message>", ""},
		{"that came back as an error", "<message type='error'><reply xmlns='urn:xmpp:reply:0' id='m'/></message>", ""},
		{"in a foreign namespace", "<message id='n'><reply xmlns='urn:x' id='m'/></message>", ""},
		{"to a far too long id", "<message id='n'><reply xmlns='urn:xmpp:reply:0' id='" + strings.Repeat("m", 1025) + "'/></message>", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if of, yes := replies.Of(xmpptest.Message(t, row.message)); yes != (row.of != "") || yes && of != row.of {
				t.Errorf("to %q, %v", of, yes)
			}
		})
	}
}

func TestStrip(t *testing.T) {
	for _, row := range []struct {
		name, body string
		end        int
		text       string
		quoted     string
	}{
		{"a quotation", "> grün 🦉\n> two\nyes", 15, "yes", "grün 🦉\ntwo"},
		{"one with an empty line after it", "> one\n\nyes", 7, "yes", "one"},
		{"text that is called one", "pay me\nyes", 7, "pay me\nyes", ""},
		{"more than the quotation", "> one\nyes", 8, "> one\nyes", ""},
		{"all of it", "> one\n", 6, "> one\n", ""},
		{"beyond the end", "> one\nyes", 99, "> one\nyes", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, fmt.Sprintf("<message><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='%d'/></fallback></message>", row.end))
			if text, quoted := replies.Strip(m, row.body); text != row.text || quoted != row.quoted {
				t.Errorf("text %q, quoted %q", text, quoted)
			}
		})
	}
	m := xmpptest.Message(t, "<message><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='4' end='10'/></fallback></message>")
	if text, quoted := replies.Strip(m, "yes\n> one\n no"); quoted != "" || text != "yes\n> one\n no" {
		t.Errorf("in the middle: text %q, quoted %q", text, quoted)
	}
}

func TestWhatIsQuotedIsStripped(t *testing.T) {
	for _, text := range []string{"one", "one\ntwo", "1\n2\n3\n4\n5", strings.Repeat("🦉", 5000), "> quoted before", "\n a \n"} {
		body, part := replies.Quote(text, "yes\n> no")
		sent := xmpptest.Sent(t, stanza.Message{Body: body, Extensions: []stanza.MsgExtension{replies.Reply{To: "bob@example.org", ID: "m"}, fallback.Indication{For: replies.NS, Body: &part}}})
		m := xmpptest.Message(t, string(sent.Raw(100000)))
		got, quoted := replies.Strip(m, body)
		if of, ok := replies.Of(m); got != "yes\n> no" || quoted == "" || !ok || of != "m" || utf8.RuneCountInString(quoted) > 210 {
			t.Errorf("%.20q: text %q, quoted %q of %q", text, got, quoted, of)
		}
	}
}
