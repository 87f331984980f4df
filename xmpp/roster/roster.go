// Package roster implements RFC 6121: the contact list (its section 2), with versions (its section 2.6).
package roster

import (
	"encoding/xml"
	"errors"

	"vouch/xmpp"

	"mellium.im/xmpp/jid"
)

// NS is the namespace of roster queries.
const NS = "jabber:iq:roster"

// NSVersions is the namespace of the stream feature <ver/> of servers that keep versions (RFC 6121 §2.6.1).
const NSVersions = "urn:xmpp:features:rosterver"

// Bounds of what is taken from a server.
const (
	MaxItems  = 50_000
	MaxGroups = 100  // of one item
	MaxRunes  = 200  // of a name or group; what is longer is cut
	maxVer    = 1024 // bytes of a version; one that is longer is none
)

// Item is one contact as the server knows it.
type Item struct {
	JID          jid.JID
	Name         string
	Subscription string // none, to, from, both; remove in pushes
	Ask          string // subscribe while our request waits
	Groups       []string
}

// Get is the payload of a get that asks for the roster. Ver is the version that is here, "" for none; nil at servers that
// do not offer versions.
type Get struct {
	XMLName xml.Name `xml:"jabber:iq:roster query"`
	Ver     *string  `xml:"ver,attr"`
}

// Result is the answer to Get.
type Result struct {
	Items     []Item
	Ver       string // of the roster as it is now, "" where the server keeps none
	Unchanged bool   // the roster is the one of the version asked with; what has changed since comes as pushes
}

type query struct {
	XMLName xml.Name `xml:"jabber:iq:roster query"`
	Item    item     `xml:"item"`
}

type item struct {
	JID          string   `xml:"jid,attr"`
	Name         string   `xml:"name,attr,omitempty"`
	Subscription string   `xml:"subscription,attr,omitempty"`
	Groups       []string `xml:"group"`
}

// Set is the payload of a set that adds i or changes its name and groups (RFC 6121 §2.3).
func Set(i Item) any {
	return query{Item: item{JID: i.JID.Bare().String(), Name: i.Name, Groups: i.Groups}}
}

// Remove is the payload of a set that takes contact out, with both subscriptions (RFC 6121 §2.5).
func Remove(contact jid.JID) any {
	return query{Item: item{JID: contact.Bare().String(), Subscription: "remove"}}
}

// ParseResult reads the answer to Get. Items without a usable JID, and those beyond MaxItems, are left out. An answer
// without a roster says that it has not changed (RFC 6121 §2.6.3), or, asked without a version, that it is empty.
func ParseResult(payload *xmpp.Element) (Result, error) {
	if payload == nil {
		return Result{Unchanged: true}, nil
	}
	if payload.Name != (xml.Name{Space: NS, Local: "query"}) {
		return Result{}, errors.New("parse roster: no roster in the answer")
	}
	r := Result{Ver: versionOf(*payload)}
	for _, child := range payload.Children() {
		if len(r.Items) == MaxItems {
			break
		}
		if i, ok := parseItem(child); ok && i.Subscription != "remove" {
			r.Items = append(r.Items, i)
		}
	}
	return r, nil
}

func versionOf(query xmpp.Element) string {
	if ver := query.Attr("ver"); len(ver) <= maxVer {
		return ver
	}
	return ""
}

// ParsePush reads a roster push: the changed item, and the version of the roster with it, "" where the server keeps none.
// It is false for anything else, and for a push that does not come from our own account: anyone can send one (RFC 6121
// §2.1.6). own may be bare or full.
func ParsePush(q *xmpp.IQ, own jid.JID) (changed Item, ver string, ok bool) {
	if q.Payload == nil || !q.Set || q.Payload.Name != (xml.Name{Space: NS, Local: "query"}) {
		return Item{}, "", false
	}
	if !q.FromJID.Equal(jid.JID{}) && !q.FromJID.Equal(own.Bare()) {
		return Item{}, "", false
	}
	children := q.Payload.Children()
	if len(children) != 1 {
		return Item{}, "", false
	}
	changed, ok = parseItem(children[0])
	return changed, versionOf(*q.Payload), ok
}

func parseItem(e xmpp.Element) (Item, bool) {
	if e.Name != (xml.Name{Space: NS, Local: "item"}) {
		return Item{}, false
	}
	contact, err := jid.Parse(e.Attr("jid"))
	if err != nil {
		return Item{}, false
	}
	i := Item{JID: contact.Bare(), Name: cut(e.Attr("name")), Subscription: e.Attr("subscription")}
	if e.Attr("ask") == "subscribe" {
		i.Ask = "subscribe"
	}
	switch i.Subscription {
	case "none", "to", "from", "both", "remove":
	default:
		i.Subscription = "none"
	}
	for _, child := range e.Children() {
		if child.Name == (xml.Name{Space: NS, Local: "group"}) && len(i.Groups) < MaxGroups {
			i.Groups = append(i.Groups, cut(child.Text()))
		}
	}
	return i, true
}

func cut(text string) string {
	n := 0
	for i := range text {
		if n++; n > MaxRunes {
			return text[:i]
		}
	}
	return text
}
