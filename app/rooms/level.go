package rooms

import (
	"context"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
)

// SetLevel says of what in a room the user is notified, on this device. KindNotFound: no room that is known.
func (r *Rooms) SetLevel(ctx context.Context, at jid.JID, level history.Level) error {
	return r.onRoom(ctx, at, func(rm *room) error {
		err := r.change(rm, "store room", func(k *history.Room) { k.Level = level }, nil)
		r.Changed(rm.name)
		return err
	})
}
