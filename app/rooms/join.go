package rooms

import (
	"cmp"
	"context"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp/muc"
)

// Joined is a room that we are in now.
type Joined struct {
	Room    string // bare
	Nick    string // ours; one that was taken has got a _
	Kind    history.ChatKind
	Subject string
}

func (rm *room) joined() Joined {
	return Joined{rm.name, rm.place.Resourcepart(), rm.kept.Kind.Chat(), rm.kept.Subject}
}

// isRoom wants the bare address of a room.
func isRoom(room jid.JID) error {
	if room.Localpart() == "" || room.Resourcepart() != "" {
		return fault.Invalid("room", "no address of a room")
	}
	return nil
}

// Join enters a room (XEP-0045 v1.35.5 §7.2), and keeps a bookmark by which we are in it from now on. With "" for nick it is
// the one that is known, or the usual one. What keeps us out is a Refused, such as of KindNotFound for a room that is not
// there, with the one in its place; KindInvalid: no room; KindConflict: the nickname is taken, and so is that with a _.
func (r *Rooms) Join(ctx context.Context, room jid.JID, nick, password string) (Joined, error) {
	if err := isRoom(room); err != nil {
		return Joined{}, err
	}
	if _, err := muc.Place(room, cmp.Or(nick, "x")); err != nil {
		return Joined{}, fault.Invalid("nick", "cannot be one")
	}
	return loop.Wait(ctx, r.Account, func(report func(Joined, error)) {
		if !r.Online() {
			report(Joined{}, offline())
			return
		}
		rm := r.add(room)
		if rm.in && rm.entry == nil {
			if nick != "" && nick != rm.place.Resourcepart() {
				report(Joined{}, fault.Invalid("nick", "another in that room"))
				return
			}
			report(rm.joined(), r.keepIn(rm))
			return
		}
		e := &entry{nick: cmp.Or(nick, r.nickFor(rm)), password: cmp.Or(password, rm.kept.Password)}
		e.then = []func(error){func(err error) { report(rm.joined(), err) }}
		r.begin(rm, e)
	})
}

// keepIn has us stay in a room that we are in already.
func (r *Rooms) keepIn(rm *room) error {
	if rm.kept.Autojoin {
		return nil
	}
	err := r.change(rm, "store room", func(k *history.Room) { k.Autojoin, k.Bookmark.Pending, k.Bookmark.Drop = true, true, false }, nil)
	r.publishBookmark(rm)
	return err
}

// Leave leaves a room (XEP-0045 v1.35.5 §7.14), on all devices: its bookmark stays and says so. Chat and history stay.
// Without a stream it is done when there is one. KindNotFound: no room that is known.
func (r *Rooms) Leave(ctx context.Context, at jid.JID) error {
	return r.onRoom(ctx, at, func(rm *room) error {
		err := r.change(rm, "store room", func(k *history.Room) {
			k.Bookmark.Pending = k.Bookmark.Pending || k.Bookmark.Here || k.Autojoin
			k.Autojoin = false
		}, nil)
		if err != nil {
			return err
		}
		r.walkOut(rm)
		r.publishBookmark(rm)
		return nil
	})
}

// onRoom runs f on the loop with a known room, and waits for it.
func (r *Rooms) onRoom(ctx context.Context, at jid.JID, f func(*room) error) error {
	_, err := loop.Wait(ctx, r.Account, func(report func(struct{}, error)) {
		rm := r.all[at.Bare().String()]
		if rm == nil || !rm.known() {
			report(struct{}{}, fault.NotFound("room", at.String()))
			return
		}
		report(struct{}{}, f(rm))
	})
	return err
}

// walkOut leaves a room on this device.
func (r *Rooms) walkOut(rm *room) {
	was := rm.in || rm.entry != nil
	if e := rm.entry; e != nil {
		r.left(rm)
		e.report(&fault.Error{Kind: fault.KindRemoved})
	}
	if was && r.Online() && rm.place.Resourcepart() != "" {
		if err := r.Send(muc.Leave(rm.place, "")); err != nil {
			r.Log.Info("leave room", "room", rm.name, "err", err)
		}
	}
	rm.in, rm.here, rm.fresh = false, crowd{}, freshness{}
	r.publish(rm)
	r.wentOut(rm)
	r.goOn()
}

// wentOut says that we are out of a room, and do not go back by ourselves.
func (r *Rooms) wentOut(rm *room) {
	if r.Left != nil && rm.known() {
		r.Left(rm.name)
	}
}

// Forget leaves a room and takes its bookmark away. First the bookmark says that nobody shall be in the room, since there are
// programs that do not see one go. The chat stays, and is still one with a room. KindNotFound: no room that is known.
func (r *Rooms) Forget(ctx context.Context, at jid.JID) error {
	if err := r.Leave(ctx, at); err != nil {
		return err
	}
	return r.onRoom(ctx, at, func(rm *room) error {
		err := r.change(rm, "store room", func(k *history.Room) { k.Bookmark.Pending, k.Bookmark.Drop = true, true }, nil)
		r.publishBookmark(rm)
		return err
	})
}
