package roster_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/roster"
	"vouch/xmpp/xmpptest"
)

func TestResult(t *testing.T) {
	long := strings.Repeat("ä", 1000)
	for _, row := range []struct{ name, items, want string }{
		{"a full entry", "<item jid='Bob@Example.org' name='Bob' subscription='to' ask='subscribe'><group>a</group><group>b</group></item>",
			"[{bob@example.org Bob to subscribe [a b]}]"},
		{"a bare entry", "<item jid='bob@example.org'/>", "[{bob@example.org  none  []}]"},
		{"a resource is dropped", "<item jid='bob@example.org/x'/>", "[{bob@example.org  none  []}]"},
		{"an unknown subscription is none", "<item jid='bob@example.org' subscription='all' ask='x'/>", "[{bob@example.org  none  []}]"},
		{"an entry that is removed is none", "<item jid='bob@example.org' subscription='remove'/>", "[]"},
		{"an entry without an address", "<item jid='@'/><item/><item jid='bob@example.org'/>", "[{bob@example.org  none  []}]"},
		{"an entry in a foreign namespace", "<item xmlns='urn:x' jid='bob@example.org'/>", "[]"},
		{"a long name is cut", "<item jid='bob@example.org' name='" + long + "'/>",
			"[{bob@example.org " + strings.Repeat("ä", 200) + " none  []}]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			query := xmpptest.Element(t, "<query xmlns='jabber:iq:roster'>"+row.items+"</query>")
			r, err := roster.ParseResult(&query)
			if got := fmt.Sprint(r.Items); err != nil || got != row.want {
				t.Errorf("got %s, %v\nwant %s", got, err, row.want)
			}
		})
	}
	if r, err := roster.ParseResult(nil); err != nil || r.Items != nil || !r.Unchanged {
		t.Errorf("an answer without a roster is %v, %v", r, err)
	}
	other := xmpptest.Element(t, "<query xmlns='urn:x'/>")
	if _, err := roster.ParseResult(&other); err == nil {
		t.Error("something else was taken for a roster")
	}
}

func TestHugeRoster(t *testing.T) {
	item := "<item jid='someone@example.org'/>"
	query := xmpptest.Element(t, "<iq type='result'><query xmlns='jabber:iq:roster'>"+strings.Repeat(item, 60_000)+"</query></iq>").Children()[0]
	begin := time.Now()
	r, err := roster.ParseResult(&query)
	if err != nil || len(r.Items) != roster.MaxItems {
		t.Errorf("roster-huge: %d entries, %v", len(r.Items), err)
	}
	if took := time.Since(begin); took > 3*time.Second {
		t.Errorf("roster-huge: took %s", took)
	}
}

func TestPush(t *testing.T) {
	own := jid.MustParse("alice@example.org/r")
	for _, row := range []struct {
		name, from, payload string
		set, want           bool
	}{
		{"from our own account", "alice@example.org", "<query xmlns='jabber:iq:roster'><item jid='bob@example.org'/></query>", true, true},
		{"without a sender", "", "<query xmlns='jabber:iq:roster'><item jid='bob@example.org'/></query>", true, true},
		{"roster-push-contact: from a contact", "bob@example.org", "<query xmlns='jabber:iq:roster'><item jid='bob@example.org'/></query>", true, false},
		{"roster-push-contact: from another device of ours", "alice@example.org/x", "<query xmlns='jabber:iq:roster'><item jid='bob@example.org'/></query>", true, false},
		{"roster-push-contact: from the server", "example.org", "<query xmlns='jabber:iq:roster'><item jid='bob@example.org'/></query>", true, false},
		{"a get", "", "<query xmlns='jabber:iq:roster'><item jid='bob@example.org'/></query>", false, false},
		{"two entries at once", "", "<query xmlns='jabber:iq:roster'><item jid='bob@example.org'/><item jid='carol@example.org'/></query>", true, false},
		{"no entry", "", "<query xmlns='jabber:iq:roster'/>", true, false},
		{"an entry without an address", "", "<query xmlns='jabber:iq:roster'><item/></query>", true, false},
		{"something else", "", "<query xmlns='urn:x'><item jid='bob@example.org'/></query>", true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			payload := xmpptest.Element(t, row.payload)
			q := &xmpp.IQ{Set: row.set, Payload: &payload}
			if row.from != "" {
				q.FromJID = jid.MustParse(row.from)
			}
			if _, _, ok := roster.ParsePush(q, own); ok != row.want {
				t.Errorf("believed: %v", ok)
			}
		})
	}
	if _, _, ok := roster.ParsePush(&xmpp.IQ{Set: true}, own); ok {
		t.Error("a push without a payload was believed")
	}
}

func TestPayloads(t *testing.T) {
	bob := jid.MustParse("bob@example.org/x")
	item := roster.Item{JID: bob, Name: "B & C", Groups: []string{"<a>", "b"}}
	query := xmpptest.Sent(t, roster.Set(item))
	r, err := roster.ParseResult(&query)
	items := r.Items
	if err != nil || len(items) != 1 || items[0].JID.String() != "bob@example.org" || items[0].Name != item.Name || !slices.Equal(items[0].Groups, item.Groups) {
		t.Errorf("sent %v, %v", items, err)
	}
	removal := xmpptest.Sent(t, roster.Remove(bob))
	pushed, _, ok := roster.ParsePush(&xmpp.IQ{Set: true, Payload: &removal}, bob)
	if !ok || pushed.Subscription != "remove" || pushed.JID.String() != "bob@example.org" {
		t.Errorf("sent %v", pushed)
	}
	if got := xmpptest.Sent(t, roster.Get{}); got.Name.Space != roster.NS || len(got.Children()) != 0 {
		t.Errorf("asked %s", got.Raw(200))
	}
}

func TestVersions(t *testing.T) {
	empty, held := "", "v7"
	for _, row := range []struct {
		get  roster.Get
		want string
	}{
		{roster.Get{}, `<query xmlns="jabber:iq:roster"></query>`},
		{roster.Get{Ver: &empty}, `<query xmlns="jabber:iq:roster" ver=""></query>`},
		{roster.Get{Ver: &held}, `<query xmlns="jabber:iq:roster" ver="v7"></query>`},
	} {
		if raw, err := xmpp.Marshal(row.get); err != nil || string(raw) != row.want {
			t.Errorf("asked %s, %v, want %s", raw, err, row.want)
		}
	}
	for ver, want := range map[string]string{"": "", "v8": "v8", strings.Repeat("v", 2000): ""} {
		query := xmpptest.Element(t, "<query xmlns='jabber:iq:roster' ver='"+ver+"'><item jid='bob@example.org'/></query>")
		if r, err := roster.ParseResult(&query); err != nil || r.Ver != want || r.Unchanged || len(r.Items) != 1 {
			t.Errorf("version %.9q is %+v, %v", ver, r, err)
		}
		if _, got, ok := roster.ParsePush(&xmpp.IQ{Set: true, Payload: &query}, jid.MustParse("alice@example.org")); !ok || got != want {
			t.Errorf("version %.9q is pushed as %q, %v", ver, got, ok)
		}
	}
}
