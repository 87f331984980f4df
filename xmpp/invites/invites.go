// Package invites implements XEP-0249: Direct MUC Invitations.
//
// It also reads the mediated ones of XEP-0045 v1.35.5 §7.8.2 too, which come from the room itself; package muc
// builds those.
package invites

import (
	"encoding/xml"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

const (
	// NS is the namespace of XEP-0249 v1.2.
	NS = "jabber:x:conference"
	// NSUser is that of what rooms say to users (XEP-0045 v1.35.5).
	NSUser = "http://jabber.org/protocol/muc#user"

	maxReason = 1024 // bytes, also of a password and of a thread
)

// Invitation asks somebody to come to a room.
type Invitation struct {
	Room     jid.JID // bare
	By       jid.JID // bare: who invites; of a mediated one, who the room says invites, or zero
	Reason   string  // at most 1024 bytes, may be ""
	Password string  // of the room, as the invitation says; "" for none
	Thread   string  // of the chat that goes on in the room; "" for none
	Direct   bool    // from the person, not from the room

	// FromInside is one that somebody in the room writes, under a nickname, in the place of the room or as a person: nobody can
	// be sure who it is from, and it is to be ignored.
	FromInside bool
}

// x is the payload of a direct one.
type x struct {
	XMLName  xml.Name `xml:"jabber:x:conference x"`
	Room     string   `xml:"jid,attr"`
	Password string   `xml:"password,attr,omitempty"`
	Reason   string   `xml:"reason,attr,omitempty"`
	Continue bool     `xml:"continue,attr,omitempty"`
	Thread   string   `xml:"thread,attr,omitempty"`
}

type message struct {
	XMLName xml.Name `xml:"message"`
	To      string   `xml:"to,attr"`
	ID      string   `xml:"id,attr,omitempty"`
	X       x
}

// Invite is a stanza for Client.Send that asks to, a person, to come to i.Room, with i's Reason, Password and Thread. To a room
// for members only they have to be made a member first. It goes in clear.
func Invite(to jid.JID, id string, i Invitation) any {
	return message{To: to.Bare().String(), ID: id, X: x{
		Room: i.Room.Bare().String(), Password: i.Password, Reason: cut(i.Reason), Continue: i.Thread != "", Thread: i.Thread,
	}}
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
	by := m.FromJID.Bare()
	return Invitation{
		Room: room.Bare(), By: by, Reason: cut(x.Attr("reason")), Password: cut(x.Attr("password")), Thread: cut(x.Attr("thread")),
		Direct: true, FromInside: by.Equal(room.Bare()) && m.FromJID.Resourcepart() != "",
	}, true
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
	in := Invitation{Room: m.FromJID.Bare(), FromInside: m.FromJID.Resourcepart() != ""}
	if by, err := jid.Parse(invite.Attr("from")); err == nil {
		in.By = by.Bare()
	}
	if reason, ok := invite.Child(NSUser, "reason"); ok {
		in.Reason = cut(reason.Text())
	}
	if password, ok := x.Child(NSUser, "password"); ok {
		in.Password = cut(password.Text())
	}
	if goes, ok := invite.Child(NSUser, "continue"); ok {
		in.Thread = cut(goes.Attr("thread"))
	}
	return in, true
}

// OfOccupant tells whether m says that it is a private message in a room (XEP-0045 v1.35.5 §7.5): its other side is
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
