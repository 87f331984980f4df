// Package entitytime implements XEP-0202: Entity Time.
package entitytime

import (
	"encoding/xml"
	"time"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0202 v2.0.
const NS = "urn:xmpp:time"

// Time answers the question what time it is here.
type Time struct {
	XMLName xml.Name `xml:"urn:xmpp:time time"`
	Offset  string   `xml:"tzo"`
	UTC     string   `xml:"utc"`
}

// Of is the Time of a moment, in its own zone and to the second (XEP-0082 v1.1 §3.2).
func Of(t time.Time) Time {
	return Time{Offset: t.Format("-07:00"), UTC: t.UTC().Format("2006-01-02T15:04:05Z")}
}

// Is reports whether q asks for our time. Who may know is for the caller to decide.
func Is(q *xmpp.IQ) bool {
	return !q.Set && q.Payload != nil && q.Payload.Name == xml.Name{Space: NS, Local: "time"}
}
