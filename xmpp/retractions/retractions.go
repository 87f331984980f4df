// Package retractions implements XEP-0424: Message Retraction.
package retractions

import (
	"encoding/xml"
	"time"

	"vouch/xmpp"
)

const (
	// NS is the namespace of XEP-0424 v0.4.2.
	NS = "urn:xmpp:message-retract:1"
	// Old is the one of the versions before 0.4, which wrapped the element (XEP-0422 v0.1.2).
	Old = "urn:xmpp:message-retract:0"

	fasten    = "urn:xmpp:fasten:0"
	moderates = "urn:xmpp:message-moderate:1" // XEP-0425 v0.3.0
	maxID     = 1024                          // bytes of a message id
)

// Retract takes back the message with that id; in a room, the stanza id that the room gave it (§5.1).
type Retract struct {
	XMLName xml.Name `xml:"urn:xmpp:message-retract:1 retract"`
	ID      string   `xml:"id,attr"`
}

// Of is the id of the message that m takes back. Only who wrote that one may take it back; the caller checks. What a room
// moderates is not read here.
func Of(m *xmpp.Message) (string, bool) {
	e, ok := xmpp.Find(m.Children, NS, "retract")
	if ok {
		if _, moderated := e.Child(moderates, "moderated"); moderated {
			return "", false
		}
	} else if e, ok = xmpp.Find(m.Children, fasten, "apply-to"); ok {
		_, ok = e.Child(Old, "retract")
	}
	id := e.Attr("id")
	return id, ok && m.Type != "error" && id != "" && len(id) <= maxID
}

// Tombstone tells whether m, which must come from an archive, stands in the place of a message that its author took back, and
// when that was, zero if it does not say. In a live message it says nothing.
func Tombstone(m *xmpp.Message) (time.Time, bool) {
	e, ok := xmpp.Find(m.Children, NS, "retracted")
	if _, moderated := e.Child(moderates, "moderated"); !ok || moderated || m.Type == "error" {
		return time.Time{}, false
	}
	stamp, err := time.Parse(time.RFC3339Nano, e.Attr("stamp"))
	if err != nil {
		return time.Time{}, true
	}
	return stamp.UTC(), true
}
