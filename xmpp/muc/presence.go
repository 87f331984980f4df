package muc

import (
	"strings"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// Presence is what a presence says that comes from a room: about an occupant, about the room, or that it refuses us.
type Presence struct {
	Place jid.JID // whose it is, Place.Resourcepart() being the nickname; the bare room's is no occupant's
	Ours  bool    // by its code, or because it is from where we are
	Gone  bool    // no longer there, as far as the nickname goes: see Exit

	Items       []Item // one for each device, where the room tells; about one person
	Affiliation Affiliation
	Role        Role
	Show        string // "", away, chat, dnd, xa
	Status      string // up to MaxStatus bytes
	Codes       Codes
	Destroyed   *Destroyed // the room is no more
	Refused     *xmpp.StanzaError
}

// Destroyed says what becomes of those who were in a room (§10.9). Nothing is entered by itself.
type Destroyed struct {
	Instead  jid.JID // bare: another room, or zero
	Password string  // of that one
	Reason   string  // up to 1024 bytes
}

// PresenceOf reads a presence that came from a room in which we are, or want to be, as own. It is false for one that has no
// meaning in rooms, such as a request for subscription.
func PresenceOf(p *xmpp.Presence, own jid.JID) (Presence, bool) {
	out := Presence{Place: p.FromJID, Ours: p.FromJID.Equal(own)}
	switch p.Type {
	case "":
	case stanza.PresenceTypeUnavailable:
		out.Gone = true
	case stanza.PresenceTypeError:
		out.Refused = p.Failure
		return out, true
	default:
		return Presence{}, false
	}
	if out.Room() {
		return out, true
	}
	out.Show, out.Status = show(p), cut(p.Status, MaxStatus)
	if x, ok := said(p.Children); ok {
		out.readUser(x)
	}
	if out.Affiliation == "" {
		out.Affiliation = Unaffiliated
	}
	if out.Role == "" || out.Gone {
		out.Role = NoRole
	}
	return out, true
}

func (p *Presence) readUser(x xmpp.Element) {
	p.Codes = codesOf(x)
	p.Ours = p.Ours || p.Codes.Has(Self)
	for _, child := range x.Children() {
		switch {
		case child.Name.Space != NSUser:
		case child.Name.Local == "item" && len(p.Items) < maxSessions:
			p.Items = append(p.Items, itemOf(child, NSUser))
		case child.Name.Local == "destroy" && p.Gone && p.Destroyed == nil:
			password, _ := child.Child(NSUser, "password")
			p.Destroyed = &Destroyed{
				Instead: address(child.Attr("jid")).Bare(), Password: cut(password.Text(), maxReason),
				Reason: cut(strings.TrimSpace(child.Words(NSUser, "reason")), maxReason),
			}
		}
	}
	if len(p.Items) > 0 {
		p.Affiliation, p.Role = p.Items[0].Affiliation, p.Items[0].Role
	}
}

// Room tells whether it is the room's own presence, which is no occupant's and no contact's.
func (p Presence) Room() bool { return p.Place.Resourcepart() == "" }

// Real is the bare address of who it is about. It is false where the room does not tell, or tells of more than one person.
func (p Presence) Real() (who jid.JID, ok bool) {
	for _, i := range p.Items {
		bare := i.JID.Bare()
		if bare.Localpart() == "" || ok && !bare.Equal(who) {
			return jid.JID{}, false
		}
		who, ok = bare, true
	}
	return who, ok
}

// Reason is why it happened, where the room tells.
func (p Presence) Reason() string {
	for _, i := range p.Items {
		if i.Reason != "" {
			return i.Reason
		}
	}
	return ""
}

// Actor is who did it, where the room tells.
func (p Presence) Actor() Actor {
	for _, i := range p.Items {
		if i.Actor.Nick != "" || !i.Actor.JID.Equal(jid.JID{}) {
			return i.Actor
		}
	}
	return Actor{}
}

// NewPlace is where who is WasRenamed is now. It is false for those who are not, and where the room does not tell.
func (p Presence) NewPlace() (jid.JID, bool) {
	if p.Gone && p.Codes.Has(WasRenamed) {
		for _, i := range p.Items {
			if i.Nick != "" {
				place, err := p.Place.WithResource(i.Nick)
				return place, err == nil
			}
		}
	}
	return jid.JID{}, false
}

func show(p *xmpp.Presence) string {
	switch p.Show {
	case stanza.PresenceShowAway, stanza.PresenceShowChat, stanza.PresenceShowDND, stanza.PresenceShowXA:
		return string(p.Show)
	}
	return ""
}
