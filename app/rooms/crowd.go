package rooms

import (
	"slices"
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

// crowd is who is in a room. Somebody may be there under several nicknames, with one id and one address.
type crowd struct {
	byNick      map[string]*Occupant
	byID, byJID map[string][]*Occupant
}

func newCrowd() *crowd {
	return &crowd{map[string]*Occupant{}, map[string][]*Occupant{}, map[string][]*Occupant{}}
}

func (c *crowd) size() int { return len(c.byNick) }

// put takes somebody in, or in the place of who had the nickname. It is false when there are too many.
func (c *crowd) put(o *Occupant) bool {
	if len(c.byNick) >= maxOccupants && c.byNick[o.Nick] == nil {
		return false
	}
	c.drop(o.Nick)
	c.byNick[o.Nick] = o
	if o.ID != "" {
		c.byID[o.ID] = append(c.byID[o.ID], o)
	}
	if o.JID != "" {
		c.byJID[o.JID] = append(c.byJID[o.JID], o)
	}
	return true
}

// drop takes out who has a nickname.
func (c *crowd) drop(nick string) {
	o := c.byNick[nick]
	if o == nil {
		return
	}
	delete(c.byNick, nick)
	dropFrom(c.byID, o.ID, o)
	dropFrom(c.byJID, o.JID, o)
}

func dropFrom(index map[string][]*Occupant, key string, o *Occupant) {
	if left := slices.DeleteFunc(index[key], func(other *Occupant) bool { return other == o }); len(left) > 0 {
		index[key] = left
	} else {
		delete(index, key)
	}
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
	if rm == nil || rm.here.byNick[nick] == nil {
		return Occupant{}, false
	}
	return *rm.here.byNick[nick], true
}

// ByID is who has an occupant id in a room, if they are there.
func (r *Rooms) ByID(bare, id string) (Occupant, bool) {
	rm := r.all[bare]
	if rm == nil || len(rm.here.byID[id]) == 0 {
		return Occupant{}, false
	}
	return *rm.here.byID[id][0], true
}
