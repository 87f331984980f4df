// Package hints implements XEP-0334: Message Processing Hints.
package hints

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0334 v0.4.0.
const NS = "urn:xmpp:hints"

// Store asks servers to keep a message in the archive although it has no body.
type Store struct {
	XMLName xml.Name `xml:"urn:xmpp:hints store"`
}

// NoStore asks servers to keep a message nowhere.
type NoStore struct {
	XMLName xml.Name `xml:"urn:xmpp:hints no-store"`
}

// NoPermanentStore asks servers to keep a message only until it is delivered.
type NoPermanentStore struct {
	XMLName xml.Name `xml:"urn:xmpp:hints no-permanent-store"`
}

// NoCopy asks servers not to give a message to our other devices.
type NoCopy struct {
	XMLName xml.Name `xml:"urn:xmpp:hints no-copy"`
}

// Has reports whether m carries the hint of that name, such as no-store.
func Has(m *xmpp.Message, name string) bool {
	_, ok := xmpp.Find(m.Children, NS, name)
	return ok
}
