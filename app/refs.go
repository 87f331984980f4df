package app

import (
	"errors"

	"vouch/app/history"
)

// referLater keeps what refers to a message that is not here, for when it comes. A stranger makes us keep nothing.
func (a *account) referLater(h *history.Store, in arrival, id string, r history.Ref) error {
	if known, err := a.dealsWith(h, in.chat); err != nil || !known {
		return err
	}
	r.From, r.Time = in.from, in.at
	return h.AddRef(in.chat, id, r)
}

// applyRefs gives a row that has just come what was there for it before: reactions, what was received and seen, answers.
func (a *account) applyRefs(h *history.Store, row *history.Message, out *taken) error {
	refs, err := h.Refs(row.Chat, row.MessageID)
	if err != nil || len(refs) == 0 {
		return err
	}
	seen := false
	for _, r := range refs {
		switch r.Kind {
		case history.RefReaction:
			row.React(r.From, r.Emoji, r.Time)
		case history.RefReceipt:
			if row.Own && meantFor(*row, r.From) && row.State == history.StateSent {
				row.State = history.StateDelivered
			}
		case history.RefMarker:
			seen = seen || row.Own && meantFor(*row, r.From)
		case history.RefReply:
			if err := answersTo(h, r.Row, *row, out); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(h.Put(*row), h.DropRefs(row.Chat, row.MessageID)); err != nil || !seen {
		return err
	}
	if err := a.readHere(h, *row, row.MessageID, out); err != nil {
		return err
	}
	*row, err = h.Get(row.ID)
	return err
}

// answersTo has a row that came before what it answers know its original. What it quotes is our own row's from now on.
func answersTo(h *history.Store, id string, original history.Message, out *taken) error {
	reply, err := h.Get(id)
	if errors.Is(err, history.ErrNotFound) || err == nil && reply.Chat != original.Chat {
		return nil
	} else if err != nil {
		return err
	}
	reply.ReplyRow, reply.Quoted = original.ID, ""
	out.rows = append(out.rows, reply)
	return h.Put(reply)
}

// readBefore marks an own row that the archive gives after later ones as read where the next own one is: a marker speaks
// for all before it.
func readBefore(h *history.Store, row *history.Message) error {
	if !row.Own || !row.State.Underway() {
		return nil
	}
	after, err := h.After(row.Chat, row.Sort, seenAhead)
	if err != nil {
		return err
	}
	for _, next := range after {
		if !next.Own || !next.Kind.Said() {
			continue
		}
		if next.State == history.StateRead {
			row.State = history.StateRead
			return h.Put(*row)
		}
		return nil
	}
	return nil
}

// seenAhead bounds the rows in which the next own one is looked for.
const seenAhead = 50
