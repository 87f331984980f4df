// Package ids implements XEP-0359: Unique and Stable Stanza IDs.
package ids

import (
	"encoding/xml"

	"vouch/xmpp"

	"mellium.im/xmpp/jid"
)

// NS is the namespace of XEP-0359 v0.7.0.
const NS = "urn:xmpp:sid:0"

// maxID bounds an id in bytes; longer ones are taken for none.
const maxID = 1024

// OriginID repeats the id of an own message where no server changes it.
type OriginID struct {
	XMLName xml.Name `xml:"urn:xmpp:sid:0 origin-id"`
	ID      string   `xml:"id,attr"`
}

// Origin is the origin-id of m, or "". It is the word of the sender.
func Origin(m *xmpp.Message) string {
	e, _ := xmpp.Find(m.Children, NS, "origin-id")
	return bounded(e.Attr("id"))
}

// Stanza is the id that by gave m, or "". The caller must know that by announces NS: only then does by remove forged
// ones (XEP-0359 v0.7.0 §5). With several by the same entity none is believed.
func Stanza(m *xmpp.Message, by jid.JID) string {
	id, found := "", false
	for _, child := range m.Children {
		if child.Name != (xml.Name{Space: NS, Local: "stanza-id"}) {
			continue
		}
		if who, err := jid.Parse(child.Attr("by")); err != nil || !who.Equal(by) {
			continue
		}
		if found {
			return ""
		}
		id, found = bounded(child.Attr("id")), true
	}
	return id
}

func bounded(id string) string {
	if len(id) > maxID {
		return ""
	}
	return id
}
