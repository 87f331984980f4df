// Package idle implements XEP-0319: Last User Interaction in Presence.
package idle

import (
	"encoding/xml"
	"time"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0319 v1.0.2.
const NS = "urn:xmpp:idle:1"

// Idle says since when nobody has used a client; it goes with a presence.
type Idle struct {
	XMLName xml.Name `xml:"urn:xmpp:idle:1 idle"`
	Since   string   `xml:"since,attr"`
}

// Since is the Idle of a moment, in UTC and to the second (XEP-0082 v1.1 §3.2).
func Since(t time.Time) *Idle { return &Idle{Since: t.UTC().Format("2006-01-02T15:04:05Z")} }

// Of is since when the sender of p was not active, or zero. It is the word of the sender: it may lie in the future.
func Of(p *xmpp.Presence) time.Time {
	e, ok := xmpp.Find(p.Children, NS, "idle")
	if !ok {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, e.Attr("since"))
	if err != nil || t.Year() < 1970 || t.Year() > 9998 {
		return time.Time{}
	}
	return t.UTC()
}
