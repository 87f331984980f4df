// Package hints implements XEP-0334: Message Processing Hints.
package hints

import "encoding/xml"

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
