// Package retractions implements XEP-0424: Message Retraction.
package retractions

import (
	"encoding/xml"

	"vouch/xmpp"
)

const (
	// NS is the namespace of XEP-0424 v0.4.2.
	NS = "urn:xmpp:message-retract:1"
	// Old is the one of the versions before 0.4, which wrapped the element (XEP-0422 v0.1.2).
	Old = "urn:xmpp:message-retract:0"

	fasten = "urn:xmpp:fasten:0"
	maxID  = 1024 // bytes of a message id
)

// Retract takes back the message with that id.
type Retract struct {
	XMLName xml.Name `xml:"urn:xmpp:message-retract:1 retract"`
	ID      string   `xml:"id,attr"`
}

// Of is the id of the message that m takes back. Only who wrote that one may take it back; the caller checks. What a room
// moderates is not read here.
func Of(m *xmpp.Message) (string, bool) {
	e, ok := xmpp.Find(m.Children, NS, "retract")
	if !ok {
		if e, ok = xmpp.Find(m.Children, fasten, "apply-to"); ok {
			_, ok = e.Child(Old, "retract")
		}
	}
	id := e.Attr("id")
	return id, ok && m.Type != "error" && id != "" && len(id) <= maxID
}
