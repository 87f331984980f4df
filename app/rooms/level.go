package rooms

import (
	"context"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
)

// Ignore has the user hear nothing of somebody in a room on this device, or of them again, and does what else belongs into the same
// transaction. KindNotFound: no room that is known; KindBusy: too many are ignored there.
func (r *Rooms) Ignore(ctx context.Context, at jid.JID, who history.Ignored, on bool, also func(*history.Store) error) error {
	return r.onRoom(ctx, at, func(rm *room) error {
		var full error
		err := r.change(rm, "store room", func(k *history.Room) { full = k.Ignore(who, on) }, func(h *history.Store) error {
			if full != nil {
				return &fault.Error{Kind: fault.KindBusy, Param: "room", Err: full}
			}
			return also(h)
		})
		r.Changed(rm.name)
		return err
	})
}

// SetLevel says of what in a room the user is notified, on this device. KindNotFound: no room that is known.
func (r *Rooms) SetLevel(ctx context.Context, at jid.JID, level history.Level) error {
	return r.onRoom(ctx, at, func(rm *room) error {
		err := r.change(rm, "store room", func(k *history.Room) { k.Level = level }, nil)
		r.Changed(rm.name)
		return err
	})
}
