package app

import (
	"cmp"
	"context"
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp/moderation"
)

// moderate asks a room to take a message of somebody away. The row changes when the room says so, as for everybody.
func (s *Service) moderate(ctx context.Context, c ModerateMessage) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		var id string
		if err := a.View("read message", func(h *history.Store) error {
			row, err := h.InChat(at.String(), c.ID)
			if errors.Is(err, history.ErrNotFound) {
				return notFound("id", c.ID)
			} else if err != nil {
				return err
			}
			if id = row.ArchiveID; !row.Kind.Said() || id == "" || row.Retracted() {
				return invalid("id", "not a message that can be taken away")
			}
			return nil
		}); err != nil {
			return err
		}
		return a.rooms.TakeAway(ctx, at, id, c.Reason)
	})
}

// takeModeration takes what the room itself says that a moderator took away (XEP-0425 v0.3.0 §5), and what its archive has in the
// place of such a message. An occupant can write the same, which means nothing.
func (a *account) takeModeration(h *history.Store, in arrival, out *taken) (bool, error) {
	if in.room == nil || in.own {
		return false, nil
	}
	is, _, err := h.Room(in.chat)
	if err != nil {
		return false, err
	}
	if m, ok := moderation.Of(in.msg, is.Kind.Offers.OccupantIDs); ok {
		row, err := h.InChat(in.chat, h.SeenArchived(in.chat, m.ID))
		if err == nil && row.Kind.Said() && !row.Retracted() {
			err = a.takeAway(h, in, &row, m, out)
		}
		if err != nil && !errors.Is(err, history.ErrNotFound) {
			return true, err
		}
		return true, a.markArchived(h, in, "")
	}
	m, ok := moderation.Tombstone(in.msg, is.Kind.Offers.OccupantIDs)
	if !ok || !in.archived {
		return false, nil
	}
	row := in.row(history.KindText)
	in.digest = digest("tombstone", in.archiveID)
	if err := a.appendArrival(h, in, &row, out); err != nil {
		return true, err
	}
	return true, a.takeAway(h, in, &row, m, out)
}

// takeAway takes the text of a row away, and keeps by whom and why.
func (a *account) takeAway(h *history.Store, in arrival, row *history.Message, m moderation.Moderated, out *taken) error {
	by, at := cmp.Or(m.By.String(), in.chat), m.Stamp
	if at.IsZero() {
		at = in.at
	}
	who, err := a.moderator(h, in, m)
	if err != nil {
		return err
	}
	row.About, row.Moderated, row.By = m.Reason, true, who
	if err := h.Erase(row, by, at); err != nil {
		return err
	}
	out.rows = append(out.rows, *row)
	return nil
}

// moderator is the bare address of who took a message away, "" where it is not known. In an archive the nickname may be
// somebody else's by now, and the occupant id alone tells.
func (a *account) moderator(h *history.Store, in arrival, m moderation.Moderated) (string, error) {
	if m.By.Bare().String() != in.chat {
		return m.By.Bare().String(), nil
	}
	o, there := a.rooms.Sender(in.chat, m.By.Resourcepart())
	switch {
	case there && !in.archived && o.Ours:
		return a.jid, nil
	case there && !in.archived:
		return o.JID, nil
	case m.Occupant != "":
		return h.OccupantOf(in.chat, m.Occupant)
	}
	return "", nil
}
