// Package delay implements XEP-0203: Delayed Delivery.
package delay

import (
	"time"

	"vouch/xmpp"

	"mellium.im/xmpp/jid"
)

// NS is the namespace of XEP-0203 v2.0.
const NS = "urn:xmpp:delay"

// Delay says that From held a stanza back since Stamp. Everyone can write one: the caller decides whose it believes.
type Delay struct {
	Stamp time.Time // UTC
	From  jid.JID   // zero when it does not say
}

// In is the first delay among children that can be read.
func In(children []xmpp.Element) (Delay, bool) {
	for _, d := range All(children) {
		return d, true
	}
	return Delay{}, false
}

// All are the delays among children that can be read.
func All(children []xmpp.Element) []Delay {
	var all []Delay
	for _, child := range children {
		if child.Name.Space != NS || child.Name.Local != "delay" {
			continue
		}
		stamp, err := time.Parse(time.RFC3339Nano, child.Attr("stamp")) // XEP-0082 v1.1 §3.2
		if err != nil || stamp.Year() < 1970 || stamp.Year() > 9998 {
			continue
		}
		d := Delay{Stamp: stamp.UTC()}
		if text := child.Attr("from"); text != "" {
			if d.From, err = jid.Parse(text); err != nil {
				continue
			}
		}
		all = append(all, d)
	}
	return all
}
