// Package ping implements XEP-0199: XMPP Ping.
package ping

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0199 v2.0.1.
const NS = "urn:xmpp:ping"

// Ping is the payload of a get; any answer to it shows that the other side is there.
type Ping struct {
	XMLName xml.Name `xml:"urn:xmpp:ping ping"`
}

// Is reports whether q is a ping, to be answered with an empty result.
func Is(q *xmpp.IQ) bool {
	return !q.Set && q.Payload != nil && q.Payload.Name == xml.Name{Space: NS, Local: "ping"}
}
