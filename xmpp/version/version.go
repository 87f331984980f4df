// Package version implements XEP-0092: Software Version.
package version

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0092 v1.1.
const NS = "jabber:iq:version"

// Version answers the question what program this is. An empty OS is left out.
type Version struct {
	XMLName xml.Name `xml:"jabber:iq:version query"`
	Name    string   `xml:"name"`
	Version string   `xml:"version"`
	OS      string   `xml:"os,omitempty"`
}

// Is reports whether q asks for our version. Who may know is for the caller to decide.
func Is(q *xmpp.IQ) bool {
	return !q.Set && q.Payload != nil && q.Payload.Name == xml.Name{Space: NS, Local: "query"}
}
