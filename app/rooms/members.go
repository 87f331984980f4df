package rooms

import (
	"errors"
	"slices"
	"time"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/muc"
)

const (
	askAgain   = 30 * time.Second // after which a room is asked again what it did not answer
	mostRows   = 20               // about members who came and went while we were away
	maxDoubted = 1000             // people of a room for whom its lists were asked again
)

// belonging are the affiliations that make a member of a private room.
var belonging = []muc.Affiliation{muc.Owner, muc.Admin, muc.Member}

// lists is who belongs to a room, while it is being asked. What the room says meanwhile counts beside it.
type lists struct {
	left    int
	members []history.Member
	failed  error
	since   map[string]muc.Affiliation
}

// change is a change of somebody's affiliation, with what is told of it.
type change struct {
	who  string // bare JID, or a domain
	to   muc.Affiliation
	news News
}

// standing takes what a presence says about how somebody stands to a private room. One who is newly there, on no list, may be
// an administrator of the server, whom the room shows as an owner: the lists decide.
func (r *Rooms) standing(rm *room, before, now *Occupant) error {
	if rm.members == nil || now.JID == "" {
		return nil
	}
	listed := rm.members[now.JID]
	switch {
	case now.Affiliation == listed || !now.Affiliation.Belongs() && listed == "":
		return nil
	case !now.Affiliation.Belongs(), before != nil && before.JID == now.JID && before.Affiliation != now.Affiliation:
		return r.affiliate(rm, []change{{now.JID, now.Affiliation, News{Nick: now.Nick}}})
	case rm.fresh.listed && !rm.fresh.doubted[now.JID] && len(rm.fresh.doubted) < maxDoubted:
		if rm.fresh.doubted == nil {
			rm.fresh.doubted = map[string]bool{}
		}
		rm.fresh.doubted[now.JID] = true
		r.askLists(rm)
	}
	return nil
}

