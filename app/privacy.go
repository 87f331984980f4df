package app

import (
	"context"
	"errors"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

func privacyOf(cfg trust.Account) view.Privacy {
	return view.Privacy{Receipts: !cfg.NoReceipts, Markers: !cfg.NoMarkers, Typing: !cfg.NoTyping, Devices: !cfg.NoDisplayed}
}

// Privacy gives what an account tells contacts.
func (s *Service) Privacy(ctx context.Context, of string) (p view.Privacy, err error) {
	err = s.onLoop(ctx, of, func(a *account) error { p = privacyOf(a.cfg); return nil })
	return p, err
}

// setPrivacy counts for what is told from now on.
func (a *account) setPrivacy(p view.Privacy) error {
	return a.configure(func(cfg *trust.Account) {
		cfg.NoReceipts, cfg.NoMarkers, cfg.NoTyping, cfg.NoDisplayed = !p.Receipts, !p.Markers, !p.Typing, !p.Devices
	})
}

// tells tells whether who is a contact that sees our presence anyway: a stranger learns nothing.
func tells(h *history.Store, who string) (bool, error) {
	contact, ok, err := h.Contact(who)
	return ok && (contact.Subscription == "from" || contact.Subscription == "both"), err
}

// seenAtOnce bounds the rows that one look at a chat, or one marker, can mark.
const seenAtOnce = 500

// oweMarker queues the word that the chat was seen, for the newest of its messages after the row key that asks for it.
func (a *account) oweMarker(h *history.Store, who string, since []byte) error {
	may, err := tells(h, who)
	if err != nil || !may || a.cfg.NoMarkers {
		return err
	}
	rows, err := h.Before(who, nil, seenAtOnce)
	if err != nil {
		return err
	}
	for i := len(rows) - 1; i >= 0 && string(rows[i].Sort) > string(since); i-- {
		if rows[i].Own || !rows[i].Markable || len(rows[i].MessageID) > maxNamed {
			continue
		}
		e := history.Entry{Purpose: history.ForMarker, Chat: who, Ref: rows[i].MessageID}
		if err := h.Queue(&e); err != nil {
			return err
		}
		h.OnCommit(func() { a.remember(e) })
		return nil
	}
	return nil
}

// takeMarker marks own messages as read when the one they were sent to says so. What another device of ours says was
// seen is read here too.
func (a *account) takeMarker(h *history.Store, in arrival, id string, out *taken) error {
	if in.own {
		row, err := h.SentBy(in.chat, in.chat, id)
		if errors.Is(err, history.ErrNotFound) {
			return nil
		} else if err != nil {
			return err
		}
		return a.readElsewhere(h, row, out)
	}
	last, err := h.OwnByMessageID(in.chat, id)
	if errors.Is(err, history.ErrNotFound) {
		return a.referLater(h, in, id, history.Ref{Kind: history.RefMarker})
	} else if err != nil || !last.Own || !meantFor(last, in.from) {
		return err
	}
	return a.readHere(h, last, id, out)
}

// readHere marks the own message that a marker names as read, whatever was known about it, and those before it that had
// left.
func (a *account) readHere(h *history.Store, last history.Message, id string, out *taken) error {
	rows, err := h.Before(last.Chat, last.Sort, seenAtOnce)
	if err != nil {
		return err
	}
	switch {
	case !lastOf(last, id):
		rows = append(rows, last)
	case last.State == history.StateRead:
		return nil
	default:
		err = a.heardOf(h, &last, id, word{state: history.StateRead}, out)
	}
	for i := len(rows) - 1; i >= 0 && err == nil; i-- {
		row := rows[i]
		if !row.Own || !row.Kind.Said() {
			continue
		}
		if row.State == history.StateRead {
			break
		}
		if row.State.Underway() {
			row.State = history.StateRead
			out.rows = append(out.rows, row)
			err = h.Put(row)
		}
	}
	return err
}

// readElsewhere takes over how far another device of ours has read.
func (a *account) readElsewhere(h *history.Store, row history.Message, out *taken) error {
	chat, err := h.Chat(row.Chat)
	if err != nil || string(chat.ReadTo) >= string(row.Sort) {
		return err
	}
	after, err := h.After(row.Chat, row.Sort, seenAtOnce)
	if err != nil {
		return err
	}
	unread, mentions := 0, 0
	for _, m := range after {
		if m.Tells() {
			unread++
			if m.Mention {
				mentions++
			}
		}
	}
	chat.Mentions = min(chat.Mentions, mentions)
	chat.ReadTo, chat.Unread = row.Sort, min(chat.Unread, unread)
	out.rows = append(out.rows, row)
	return h.PutChat(chat)
}
