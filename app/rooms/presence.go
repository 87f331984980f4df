package rooms

import (
	"time"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/muc"
)

// ReceivePresence takes a presence that comes from a room, which taken says; it is then no contact's. An error means that what
// it says was not stored.
func (r *Rooms) ReceivePresence(raw *xmpp.Presence) (taken bool, err error) {
	rm := r.at(raw.FromJID)
	if rm == nil {
		return false, nil
	}
	p, ok := muc.PresenceOf(raw, rm.place)
	if !ok {
		return true, nil
	}
	e := rm.entry
	if e == nil && !rm.in {
		return true, nil // of a room that we have left
	}
	rm.pulse.heard = r.Now()
	if e != nil {
		e.heard = r.Now()
	}
	switch {
	case p.Refused != nil:
		r.turnedAway(rm, p)
		return true, nil
	case p.Room():
		r.receivePhoto(rm, raw)
		return true, nil
	case p.Gone && p.Ours:
		return true, r.exit(rm, p)
	case p.Gone:
		err = r.gone(rm, p)
	default:
		err = r.there(rm, p, raw)
	}
	if rm.entry == nil {
		r.publish(rm)
	}
	return true, err
}

// turnedAway takes an error of the room that answers our presence.
func (r *Rooms) turnedAway(rm *room, p muc.Presence) {
	id := rm.pulse.rename
	switch told := r.waits[id]; {
	case rm.entry != nil && rm.entry.next == nil && !rm.entry.inside: // our presence has not gone: it is about a way in before this one
	case rm.entry != nil:
		if p.Room() || p.Ours { // an occupant's is none of ours
			r.refuse(rm, p.Refused)
		}
	case id != "" && told != nil:
		delete(r.waits, id)
		told(refused(muc.RefusalOf(p.Refused), p.Refused))
	default:
		r.Doubt(rm.name)
	}
}

// there takes the presence of somebody who is in the room.
func (r *Rooms) there(rm *room, p muc.Presence, raw *xmpp.Presence) error {
	now := rm.occupantOf(p, raw)
	there, coming := rm.here, rm.entry != nil && !rm.entry.inside && rm.entry.next != nil
	if coming {
		there = rm.entry.next
	}
	before := there[now.Nick]
	if now.Since = r.Now(); before != nil && before.JID == now.JID && before.ID == now.ID {
		now.Since = before.Since
	}
	if !there.put(now) {
		return nil
	}
	if now.Ours {
		rm.place, rm.pulse.own = p.Place, *now
		if coming {
			return r.entered(rm, p)
		}
	}
	if coming || !rm.in {
		return nil
	}
	return r.standing(rm, before, now)
}

// gone takes the exit of somebody else.
func (r *Rooms) gone(rm *room, p muc.Presence) error {
	delete(rm.here, p.Place.Resourcepart())
	if e := rm.entry; e != nil && e.next != nil {
		delete(e.next, p.Place.Resourcepart())
	}
	who, ok := p.Real()
	if !ok || p.Items[0].Affiliation == "" || p.Affiliation.Belongs() {
		return nil
	}
	return r.affiliate(rm, []change{{who.String(), p.Affiliation, rm.newsBy(p.Actor(), News{Nick: p.Place.Resourcepart(), Reason: p.Reason()})}})
}

// outBy are the exits that others brought about: we do not go back by ourselves.
var outBy = map[muc.Exit]history.OutReason{
	muc.Kicked: history.OutKicked, muc.Banned: history.OutBanned, muc.Removed: history.OutRemoved, muc.ClosedOut: history.OutClosed, muc.Ended: history.OutDestroyed,
}

// exit takes our own exit, whoever brought it about.
func (r *Rooms) exit(rm *room, p muc.Presence) error {
	if place, ok := p.NewPlace(); ok {
		delete(rm.here, p.Place.Resourcepart())
		rm.place = place
		return nil
	}
	exit, was, news := p.Exit(), rm.in, rm.newsBy(p.Actor(), News{})
	if exit == muc.Renamed { // and no word of to what: our own presence says it
		return nil
	}
	rm.in, rm.here, rm.fresh = false, crowd{}, freshness{}
	why := outBy[exit]
	if coming := rm.entry != nil && !rm.entry.inside; coming && (why == "" || !was) {
		return nil // a ghost of ours: the room lets us in or refuses us all the same
	} else if coming { // whoever is put out while they come back might be let in
		if err := r.Send(muc.Leave(rm.place, "")); err != nil {
			r.Log.Info("leave room", "room", rm.name, "err", err)
		}
	}
	var err error
	if why != "" && rm.known() {
		err = r.stayOut(rm, outOf(why, p, news, r.Now()))
	}
	if rm.entry != nil {
		r.fail(rm, refused(muc.OutOfReach, nil))
	}
	rm.pulse.resting = false
	if rm.wanted() {
		r.later(rm, firstAgain)
	}
	r.publish(rm)
	return err
}

func outOf(why history.OutReason, p muc.Presence, n News, at time.Time) history.Out {
	out := history.Out{Why: why, At: at, By: n.By, Nick: n.ByNick, Reason: p.Reason()}
	if d := p.Destroyed; d != nil {
		if out.Reason = d.Reason; d.Instead.Localpart() != "" {
			out.Instead = d.Instead.String()
		}
	}
	return out
}

// newsBy are news of what somebody did, as far as the room tells who, or shows whose a nickname is.
func (rm *room) newsBy(a muc.Actor, n News) News {
	n.By, n.ByNick = a.JID.String(), a.Nick
	if o := rm.here[a.Nick]; o != nil && n.By == "" {
		n.By = o.JID
	}
	return n
}