// affiliate writes changes of affiliations of a private room, in one transaction. Before the lists were read for the first time a
// change is only kept for them: written alone, it would have everybody who was there before look new.
func (r *Rooms) affiliate(rm *room, changes []change) error {
	if rm.members == nil {
		return nil
	}
	if l := rm.fresh.lists; l != nil {
		for _, c := range changes {
			l.since[c.who] = c.to
		}
	}
	if len(rm.members) == 0 {
		return nil
	}
	changes = slices.DeleteFunc(changes, func(c change) bool { return rm.members[c.who] == c.to || !c.to.Belongs() && rm.members[c.who] == "" })
	if len(changes) == 0 {
		return nil
	}
	err := r.Update("store members", func(h *history.Store) error {
		for _, c := range changes {
			if err := r.affiliateOne(h, rm, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.to.Belongs() {
			rm.members[c.who] = c.to
		} else {
			delete(rm.members, c.who)
		}
	}
	r.Changed(rm.name)
	return nil
}

func (r *Rooms) affiliateOne(h *history.Store, rm *room, c change) error {
	n := c.news
	n.Room, n.Who, n.Ours = rm.name, c.who, c.who == r.JID
	if !c.to.Belongs() {
		was, err := h.DropMember(rm.name, c.who)
		if err != nil || !was {
			return err
		}
		if n.Kind = NewsRemoved; c.to == muc.Outcast {
			n.Kind = NewsBanned
		}
		return r.tell(h, n)
	}
	err := h.PutMember(rm.name, history.Member{JID: c.who, Affiliation: string(c.to), Since: r.Now()})
	if errors.Is(err, history.ErrFull) {
		r.Log.Warn("room has too many members", "room", rm.name)
		return nil
	}
	if err != nil || rm.members[c.who] != "" {
		return err
	}
	n.Kind = NewsAdded
	return r.tell(h, n)
}

// askLists asks a private room who belongs to it. Nothing is encrypted for it meanwhile.
func (r *Rooms) askLists(rm *room) {
	if rm.fresh.lists != nil {
		return
	}
	l := &lists{left: len(belonging), since: map[string]muc.Affiliation{}}
	rm.fresh.lists = l
	for _, a := range belonging {
		r.Ask(rm.addr, false, muc.GetList(a), func(answer *xmpp.Answer) {
			if rm.fresh.lists != l {
				return
			}
			r.listed(rm, l, a, answer)
		})
	}
	r.publish(rm)
}

// listed takes one of the lists, and with the last writes all of them.
func (r *Rooms) listed(rm *room, l *lists, a muc.Affiliation, answer *xmpp.Answer) {
	list, err := muc.List{}, answer.Err
	if err == nil {
		list, err = muc.ParseList(answer.Payload)
	}
	if err == nil && list.More {
		err = errTooLong
	}
	l.failed = errors.Join(l.failed, err)
	for _, i := range list.Items {
		if i.Affiliation == a {
			l.members = append(l.members, history.Member{JID: i.JID.Bare().String(), Affiliation: string(a), Since: r.Now()})
		}
	}
	if l.left--; l.left > 0 {
		return
	}
	rm.fresh.lists = nil
	if errors.Is(l.failed, xmpp.ErrClosed) { // asked again if the stream goes on
		rm.fresh.listed = false
		return
	}
	if l.failed == nil {
		l.failed = r.storeLists(rm, l)
	}
	rm.fresh.listed, rm.fresh.refused = l.failed == nil, l.failed != nil
	if l.failed != nil {
		r.Log.Warn("members of room not known", "room", rm.name, "err", l.failed)
		if !isSaid(l.failed) {
			r.After(askAgain, func() {
				if rm.in && rm.kept.Kind.Private() && !rm.fresh.listed {
					r.askLists(rm)
				}
			})
		}
	}
	r.publish(rm)
}

var errTooLong = errors.New("list is longer than what is looked at")

// isSaid tells an answer of the room from none.
func isSaid(err error) bool {
	var e *xmpp.StanzaError
	return errors.As(err, &e) && e.Type != "wait" && e.Condition != "remote-server-timeout" || errors.Is(err, errTooLong) || errors.Is(err, history.ErrFull)
}

// storeLists writes who belongs to a room, with what it has said since it was asked.
func (r *Rooms) storeLists(rm *room, l *lists) error {
	now := map[string]muc.Affiliation{}
	for _, m := range l.members {
		now[m.JID] = muc.Affiliation(m.Affiliation)
	}
	for who, to := range l.since {
		delete(now, who)
		if to.Belongs() {
			now[who] = to
		}
	}
	members := make([]history.Member, 0, len(now))
	for who, a := range now {
		members = append(members, history.Member{JID: who, Affiliation: string(a), Since: r.Now()})
	}
	words := make([]string, len(belonging))
	for i, a := range belonging {
		words[i] = string(a)
	}
	first := len(rm.members) == 0
	err := r.Update("store members", func(h *history.Store) error {
		if err := r.learnOccupants(h, rm); err != nil {
			return err
		}
		came, went, err := h.SetMembers(rm.name, words, members)
		if err != nil || first || len(came)+len(went) > mostRows {
			return err
		}
		return errors.Join(r.tellAll(h, rm, NewsRemoved, went), r.tellAll(h, rm, NewsAdded, came))
	})
	if err == nil {
		rm.members = now
	}
	return err
}

// learnOccupants remembers who has which occupant id, of all who are there: the room's archive tells it of its messages alone.
func (r *Rooms) learnOccupants(h *history.Store, rm *room) error {
	who := map[string]string{}
	for _, o := range rm.here {
		if o.ID != "" && o.JID != "" {
			who[o.ID] = o.JID
		}
	}
	err := h.PutOccupants(rm.name, who)
	if errors.Is(err, history.ErrFull) {
		r.Log.Warn("room has had too many occupants", "room", rm.name)
		return nil
	}
	return err
}

func (r *Rooms) tellAll(h *history.Store, rm *room, kind NewsKind, people []string) error {
	for _, who := range people {
		if err := r.tell(h, News{Room: rm.name, Kind: kind, Who: who, Ours: who == r.JID}); err != nil {
			return err
		}
	}
	return nil
}
