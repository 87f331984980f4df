// Package receipts implements XEP-0184: Message Delivery Receipts.
package receipts

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0184 v1.4.0.
const NS = "urn:xmpp:receipts"

// maxID bounds a message id in bytes.
const maxID = 1024

// Request asks for a receipt.
type Request struct {
	XMLName xml.Name `xml:"urn:xmpp:receipts request"`
}

// Received says that the message with that id arrived.
type Received struct {
	XMLName xml.Name `xml:"urn:xmpp:receipts received"`
	ID      string   `xml:"id,attr"`
}

// Requested is the id to acknowledge, when m asks for a receipt and may have one (XEP-0184 v1.4.0 §5.3: never an error,
// never a receipt itself, never without an id).
func Requested(m *xmpp.Message) (string, bool) {
	_, asked := xmpp.Find(m.Children, NS, "request")
	_, answer := xmpp.Find(m.Children, NS, "received")
	if !asked || answer || m.Type == "error" || m.Type == "groupchat" || m.Id == "" || len(m.Id) > maxID {
		return "", false
	}
	return m.Id, true
}

// Of is the id of the own message that m says has arrived. Only the one it was sent to can say so; the caller checks.
func Of(m *xmpp.Message) (string, bool) {
	e, ok := xmpp.Find(m.Children, NS, "received")
	id := e.Attr("id")
	return id, ok && m.Type != "error" && id != "" && len(id) <= maxID
}
