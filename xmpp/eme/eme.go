// Package eme implements XEP-0380: Explicit Message Encryption.
package eme

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0380 v0.4.0.
const NS = "urn:xmpp:eme:0"

// Encryption says by what a message is encrypted. It is a hint for those who cannot read it, and proves nothing.
type Encryption struct {
	XMLName   xml.Name `xml:"urn:xmpp:eme:0 encryption"`
	Namespace string   `xml:"namespace,attr"`
	Name      string   `xml:"name,attr,omitempty"`
}

// Of is the hint of m, cut to 200 bytes a field.
func Of(m *xmpp.Message) (Encryption, bool) {
	e, ok := xmpp.Find(m.Children, NS, "encryption")
	if !ok {
		return Encryption{}, false
	}
	return Encryption{Namespace: cut(e.Attr("namespace")), Name: cut(e.Attr("name"))}, true
}

func cut(text string) string {
	if len(text) > 200 {
		return text[:200]
	}
	return text
}
