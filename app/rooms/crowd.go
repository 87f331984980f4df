package rooms

import (
	"time"

	"vouch/app/input"
	"vouch/xmpp"
	"vouch/xmpp/hats"
	"vouch/xmpp/muc"
	"vouch/xmpp/occupants"
)

// maxOccupants is how many occupants of a room are held.
const maxOccupants = 20_000

// Occupant is somebody who is in a room under a nickname, perhaps on several devices.
type Occupant struct {
	Nick        string
	JID         string // bare; "" where the room does not show it
	ID          string // XEP-0421; "" where the room does not announce such ids
	Affiliation muc.Affiliation
	Role        muc.Role
	Show        string // "", away, chat, dnd, xa
	Status      string
	Hats        []hats.Hat // where the room announces them
	Ours        bool
	Since       time.Time // from when on, on this way into the room, nobody else had the nickname
}

// crowd is who is in a room, by nickname. Somebody may be there under several.
type crowd map[string]*Occupant

// put takes somebody in, or in the place of who had the nickname. It is false when there are too many.
func (c crowd) put(o *Occupant) bool {
	if len(c) >= maxOccupants && c[o.Nick] == nil {
		return false
	}
	c[o.Nick] = o
	return true
}

// occupantOf is who a presence is about. Of ids and hats only what the room announces counts: else they are the occupant's
// own words, which servers relay.
func (rm *room) occupantOf(p muc.Presence, raw *xmpp.Presence) *Occupant {
	offers := rm.kind().Offers
	o := &Occupant{
		Nick: p.Place.Resourcepart(), ID: occupants.Of(raw.Children, offers.OccupantIDs), Affiliation: affiliationWord(p.Affiliation), Role: roleWord(p.Role),
		Show: p.Show, Status: input.Cut(p.Status, muc.MaxStatus), Ours: p.Ours,
	}
	if who, ok := p.Real(); ok {
		o.JID = who.String()
	}
	if offers.Hats != "" {
		o.Hats = hats.Of(raw.Children, offers.Hats)
	}
	return o
}

// affiliationWord and roleWord give one copy of a word for all who have it.
func affiliationWord(a muc.Affiliation) muc.Affiliation {
	for _, word := range []muc.Affiliation{muc.Owner, muc.Admin, muc.Member, muc.Outcast} {
		if a == word {
			return word
		}
	}
	return muc.Unaffiliated
}

func roleWord(r muc.Role) muc.Role {
	for _, word := range []muc.Role{muc.Participant, muc.Moderator, muc.Visitor} {
		if r == word {
			return word
		}
	}
	return muc.NoRole
}

// Sender is who has a nickname in a room at this place of the stream. It is false for nobody: a message of theirs is not
// to be decrypted.
func (r *Rooms) Sender(bare, nick string) (Occupant, bool) {
	rm := r.all[bare]
	if rm == nil || rm.here[nick] == nil {
		return Occupant{}, false
	}
	return *rm.here[nick], true
}
