// Package corrections implements XEP-0308: Last Message Correction.
package corrections

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0308 v1.2.1.
const NS = "urn:xmpp:message-correct:0"

// maxID bounds a message id in bytes.
const maxID = 1024

// Replace says that a message takes the place of the one with that id: always the first one, also when it was corrected
// before (XEP-0308 v1.2.1 §4).
type Replace struct {
	XMLName xml.Name `xml:"urn:xmpp:message-correct:0 replace"`
	ID      string   `xml:"id,attr"`
}

// Of is the id of the message that m corrects. Only who wrote that one may correct it; the caller checks.
func Of(m *xmpp.Message) (string, bool) {
	e, ok := xmpp.Find(m.Children, NS, "replace")
	id := e.Attr("id")
	return id, ok && m.Type != "error" && id != "" && len(id) <= maxID
}
