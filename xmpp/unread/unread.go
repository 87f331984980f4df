// Package unread says in a message which other message could not be read, so that whoever wrote that one can be offered
// to send it again. There is no XEP for it: the namespace is Vouch's own, and the message says it in words as well.
package unread

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace.
const NS = "urn:vouch:unread:0"

const maxID = 1024 // bytes of a message id

// Unread says that the message with that id could not be read.
type Unread struct {
	XMLName xml.Name `xml:"urn:vouch:unread:0 unread"`
	ID      string   `xml:"id,attr"`
}

// Of is the id of the message that the sender of m could not read. It is a request: whether m's sender is who that message
// was for, the caller checks.
func Of(m *xmpp.Message) (string, bool) {
	e, ok := xmpp.Find(m.Children, NS, "unread")
	id := e.Attr("id")
	return id, ok && m.Type != "error" && id != "" && len(id) <= maxID
}
