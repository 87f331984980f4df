package rooms

import (
	"context"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/xmpp/moderation"
)

// TakeAway has a room take a message away for all, by the id that it gave it (XEP-0425 v0.3.0 §3). KindNotOffered: it does not do
// that; KindNotAllowed: we are no moderator.
func (r *Rooms) TakeAway(ctx context.Context, at jid.JID, id, reason string) error {
	var form string
	if err := r.onRoom(ctx, at, func(rm *room) error {
		if form = rm.kept.Kind.Offers.Moderation; form == "" {
			return &fault.Error{Kind: fault.KindNotOffered, Param: "room"}
		}
		return nil
	}); err != nil {
		return err
	}
	_, err := r.askRoom(ctx, at, true, moderation.Moderate(form, id, reason))
	return err
}
