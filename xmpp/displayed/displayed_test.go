package displayed_test

import (
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp/displayed"
	"vouch/xmpp/xmpptest"
)

func TestItem(t *testing.T) {
	self := jid.MustParse("alice@example.org")
	const id = "<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.org' id='a1'/>"
	item := func(inner string) string {
		return "<displayed xmlns='urn:xmpp:mds:displayed:0'>" + inner + "</displayed>"
	}
	for _, row := range []struct{ name, xml, want string }{
		{"a place", item(id), "a1"},
		{"beside something else", item("<x xmlns='urn:x'/>" + id), "a1"},
		{"none", item(""), ""},
		{"two", item(id + id), ""},
		{"of a room", item(strings.Replace(id, "alice@example.org", "room@muc.example.org", 1)), ""},
		{"of our client", item(strings.Replace(id, "alice@example.org", "alice@example.org/x", 1)), ""},
		{"of nobody", item(strings.Replace(id, "alice@example.org", "@", 1)), ""},
		{"empty", item(strings.Replace(id, "a1", "", 1)), ""},
		{"far too long", item(strings.Replace(id, "a1", strings.Repeat("a", 2000), 1)), ""},
		{"in a foreign namespace", strings.Replace(item(id), "displayed:0", "displayed:1", 1), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, err := displayed.Parse(xmpptest.Element(t, row.xml), self); got != row.want || (err == nil) != (row.want != "") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	sent := xmpptest.Sent(t, displayed.UpTo(self, "a1"))
	if got, err := displayed.Parse(sent, self); err != nil || got != "a1" {
		t.Errorf("what is sent is read as %q, %v: %s", got, err, sent.Raw(300))
	}
}
