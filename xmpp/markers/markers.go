// Package markers implements XEP-0333: Displayed Markers.
package markers

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0333 v1.0.0.
const NS = "urn:xmpp:chat-markers:0"

// maxID bounds a message id in bytes.
const maxID = 1024

// Markable asks to be told when the message was seen.
type Markable struct {
	XMLName xml.Name `xml:"urn:xmpp:chat-markers:0 markable"`
}

// Displayed says that the message with that id, and all before it, were seen.
type Displayed struct {
	XMLName xml.Name `xml:"urn:xmpp:chat-markers:0 displayed"`
	ID      string   `xml:"id,attr"`
}

// Wanted tells whether m asks to be told when it was seen, and can be named.
func Wanted(m *xmpp.Message) bool {
	_, ok := xmpp.Find(m.Children, NS, "markable")
	return ok && m.Type != "error" && m.Id != "" && len(m.Id) <= maxID
}

// Of is the id of the message that m says was seen. Only the one it was sent to can say so; the caller checks.
func Of(m *xmpp.Message) (string, bool) {
	e, ok := xmpp.Find(m.Children, NS, "displayed")
	id := e.Attr("id")
	return id, ok && m.Type != "error" && id != "" && len(id) <= maxID
}
