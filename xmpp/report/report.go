// Package report implements XEP-0377: Spam Reporting.
//
// A report of v0.3 goes with the request to block (package blocking), and only where the server's disco info has NS:
// others would drop it in silence.
package report

import "encoding/xml"

// NS is the namespace of XEP-0377 v0.3, and the feature of servers that take reports.
const NS = "urn:xmpp:reporting:1"

// Reason is why somebody is reported (XEP-0377 v0.3 §3).
type Reason string

// The reasons.
const (
	Spam  Reason = "urn:xmpp:reporting:spam"
	Abuse Reason = "urn:xmpp:reporting:abuse"
)

// Report is what the operator of the server is told. No message is quoted: those of encrypted chats stay here.
type Report struct {
	XMLName xml.Name `xml:"urn:xmpp:reporting:1 report"`
	Reason  Reason   `xml:"reason,attr"`
	Text    string   `xml:"text,omitempty"` // the user's own words, "" for none
}
