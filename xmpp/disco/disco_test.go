package disco_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/rsm"
	"vouch/xmpp/xmpptest"
)

func TestQuestions(t *testing.T) {
	for _, row := range []struct {
		name    string
		payload any
		set     bool
		want    string
	}{
		{"info", disco.Get(""), false, "yes"},
		{"info of a node", disco.Get("n"), false, "yes n"},
		{"items", disco.GetItems(""), false, "no"},
		{"items of a node", disco.GetItems("n"), false, "no"},
		{"a page of items", disco.GetPage("n", rsm.Request{}), false, "no"},
		{"a set", disco.Get(""), true, "no"},
	} {
		t.Run(row.name, func(t *testing.T) {
			payload := xmpptest.Sent(t, row.payload)
			q := &xmpp.IQ{Set: row.set, Payload: &payload}
			if got := answer(disco.InfoAsked(q)); got != row.want {
				t.Errorf("info %s", got)
			}
		})
	}
	if _, yes := disco.InfoAsked(&xmpp.IQ{}); yes {
		t.Error("a question without a payload asks for info")
	}
}

func answer(node string, yes bool) string {
	if !yes {
		return "no"
	}
	return strings.TrimSpace("yes " + node)
}

func TestParseItems(t *testing.T) {
	query := xmpptest.Element(t, "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='a.example.org' name='A' node='n'/><item jid='@'/><item xmlns='urn:x' jid='b'/></query>")
	items, err := disco.ParseItems(&query)
	if err != nil || fmt.Sprint(items) != "[{a.example.org n A}]" {
		t.Errorf("got %v, %v", items, err)
	}
	if _, err := disco.ParseItems(nil); err == nil {
		t.Error("nothing was taken for items")
	}
	if _, err := disco.ParseInfo(&query); err == nil {
		t.Error("items were taken for info")
	}
}

func TestPages(t *testing.T) {
	most, after := 100, "b&c"
	raw, err := xmpp.Marshal(disco.GetPage("", rsm.Request{Max: &most, After: &after}))
	if want := `<query xmlns="http://jabber.org/protocol/disco#items"><set xmlns="http://jabber.org/protocol/rsm"><max>100</max><after>b&amp;c</after></set></query>`; err != nil || string(raw) != want {
		t.Errorf("asked %s, %v", raw, err)
	}
	list := func(items, set string) *xmpp.Element {
		e := xmpptest.Element(t, "<iq type='result'><query xmlns='http://jabber.org/protocol/disco#items'>"+items+set+"</query></iq>").Children()[0]
		return &e
	}
	const set = "<set xmlns='http://jabber.org/protocol/rsm'><first index='0'>a</first><last>b</last><count>9</count></set>"
	for _, row := range []struct {
		name       string
		payload    *xmpp.Element
		items      int
		last, more string
	}{
		{"a page", list("<item jid='a@r.example.org' name='A'/><item jid='@'/>", set), 1, "b", "false"},
		{"all at once", list("<item jid='a@r.example.org'/><item jid='b@r.example.org'/>", ""), 2, "", "false"},
		{"the most", list(strings.Repeat("<item jid='a@b'/>", disco.MaxPage), ""), disco.MaxPage, "", "false"},
		{"more than the most", list(strings.Repeat("<item jid='a@b'/>", disco.MaxPage+1), ""), disco.MaxPage, "", "true"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, err := disco.ParsePage(row.payload)
			if err != nil || len(p.Items) != row.items || p.Place.Last != row.last || fmt.Sprint(p.More) != row.more {
				t.Errorf("%d items, %+v, more %v, %v", len(p.Items), p.Place, p.More, err)
			}
		})
	}
	if _, err := disco.ParsePage(nil); err == nil {
		t.Error("nothing was taken for a page")
	}
}

func TestInfoIsBounded(t *testing.T) {
	query := xmpptest.Element(t, "<query xmlns='http://jabber.org/protocol/disco#info' node='n'>"+strings.Repeat("<feature var='a'/>", 5000)+"</query>")
	info, err := disco.ParseInfo(&query)
	if err != nil || len(info.Features) != 2000 || info.Node != "n" {
		t.Errorf("got %d features, %v", len(info.Features), err)
	}
}
