package blocking_test

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/blocking"
	"vouch/xmpp/report"
	"vouch/xmpp/xmpptest"
)

func TestPayloads(t *testing.T) {
	bob := jid.MustParse("bob@example.org")
	for _, row := range []struct {
		payload any
		want    string
	}{
		{blocking.Get{}, `<blocklist xmlns="urn:xmpp:blocking"></blocklist>`},
		{blocking.Block(bob, nil), `<block xmlns="urn:xmpp:blocking"><item jid="bob@example.org"></item></block>`},
		{blocking.Unblock(bob), `<unblock xmlns="urn:xmpp:blocking"><item jid="bob@example.org"></item></unblock>`},
		{blocking.Block(bob, &report.Report{Reason: report.Spam}),
			`<block xmlns="urn:xmpp:blocking"><item jid="bob@example.org"><report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:spam"></report></item></block>`},
		{blocking.Block(bob, &report.Report{Reason: report.Abuse, Text: "<ads>"}),
			`<block xmlns="urn:xmpp:blocking"><item jid="bob@example.org"><report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:abuse"><text>&lt;ads&gt;</text></report></item></block>`},
	} {
		if raw, err := xmpp.Marshal(row.payload); err != nil || string(raw) != row.want {
			t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
		}
	}
}

func TestList(t *testing.T) {
	for items, want := range map[string]string{
		"": "[]",
		"<item jid='Bob@Example.org'/><item jid='example.net'/>":      "[bob@example.org example.net]",
		"<item jid='@'/><item/><item xmlns='urn:x' jid='a@b'/><x/>":   "[]",
		"<item jid='bob@example.org/desk'><report xmlns='x'/></item>": "[bob@example.org/desk]",
	} {
		list := xmpptest.Element(t, "<blocklist xmlns='urn:xmpp:blocking'>"+items+"</blocklist>")
		if got, err := blocking.ParseList(&list); err != nil || fmt.Sprint(got) != want {
			t.Errorf("%s is %v, %v", items, got, err)
		}
	}
	long := xmpptest.Element(t, "<iq><blocklist xmlns='urn:xmpp:blocking'>"+strings.Repeat("<item jid='a@b'/>", blocking.Max+5)+"</blocklist></iq>").Children()[0]
	if got, err := blocking.ParseList(&long); err != nil || len(got) != blocking.Max {
		t.Errorf("%d entries, %v", len(got), err)
	}
	other := xmpptest.Element(t, "<blocklist xmlns='urn:x'/>")
	for _, payload := range []*xmpp.Element{nil, &other} {
		if _, err := blocking.ParseList(payload); err == nil {
			t.Error("something else was taken for a list")
		}
	}
}

func TestPush(t *testing.T) {
	own := jid.MustParse("alice@example.org/r")
	const item = "<item jid='bob@example.org'/>"
	for _, row := range []struct {
		from, payload, want string
		get                 bool
	}{
		{"", "<block xmlns='urn:xmpp:blocking'>" + item + "</block>", "{[bob@example.org] [] false}", false},
		{"alice@example.org", "<unblock xmlns='urn:xmpp:blocking'>" + item + "</unblock>", "{[] [bob@example.org] false}", false},
		{"", "<unblock xmlns='urn:xmpp:blocking'/>", "{[] [] true}", false},
		{"", "<block xmlns='urn:xmpp:blocking'/>", "", false},
		{"", "<unblock xmlns='urn:xmpp:blocking'><item jid='@'/></unblock>", "", false},
		{"", "<blocklist xmlns='urn:xmpp:blocking'>" + item + "</blocklist>", "", false},
		{"", "<block xmlns='urn:xmpp:blocking'>" + item + "</block>", "", true},
		{"", "<block xmlns='urn:x'>" + item + "</block>", "", false},
		{"bob@example.org", "<unblock xmlns='urn:xmpp:blocking'/>", "", false},
		{"alice@example.org/other", "<unblock xmlns='urn:xmpp:blocking'/>", "", false},
		{"example.org", "<unblock xmlns='urn:xmpp:blocking'/>", "", false},
	} {
		payload := xmpptest.Element(t, row.payload)
		q := &xmpp.IQ{Set: !row.get, Payload: &payload}
		if row.from != "" {
			q.FromJID = jid.MustParse(row.from)
		}
		got, ok := blocking.ParsePush(q, own)
		if ok != (row.want != "") || ok && fmt.Sprint(got) != row.want {
			t.Errorf("%s from %q is %v, %v", row.payload, row.from, got, ok)
		}
	}
	if _, ok := blocking.ParsePush(&xmpp.IQ{Set: true}, own); ok {
		t.Error("a push without a payload was believed")
	}
}
