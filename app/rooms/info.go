package rooms

import (
	"errors"
	"fmt"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/hats"
	"vouch/xmpp/ids"
	"vouch/xmpp/mam"
	"vouch/xmpp/moderation"
	"vouch/xmpp/muc"
	"vouch/xmpp/occupants"
	"vouch/xmpp/selfping"
	"vouch/xmpp/vcard"
)

var errNoRoom = errors.New("no room")

// kindOf is what the answer to a question for its disco info says about a room.
func (r *Rooms) kindOf(answer *xmpp.Answer) (history.RoomKind, error) {
	if answer.Err != nil {
		return history.RoomKind{}, answer.Err
	}
	info, err := disco.ParseInfo(answer.Payload)
	if err != nil {
		return history.RoomKind{}, fmt.Errorf("read disco info of room: %w", err)
	}
	is, ok := muc.RoomOf(info)
	if !ok || answer.From.Localpart() == "" {
		return history.RoomKind{}, refused(muc.NoAddress, errNoRoom)
	}
	return history.RoomKind{
		Asked: r.Now(), MembersOnly: is.MembersOnly, NonAnonymous: is.NonAnonymous, Password: is.Password, Moderated: is.Moderated, Persistent: is.Persistent,
		Hidden: is.Hidden, SubjectByAll: is.SubjectByAll, MemberInvites: is.MemberInvites, StableIDs: is.StableIDs,
		Offers: history.RoomOffers{
			Archive: info.Has(mam.NS), StanzaIDs: info.Has(ids.NS), OccupantIDs: info.Has(occupants.NS), SelfPing: info.Has(selfping.NS),
			Hats: hats.Announced(info), Moderation: moderation.Announced(info), Pictures: info.Has(vcard.NS),
		},
		Profile: history.RoomProfile{Name: is.Name, Description: is.Description, Language: is.Language, Avatars: is.Avatars},
	}, nil
}

// askAgain asks what a room is now. It is held until the answer is here, and asked once more if it changes meanwhile.
func (r *Rooms) askAgain(rm *room) {
	if rm.fresh.asking {
		rm.fresh.again = true
		return
	}
	rm.fresh.asking, rm.fresh.again = true, false
	r.Ask(rm.addr, false, disco.Get(""), func(answer *xmpp.Answer) {
		if errors.Is(answer.Err, xmpp.ErrClosed) || !rm.fresh.asking || !rm.in {
			return
		}
		rm.fresh.asking = false
		kind, err := r.kindOf(answer)
		switch {
		case rm.fresh.again:
			r.askAgain(rm)
		case err != nil:
			r.Log.Warn("ask room what it is", "room", rm.name, "err", err)
			rm.fresh.asking = true // still held
			r.After(askAgain, func() {
				if rm.in && rm.fresh.asking {
					rm.fresh.asking = false
					r.askAgain(rm)
				}
			})
		default:
			if err := r.learned(rm, kind); err != nil {
				r.Log.Error("store room", "room", rm.name, "err", err)
				rm.fresh.listed, rm.fresh.refused = false, true
			}
			r.pictured(rm)
		}
		r.publish(rm)
	})
	r.publish(rm)
}

// learned takes what a room is now.
func (r *Rooms) learned(rm *room, kind history.RoomKind) error {
	before := rm.kept.Kind
	err := r.change(rm, "store room", func(k *history.Room) {
		k.Kind, k.BegunEncrypted = kind, k.BegunEncrypted || kind.Private()
	}, func(h *history.Store) error {
		if _, err := h.BeginRoom(rm.name, kind.Chat(), r.Now()); err != nil {
			return err
		}
		return r.tellKind(h, rm, before, kind)
	})
	if err != nil {
		return err
	}
	switch {
	case !kind.Private():
		rm.members, rm.fresh.listed, rm.fresh.refused, rm.fresh.lists = nil, false, false, nil
	case !rm.fresh.listed || !before.Private():
		if rm.members == nil {
			rm.members = map[string]muc.Affiliation{}
		}
		rm.fresh.listed, rm.fresh.lists = false, nil
		r.askLists(rm)
	}
	if kind.NonAnonymous && !before.NonAnonymous && !before.Asked.IsZero() {
		// Who is there has not shown their addresses, and presences do not come again by themselves (Prosody 0.12).
		r.begin(rm, &entry{nick: rm.place.Resourcepart(), password: rm.kept.Password, auto: true})
	}
	return nil
}

// tellKind tells that a room is private no more, or has become it.
func (r *Rooms) tellKind(h *history.Store, rm *room, before, now history.RoomKind) error {
	if before.Asked.IsZero() || before.Private() == now.Private() {
		return nil
	}
	kind := NewsPublic
	if now.Private() {
		kind = NewsPrivate
	}
	return r.tell(h, News{Room: rm.name, Kind: kind})
}
