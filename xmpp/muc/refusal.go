package muc

import (
	"net/url"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// Refusal is why a room does not let us in.
type Refusal string

// The refusals.
const (
	NeedsPassword  Refusal = "password"    // none was given, or a wrong one
	ForMembers     Refusal = "members"     // and we are none
	IsOutcast      Refusal = "banned"      // we are; at some servers also: it is not there and may not be made
	NickTaken      Refusal = "nick"        // by somebody else
	NickReserved   Refusal = "reserved"    // and not for us; or this room takes no such one
	NotThere       Refusal = "none"        // or it is made just now, and locked as yet
	MayNotMake     Refusal = "forbidden"   // it is not there
	IsFull         Refusal = "full"        // or we are in too many
	IsGone         Refusal = "gone"        // for good; Elsewhere may say where to go
	NoAddress      Refusal = "address"     // that a room could have
	NotSolved      Refusal = "captcha"     // it wants something done that a program cannot do (XEP-0158), and that was not
	OutOfReach     Refusal = "unreachable" // for now
	RefusedSomehow Refusal = "other"       // its text may say more
)

// RefusalOf is what an error means that answers Enter or Rename. The condition decides, since servers differ in the type.
func RefusalOf(e *xmpp.StanzaError) Refusal {
	switch e.Condition {
	case "not-authorized":
		return NeedsPassword
	case "registration-required":
		return ForMembers
	case "forbidden":
		return IsOutcast
	case "conflict":
		return NickTaken
	case "not-acceptable":
		return NickReserved
	case "item-not-found":
		return NotThere
	case "not-allowed":
		return MayNotMake
	case "service-unavailable", "resource-constraint":
		return IsFull
	case "gone":
		return IsGone
	case "jid-malformed":
		return NoAddress
	case "remote-server-not-found", "remote-server-timeout":
		return OutOfReach
	}
	if e.Type == "wait" {
		return OutOfReach
	}
	return RefusedSomehow
}

// Elsewhere is the room that takes the place of one that is gone, by the error that says so (RFC 6120 §8.3.3.5). Nobody goes there
// unasked.
func Elsewhere(e *xmpp.StanzaError) (jid.JID, bool) {
	text, ok := strings.CutPrefix(e.Elsewhere, "xmpp:")
	if e.Condition != "gone" || !ok {
		return jid.JID{}, false
	}
	text, _, _ = strings.Cut(text, "?")
	text, err := url.PathUnescape(strings.TrimSpace(text))
	if err != nil {
		return jid.JID{}, false
	}
	room, err := jid.Parse(text)
	if err != nil || room.Localpart() == "" {
		return jid.JID{}, false
	}
	return room.Bare(), true
}
