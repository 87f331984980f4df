// Package blocking implements XEP-0191: Blocking Command.
package blocking

import (
	"encoding/xml"
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/report"
)

// NS is the namespace of XEP-0191 v1.3, and the feature of servers that have block lists.
const NS = "urn:xmpp:blocking"

// Max is how many entries of a list or push are taken from a server.
const Max = 10_000

// Get is the payload of a get that asks for the list. From then on the server pushes changes to this resource.
type Get struct {
	XMLName xml.Name `xml:"urn:xmpp:blocking blocklist"`
}

type item struct {
	JID    string `xml:"jid,attr"`
	Report *report.Report
}

type request struct {
	XMLName xml.Name
	Item    item `xml:"item"`
}

// Block is the payload of a set that blocks who, a bare JID or a domain. r, which may be nil, tells the operator of the
// server why.
func Block(who jid.JID, r *report.Report) any {
	return request{xml.Name{Space: NS, Local: "block"}, item{who.String(), r}}
}

// Unblock is the payload of a set that ends the blocking of who.
func Unblock(who jid.JID) any {
	return request{xml.Name{Space: NS, Local: "unblock"}, item{JID: who.String()}}
}

// Push is one change of the list.
type Push struct {
	Blocked, Unblocked []jid.JID
	UnblockedAll       bool
}

// ParseList reads the answer to Get. Entries without a usable JID, and those beyond Max, are left out.
func ParseList(payload *xmpp.Element) ([]jid.JID, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NS, Local: "blocklist"}) {
		return nil, errors.New("parse block list: none in the answer")
	}
	return parseItems(*payload), nil
}

// ParsePush reads a push. It is false for anything else, and for one that does not come from our own account: anyone can
// send one. own may be bare or full.
func ParsePush(q *xmpp.IQ, own jid.JID) (Push, bool) {
	if q.Payload == nil || !q.Set || q.Payload.Name.Space != NS {
		return Push{}, false
	}
	if !q.FromJID.Equal(jid.JID{}) && !q.FromJID.Equal(own.Bare()) {
		return Push{}, false
	}
	who := parseItems(*q.Payload)
	switch q.Payload.Name.Local {
	case "block":
		return Push{Blocked: who}, len(who) > 0
	case "unblock":
		if len(q.Payload.Children()) == 0 { // XEP-0191 v1.3 §3.5
			return Push{UnblockedAll: true}, true
		}
		return Push{Unblocked: who}, len(who) > 0
	}
	return Push{}, false
}

func parseItems(list xmpp.Element) (who []jid.JID) {
	for _, child := range list.Children() {
		if child.Name != (xml.Name{Space: NS, Local: "item"}) {
			continue
		}
		if len(who) == Max {
			break
		}
		if j, err := jid.Parse(child.Attr("jid")); err == nil {
			who = append(who, j)
		}
	}
	return who
}
