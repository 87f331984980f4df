package rooms

import (
	"context"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/invites"
	"vouch/xmpp/muc"
)

// askRoom asks a room, and waits for its answer.
func (r *Rooms) askRoom(ctx context.Context, at jid.JID, set bool, payload any) (*xmpp.Answer, error) {
	return loop.AskFor(ctx, r.Account, loop.Question{To: at.Bare(), Set: set, Payload: payload}, func(answer *xmpp.Answer) (*xmpp.Answer, error) {
		if answer.Err != nil {
			return nil, failure(answer.Err)
		}
		return answer, nil
	})
}

// Affiliate gives somebody an affiliation (XEP-0045 v1.35.5 §9, §10): muc.Outcast bans, muc.Unaffiliated takes away what
// there was. Who is bare; a domain is all of its people. KindNotAllowed: we may not, or they stand above us; KindConflict:
// the last owner.
func (r *Rooms) Affiliate(ctx context.Context, at, who jid.JID, a muc.Affiliation, reason string) error {
	_, err := r.askRoom(ctx, at, true, muc.Affiliate(who, a, reason))
	return err
}

// Role gives who has a nickname a role (XEP-0045 v1.35.5 §8): muc.NoRole kicks. KindNotAllowed, KindNotFound.
func (r *Rooms) Role(ctx context.Context, at jid.JID, nick string, role muc.Role, reason string) error {
	_, err := r.askRoom(ctx, at, true, muc.Assign(nick, role, reason))
	return err
}

// Destroy ends a room for all (XEP-0045 v1.35.5 §10.9), and tells them of another, which may be zero, with its password.
// Chat and history stay. KindNotAllowed: we are no owner.
func (r *Rooms) Destroy(ctx context.Context, at, instead jid.JID, password, reason string) error {
	_, err := r.askRoom(ctx, at, true, muc.Destroy(instead, password, reason))
	return err
}

// Invite asks somebody to come (XEP-0249 v1.2; XEP-0045 v1.35.5 §7.8). To a private room they are made a member first, then
// asked by ourselves; where we have not the right to, the room asks them, if it lets every member invite. Anybody on the way
// can read reason. KindNotAllowed.
func (r *Rooms) Invite(ctx context.Context, at, who jid.JID, reason string) error {
	var kind history.RoomKind
	var may bool
	var password string
	if err := r.onRoom(ctx, at, func(rm *room) error {
		own := rm.pulse.own.Affiliation
		kind, password, may = rm.kept.Kind, rm.kept.Password, rm.in && (own == muc.Owner || own == muc.Admin)
		return nil
	}); err != nil {
		return err
	}
	if kind.MembersOnly && !may {
		id := history.NewID()
		return r.unlessRefused(ctx, at, id, muc.Invite(at, who, id, reason))
	}
	if kind.MembersOnly {
		belongs, err := r.belongs(at, who)
		if err != nil {
			return err
		}
		if !belongs { // one who is more than a member stays that
			if err := r.Affiliate(ctx, at, who, muc.Member, ""); err != nil {
				return err
			}
		}
	}
	return r.onRoom(ctx, at, func(*room) error {
		return r.Send(invites.Invite(who.Bare(), history.NewID(), invites.Invitation{Room: at.Bare(), Reason: reason, Password: password}))
	})
}

// belongs tells whether who is known to belong to a room.
func (r *Rooms) belongs(at, who jid.JID) (yes bool, err error) {
	err = r.View("read members", func(h *history.Store) error {
		members, err := h.Members(at.Bare().String())
		for _, m := range members {
			yes = yes || m.JID == who.Bare().String()
		}
		return err
	})
	return yes, err
}

// Subject sets the subject of a room, or takes it away (XEP-0045 v1.35.5 §8.1). Everybody on the way can read it.
// KindNotAllowed.
func (r *Rooms) Subject(ctx context.Context, at jid.JID, subject string) error {
	id := history.NewID()
	return r.unlessRefused(ctx, at, id, muc.SetSubject(at, id, subject))
}

// Rename has us be called otherwise in a room (XEP-0045 v1.35.5 §7.6), there and in its bookmark. KindConflict: somebody
// else is; KindInvalid: nobody can be.
func (r *Rooms) Rename(ctx context.Context, at jid.JID, nick string) error {
	place, err := muc.Place(at, nick)
	if err != nil {
		return fault.Invalid("nick", "cannot be one")
	}
	id := history.NewID()
	var own muc.Own
	if err := r.onRoom(ctx, at, func(rm *room) error { rm.pulse.rename, own = id, r.own(); return nil }); err != nil {
		return err
	}
	if err := r.unlessRefused(ctx, at, id, muc.Rename(place, own)); err != nil {
		return err
	}
	return r.onRoom(ctx, at, func(rm *room) error {
		err := r.change(rm, "store room", func(k *history.Room) { k.Nick, k.Bookmark.Pending = place.Resourcepart(), true }, nil)
		r.publishBookmark(rm)
		return err
	})
}

// unlessRefused sends a stanza to a room that answers only to refuse it, and asks for its disco info after that: when that is
// answered, there is no refusal any more. It is for any goroutine but the loop's.
func (r *Rooms) unlessRefused(ctx context.Context, at jid.JID, id string, stanza any) error {
	_, err := loop.Wait(ctx, r.Account, func(report func(struct{}, error)) {
		rm := r.all[at.Bare().String()]
		if rm == nil || !rm.in {
			report(struct{}{}, &fault.Error{Kind: fault.KindNotConnected, Why: "not in the room"})
			return
		}
		r.waits[id] = func(err error) { report(struct{}{}, err) }
		if err := r.Send(stanza); err != nil {
			delete(r.waits, id)
			report(struct{}{}, err)
			return
		}
		r.Ask(at.Bare(), false, disco.Get(""), func(answer *xmpp.Answer) {
			delete(r.waits, id)
			report(struct{}{}, failure(answer.Err))
		})
	})
	return err
}
