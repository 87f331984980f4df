// Package invites implements XEP-0249: Direct MUC Invitations.
//
// It reads the mediated ones of XEP-0045 v1.34.3 §7.8.2 too, which come from the room itself.
package invites

import (
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

const (
	// NS is the namespace of XEP-0249 v1.2.
	NS = "jabber:x:conference"
	// NSUser is that of what rooms say to users (XEP-0045 v1.34.3).
	NSUser = "http://jabber.org/protocol/muc#user"

	maxReason = 1024 // bytes
)

// Invitation asks somebody to come to a room.
type Invitation struct {
	Room   jid.JID // bare
	By     jid.JID // bare: who invites; of a mediated one, who the room says invites, or zero
	Reason string  // at most 1024 bytes, may be ""
	Direct bool    // from the person, not from the room
}

// Of is the invitation in m. It is false for one that names no room.
func Of(m *xmpp.Message) (Invitation, bool) {
	if m.Type == "error" || m.Type == "groupchat" {
		return Invitation{}, false
	}
	if in, ok := mediated(m); ok {
		return in, true
	}
	x, ok := xmpp.Find(m.Children, NS, "x")
	if !ok {
		return Invitation{}, false
	}
	room, err := jid.Parse(x.Attr("jid"))
	if err != nil {
		return Invitation{}, false
	}
	return Invitation{Room: room.Bare(), By: m.FromJID.Bare(), Reason: cut(x.Attr("reason")), Direct: true}, true
}

func mediated(m *xmpp.Message) (Invitation, bool) {
	x, ok := xmpp.Find(m.Children, NSUser, "x")
	if !ok {
		return Invitation{}, false
	}
	invite, ok := x.Child(NSUser, "invite")
	if !ok {
		return Invitation{}, false
	}
	in := Invitation{Room: m.FromJID.Bare()}
	if by, err := jid.Parse(invite.Attr("from")); err == nil {
		in.By = by.Bare()
	}
	if reason, ok := invite.Child(NSUser, "reason"); ok {
		in.Reason = cut(reason.Text())
	}
	return in, true
}

// OfOccupant tells whether m says that it is a private message in a room (XEP-0045 v1.34.3 §7.5): its other side is
// somebody's nickname there, not a person's address. An invitation is none.
func OfOccupant(m *xmpp.Message) bool {
	if m.Type == "groupchat" {
		return false
	}
	x, ok := xmpp.Find(m.Children, NSUser, "x")
	if !ok {
		return false
	}
	for _, child := range x.Children() {
		if child.Name.Space == NSUser && (child.Name.Local == "invite" || child.Name.Local == "decline") {
			return false
		}
	}
	return true
}

func cut(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= maxReason {
		return text
	}
	return strings.ToValidUTF8(text[:maxReason], "")
}
