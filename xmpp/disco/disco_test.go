package disco_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/disco"
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

func TestInfoIsBounded(t *testing.T) {
	query := xmpptest.Element(t, "<query xmlns='http://jabber.org/protocol/disco#info' node='n'>"+strings.Repeat("<feature var='a'/>", 5000)+"</query>")
	info, err := disco.ParseInfo(&query)
	if err != nil || len(info.Features) != 2000 || info.Node != "n" {
		t.Errorf("got %d features, %v", len(info.Features), err)
	}
}
