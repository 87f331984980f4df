package pep_test

import (
	"fmt"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/pep"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

func TestPayloads(t *testing.T) {
	const (
		pubsub  = `<pubsub xmlns="http://jabber.org/protocol/pubsub">`
		owner   = `<pubsub xmlns="http://jabber.org/protocol/pubsub#owner">`
		payload = `<ping xmlns="urn:xmpp:ping"></ping>`
	)
	form := func(kind, fields string) string {
		return `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden"><value>http://jabber.org/protocol/pubsub#` +
			kind + `</value></field>` + fields + `</x>`
	}
	const open = `<field var="pubsub#access_model"><value>open</value></field><field var="pubsub#persist_items"><value>true</value></field>` +
		`<field var="pubsub#max_items"><value>1</value></field>`
	for _, row := range []struct {
		name    string
		payload any
		want    string
	}{
		{"publish", pep.Publish("n", "current", ping.Ping{}, pep.Options{}),
			pubsub + `<publish node="n"><item id="current">` + payload + `</item></publish></pubsub>`},
		{"publish as open", pep.Publish("n", "current", ping.Ping{}, pep.Open),
			pubsub + `<publish node="n"><item id="current">` + payload + `</item></publish><publish-options>` + form("publish-options", open) + `</publish-options></pubsub>`},
		{"publish for ourselves", pep.Publish("n", "i", ping.Ping{}, pep.Options{AccessModel: "whitelist", MostItems: true, NeverLast: true}),
			pubsub + `<publish node="n"><item id="i">` + payload + `</item></publish><publish-options>` + form("publish-options", `<field var="pubsub#access_model"><value>whitelist</value></field>`+
				`<field var="pubsub#max_items"><value>max</value></field><field var="pubsub#send_last_published_item"><value>never</value></field>`) + `</publish-options></pubsub>`},
		{"retract", pep.Retract("n", "i"), pubsub + `<retract node="n" notify="true"><item id="i"></item></retract></pubsub>`},
		{"the newest item", pep.Items("n", 1), pubsub + `<items node="n" max_items="1"></items></pubsub>`},
		{"all items", pep.Items("n", 0), pubsub + `<items node="n"></items></pubsub>`},
		{"one item", pep.ItemByID("n", "i"), pubsub + `<items node="n"><item id="i"></item></items></pubsub>`},
		{"configure", pep.Configure("n", pep.Open), owner + `<configure node="n">` + form("node_config", open) + `</configure></pubsub>`},
		{"delete", pep.DeleteNode("n"), owner + `<delete node="n"></delete></pubsub>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if raw, err := xmpp.Marshal(row.payload); err != nil || string(raw) != row.want {
				t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
			}
		})
	}
}

func TestEvents(t *testing.T) {
	for _, row := range []struct{ name, event, want string }{
		{"an item", "<items node='n'><item id='i' publisher='p'><x xmlns='urn:x'/></item></items>", "n i/p/x [] false false"},
		{"an item without a payload", "<items node='n'><item id='i'/></items>", "n i// [] false false"},
		{"items that are gone", "<items node='n'><retract id='i'/><retract id='j'/></items>", "n [i j] false false"},
		{"a node that is gone", "<delete node='n'/>", "n [] true false"},
		{"a node that is empty", "<purge node='n'/>", "n [] false true"},
		{"a new configuration", "<configuration node='n'/>", "none"},
		{"no node", "<items><item id='i'/></items>", "none"},
		{"items in a foreign namespace", "<items xmlns='urn:x' node='n'/>", "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, "<message><event xmlns='http://jabber.org/protocol/pubsub#event'>"+row.event+"</event></message>")
			if got := show(pep.ParseEvent(m)); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
	bounced := xmpptest.Message(t, "<message type='error'><event xmlns='http://jabber.org/protocol/pubsub#event'><purge node='n'/></event></message>")
	if _, ok := pep.ParseEvent(bounced); ok {
		t.Error("a bounced event was taken for one")
	}
}

func show(e pep.Event, ok bool) string {
	if !ok {
		return "none"
	}
	text := e.Node
	for _, i := range e.Items {
		text += fmt.Sprintf(" %s/%s/%s", i.ID, i.Publisher, i.Payload.Name.Local)
	}
	return text + fmt.Sprintf(" %v %v %v", e.Retracted, e.Deleted, e.Purged)
}

func TestItems(t *testing.T) {
	answer := xmpptest.Element(t, "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'><item id='i'><x xmlns='urn:x'/></item><item/></items></pubsub>")
	items, node, err := pep.ParseItems(&answer)
	if err != nil || node != "n" || len(items) != 2 || items[0].ID != "i" || items[0].Payload.Name.Local != "x" {
		t.Errorf("got %v of %q, %v", items, node, err)
	}
	empty := xmpptest.Element(t, "<pubsub xmlns='http://jabber.org/protocol/pubsub'/>")
	for name, payload := range map[string]*xmpp.Element{"no payload": nil, "no items": &empty, "something else": {}} {
		if _, _, err := pep.ParseItems(payload); err == nil {
			t.Errorf("%s was taken for items", name)
		}
	}
}

func TestErrors(t *testing.T) {
	precondition := &xmpp.StanzaError{Condition: "conflict", App: "http://jabber.org/protocol/pubsub#errors precondition-not-met"}
	absent := &xmpp.StanzaError{Condition: "item-not-found"}
	wrapped := fmt.Errorf("publish: %w", precondition)
	if !pep.IsPreconditionNotMet(wrapped) || pep.IsPreconditionNotMet(absent) || pep.IsPreconditionNotMet(xmpp.ErrTimeout) {
		t.Error("preconditions are mistaken")
	}
	if !pep.IsItemNotFound(absent) || pep.IsItemNotFound(precondition) || pep.IsItemNotFound(xmpp.ErrTimeout) || pep.IsItemNotFound(nil) {
		t.Error("absence is mistaken: a time-out is none")
	}
}
