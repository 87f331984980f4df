// Package presence implements RFC 6121: presence and subscriptions (its sections 3 and 4).
package presence

import (
	"encoding/xml"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/caps"
	"vouch/xmpp/idle"
)

// Available is a stanza for Client.Send that says that we are here.
type Available struct {
	XMLName  xml.Name `xml:"presence"`
	To       string   `xml:"to,attr,omitempty"` // "" for all who may know
	Show     string   `xml:"show,omitempty"`    // "", away, chat, dnd, xa
	Status   string   `xml:"status,omitempty"`
	Priority int8     `xml:"priority,omitempty"`
	Caps     *caps.C
	Idle     *idle.Idle
}

// Subscribe is a stanza that asks to see the presence of to.
func Subscribe(to jid.JID) any { return about(to, stanza.PresenceTypeSubscribe) }

// Subscribed is a stanza that lets to see ours.
func Subscribed(to jid.JID) any { return about(to, stanza.PresenceTypeSubscribed) }

// Unsubscribed is a stanza that declines a request of to, or no longer lets it see our presence.
func Unsubscribed(to jid.JID) any { return about(to, stanza.PresenceTypeUnsubscribed) }

func about(to jid.JID, kind stanza.StanzaType) any {
	return stanza.Presence{Attrs: stanza.Attrs{Type: kind, To: to.Bare().String()}}
}

// Kind is what a presence stanza is about.
type Kind int

// The kinds of presence. Requests for subscription say nothing about being there.
const (
	Unknown         Kind = iota // of no type we know; to be ignored
	IsAvailable                 // the full JID is there
	IsUnavailable               // the full JID is gone
	AsksToSubscribe             // wants to see our presence
	HasAccepted                 // lets us see its presence
	HasLeft                     // no longer wants to see ours
	HasDeclined                 // does not let us see its presence, or no longer
	IsFailure                   // our presence or request could not be delivered
)

// KindOf says what p is about. Who sent it is p.FromJID.
func KindOf(p *xmpp.Presence) Kind {
	switch p.Type {
	case "":
		return IsAvailable
	case stanza.PresenceTypeUnavailable:
		return IsUnavailable
	case stanza.PresenceTypeSubscribe:
		return AsksToSubscribe
	case stanza.PresenceTypeSubscribed:
		return HasAccepted
	case stanza.PresenceTypeUnsubscribe:
		return HasLeft
	case stanza.PresenceTypeUnsubscribed:
		return HasDeclined
	case stanza.PresenceTypeError:
		return IsFailure
	}
	return Unknown
}

// Show is how p is available: "", away, chat, dnd or xa. Anything else counts as "".
func Show(p *xmpp.Presence) string {
	switch p.Show {
	case stanza.PresenceShowAway, stanza.PresenceShowChat, stanza.PresenceShowDND, stanza.PresenceShowXA:
		return string(p.Show)
	}
	return ""
}
