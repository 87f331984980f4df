package muc

import (
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// Affiliation is how somebody stands to a room, there or not (§5.2).
type Affiliation string

// The affiliations.
const (
	Unaffiliated Affiliation = "none"
	Outcast      Affiliation = "outcast"
	Member       Affiliation = "member"
	Admin        Affiliation = "admin"
	Owner        Affiliation = "owner"
)

// Belongs tells whether who has it belongs to a room that is for members only.
func (a Affiliation) Belongs() bool { return a == Member || a == Admin || a == Owner }

// Role is what an occupant may do as long as they are there (§5.1).
type Role string

// The roles.
const (
	NoRole      Role = "none"
	Visitor     Role = "visitor"
	Participant Role = "participant"
	Moderator   Role = "moderator"
)

// Item is what a room says about somebody. Fields that it does not say, or says in a way that cannot be, are zero.
type Item struct {
	JID         jid.JID // who it is; with a resource in presences, without one in lists; a domain stands for all of its people
	Nick        string
	Affiliation Affiliation
	Role        Role
	Reason      string // up to 1024 bytes
	Actor       Actor
}

// Actor is who did something, as far as the room tells.
type Actor struct {
	JID  jid.JID // bare
	Nick string
}

// OfDomain tells whether the item is about everybody of a host.
func (i Item) OfDomain() bool { return !i.JID.Equal(jid.JID{}) && i.JID.Localpart() == "" }

// itemOf reads an item of the namespace space.
func itemOf(e xmpp.Element, space string) Item {
	i := Item{JID: address(e.Attr("jid")), Nick: nickOf(e.Attr("nick"))}
	switch a := Affiliation(e.Attr("affiliation")); a {
	case Unaffiliated, Outcast, Member, Admin, Owner:
		i.Affiliation = a
	}
	switch r := Role(e.Attr("role")); r {
	case NoRole, Visitor, Participant, Moderator:
		i.Role = r
	}
	i.Reason = cut(strings.TrimSpace(e.Words(space, "reason")), maxReason)
	if actor, ok := e.Child(space, "actor"); ok {
		i.Actor = Actor{address(actor.Attr("jid")).Bare(), nickOf(actor.Attr("nick"))}
	}
	return i
}

// address is text as an address, or zero.
func address(text string) jid.JID {
	j, err := jid.Parse(text)
	if err != nil {
		return jid.JID{}
	}
	return j
}

// nickOf is text if it may be a nickname, in the form that addresses have it, or "".
func nickOf(text string) string {
	if text == "" || len(text) > MaxNick {
		return ""
	}
	place, err := somewhere.WithResource(text)
	if err != nil {
		return ""
	}
	return place.Resourcepart()
}

var somewhere = jid.MustParse("room@invalid")
