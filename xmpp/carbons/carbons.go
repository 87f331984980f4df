// Package carbons implements XEP-0280: Message Carbons.
package carbons

import (
	"encoding/xml"

	"vouch/xmpp"
	"vouch/xmpp/forward"

	"mellium.im/xmpp/jid"
)

// NS is the namespace of XEP-0280 v1.0.1.
const NS = "urn:xmpp:carbons:2"

// Enable is the payload of a set to our own account that asks for copies on this stream. A resumed stream keeps them.
type Enable struct {
	XMLName xml.Name `xml:"urn:xmpp:carbons:2 enable"`
}

// Is reports whether m claims to be a carbon, whoever sent it: one that Unwrap refuses is forged or broken, and nothing
// in it means anything.
func Is(m *xmpp.Message) bool {
	_, received := xmpp.Find(m.Children, NS, "received")
	_, sent := xmpp.Find(m.Children, NS, "sent")
	return received || sent
}

// Unwrap takes the message out of a carbon: one that another of our devices sent, or received. It is ok only when our
// server says so, which is when m comes from own's bare JID (XEP-0280 v1.0.1 §11), and when the inner message is one of
// ours: sent by own, or received by own. A wrapper is taken off once; what the inner message wraps is not to be believed.
func Unwrap(m *xmpp.Message, own jid.JID) (inner *xmpp.Message, sent bool, ok bool) {
	forwarded, sent, ok := open(m, own)
	if !ok || forwarded.Err != nil {
		return nil, false, false
	}
	inner = forwarded.Message
	ours := inner.ToJID
	if sent {
		ours = inner.FromJID
	}
	if !ours.Bare().Equal(own.Bare()) || inner.FromJID.Equal(jid.JID{}) {
		return nil, false, false
	}
	return inner, sent, true
}

// Unreadable is a message in a carbon of our server's that does not decode. Whose it is, is not checked.
func Unreadable(m *xmpp.Message, own jid.JID) (forward.Forwarded, bool) {
	forwarded, _, ok := open(m, own)
	return forwarded, ok && forwarded.Err != nil
}

// open takes off the wrapper that our server put on.
func open(m *xmpp.Message, own jid.JID) (forwarded forward.Forwarded, sent, ok bool) {
	if !m.FromJID.Equal(own.Bare()) || m.Type == "error" {
		return forward.Forwarded{}, false, false
	}
	wrapper, sent, ok := only(m.Children)
	if !ok {
		return forward.Forwarded{}, false, false
	}
	forwarded, ok = forward.In(wrapper)
	return forwarded, sent, ok
}

// only is the one wrapper among children.
func only(children []xmpp.Element) (wrapper xmpp.Element, sent, ok bool) {
	for _, child := range children {
		if child.Name.Space != NS || child.Name.Local != "sent" && child.Name.Local != "received" {
			continue
		}
		if ok {
			return xmpp.Element{}, false, false
		}
		wrapper, sent, ok = child, child.Name.Local == "sent", true
	}
	return wrapper, sent, ok
}
