package fallback_test

import (
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp/fallback"
	"vouch/xmpp/xmpptest"
)

func TestWhole(t *testing.T) {
	for _, row := range []struct {
		name, children string
		want           bool
	}{
		{"all of the body", "<fallback xmlns='urn:xmpp:fallback:0' for='urn:a'/>", true},
		{"all of the body, named", "<fallback xmlns='urn:xmpp:fallback:0' for='urn:a'><body/></fallback>", true},
		{"of an old client", "<fallback xmlns='urn:xmpp:fallback:0'/>", true},
		{"the other namespace", "<fallback xmlns='urn:xmpp:fallback:0' for='urn:b'/>", true},
		{"none", "", false},
		{"for something else", "<fallback xmlns='urn:xmpp:fallback:0' for='urn:x'/>", false},
		{"a part of it", "<fallback xmlns='urn:xmpp:fallback:0' for='urn:a'><body start='0' end='3'/></fallback>", false},
		{"the subject alone", "<fallback xmlns='urn:xmpp:fallback:0' for='urn:a'><subject/></fallback>", false},
		{"in a foreign namespace", "<fallback xmlns='urn:x' for='urn:a'/>", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := fallback.Whole(xmpptest.Message(t, "<message>"+row.children+"</message>"), "urn:a", "urn:b"); got != row.want {
				t.Errorf("whole: %v", got)
			}
		})
	}
}

func TestStrip(t *testing.T) {
	const body = "> grün 🦉\nand mine"
	for _, row := range []struct{ name, attrs, text, quoted string }{
		{"the beginning", "start='0' end='9'", "and mine", "> grün 🦉\n"},
		{"the end", "start='8' end='17'", "> grün 🦉", "\nand mine"},
		{"nothing", "start='3' end='3'", body, ""},
		{"backwards", "start='5' end='3'", body, ""},
		{"before the beginning", "start='-1' end='3'", body, ""},
		{"beyond the end", "start='0' end='18'", body, ""},
		{"counted in bytes of somebody", "start='0' end='999999999999999999999'", body, ""},
		{"no numbers", "start='a' end='b'", body, ""},
		{"no range", "", body, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, "<message><fallback xmlns='urn:xmpp:fallback:0' for='urn:a'><body "+row.attrs+"/></fallback></message>")
			text, quoted, ok := fallback.Strip(m, "urn:a", body)
			if text != row.text || quoted != row.quoted || ok != (row.quoted != "") {
				t.Errorf("text %q, quoted %q, %v", text, quoted, ok)
			}
			if text, _, ok := fallback.Strip(m, "urn:b", body); ok || text != body {
				t.Errorf("for something else: %q", text)
			}
		})
	}
}

func TestSent(t *testing.T) {
	sent := xmpptest.Sent(t, stanza.Message{Extensions: []stanza.MsgExtension{fallback.Indication{For: "urn:a", Body: &fallback.Range{End: 9}}, fallback.Indication{For: "urn:b"}}})
	part, all := sent.Children()[0], sent.Children()[1]
	body, ok := part.Child(fallback.NS, "body")
	if !ok || body.Attr("start") != "0" || body.Attr("end") != "9" || part.Attr("for") != "urn:a" || all.Attr("for") != "urn:b" || len(all.Children()) != 0 {
		t.Errorf("sent %s", sent.Raw(500))
	}
}
