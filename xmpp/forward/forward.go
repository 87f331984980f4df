// Package forward implements XEP-0297: Stanza Forwarding.
package forward

import (
	"encoding/xml"

	"vouch/xmpp"
	"vouch/xmpp/delay"

	"gosrc.io/xmpp/stanza"
)

// NS is the namespace of XEP-0297 v1.0.
const NS = "urn:xmpp:forward:0"

// maxRaw bounds Forwarded.Raw in bytes.
const maxRaw = 4 << 10

// maxAddress is the longest a JID can be, in bytes (RFC 7622 §3.1).
const maxAddress = 3071

// Forwarded is a message inside another. That it was ever sent is the word of whoever forwards it; the caller decides
// whom it believes.
type Forwarded struct {
	Message *xmpp.Message // nil when it cannot be read
	Delay   delay.Delay   // when the forwarder received it; zero when it does not say
	Raw     string        // of a message that cannot be read: up to 4 KiB, written anew for a human; never to be parsed
	Err     error         // why it cannot be read

	From, To, ID string // of a message that cannot be read: as it stood there, "" if it is too long
}

// In is what the forwarded element directly inside wrapper holds. It is false unless there is exactly one such element,
// with exactly one message. A forwarded message inside the message is not looked at: a wrapper is taken off once.
func In(wrapper xmpp.Element) (Forwarded, bool) {
	forwarded, ok := only(wrapper.Children(), xml.Name{Space: NS, Local: "forwarded"})
	if !ok {
		return Forwarded{}, false
	}
	children := forwarded.Children()
	inner, ok := only(children, xml.Name{Space: stanza.NSClient, Local: "message"})
	if !ok {
		return Forwarded{}, false
	}
	var f Forwarded
	f.Delay, _ = delay.In(children)
	if f.Message, f.Err = xmpp.ParseMessage(inner); f.Err != nil {
		f.Message, f.Raw = nil, inner.Raw(maxRaw)
		f.From, f.To, f.ID = bounded(inner.Attr("from")), bounded(inner.Attr("to")), bounded(inner.Attr("id"))
	}
	return f, true
}

// bounded is text, or nothing if it is longer than any address.
func bounded(text string) string {
	if len(text) > maxAddress {
		return ""
	}
	return text
}

// only is the one element of that name.
func only(all []xmpp.Element, name xml.Name) (found xmpp.Element, ok bool) {
	for _, e := range all {
		if e.Name != name {
			continue
		}
		if ok {
			return xmpp.Element{}, false
		}
		found, ok = e, true
	}
	return found, ok
}
