package app

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

const maxCopies = 100 // messages that SendCopies takes

func (s *Service) askAgain(ctx context.Context, c AskAgain) error {
	text, err := checkBody(c.Text)
	if err != nil {
		return err
	}
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		asked := history.Message{}
		if err := s.view("read message", func(tx *bbolt.Tx) (err error) {
			asked, err = s.history(tx, a.jid).InChat(who, c.ID)
			return err
		}); errors.Is(err, history.ErrNotFound) {
			return notFound("id", c.ID)
		} else if err != nil {
			return err
		}
		if asked.Own || asked.Kind != history.KindUnreadable {
			return &Error{Kind: KindConflict, Param: "id", Why: "the message could be read"}
		}
		_, err := a.queueRow(history.Message{Chat: who, Body: text, Unread: asked.MessageID}, func(tx *bbolt.Tx, _ *history.Message) error {
			asked.AskedAt = a.now()
			return s.history(tx, a.jid).Put(asked)
		})
		a.changed(EventMessage, who, c.ID)
		return err
	})
}

// takeUnread marks the own message that the other side says it could not read.
func (a *account) takeUnread(h *history.Store, in arrival, id string, out *taken) error {
	if in.own || in.place.Quiet { // a request of long ago is history
		return nil
	}
	m, err := h.OwnByMessageID(in.chat, id)
	if errors.Is(err, history.ErrNotFound) || err == nil && (!m.Own || !meantFor(m, in.from) || !m.Kind.Said()) {
		return nil
	}
	if err != nil {
		return err
	}
	m.AskedAt = in.at
	out.rows = append(out.rows, m)
	return errors.Join(h.Put(m), a.heardOf(h, &m, id, word{state: history.StateDelivered}, out))
}

func (s *Service) sendCopies(ctx context.Context, c SendCopies) error {
	if len(c.IDs) == 0 || len(c.IDs) > maxCopies {
		return invalid("ids", "between one and a hundred")
	}
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		var rows []history.Message
		err := s.view("read messages", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			chat, err := h.Chat(who)
			if err != nil && !errors.Is(err, history.ErrNotFound) {
				return err
			}
			for _, id := range c.IDs {
				row, err := h.InChat(who, id)
				if errors.Is(err, history.ErrNotFound) {
					return notFound("ids", id)
				} else if err != nil {
					return err
				}
				if !row.Own || !row.Kind.Said() || row.Retracted() {
					return &Error{Kind: KindConflict, Param: "ids", About: id}
				}
				if row.Secret() && chat.Plain {
					return &Error{Kind: KindReadable, Param: "ids", About: id}
				}
				rows = append(rows, row)
			}
			return nil
		})
		if err != nil {
			return err
		}
		slices.SortFunc(rows, func(a, b history.Message) int { return bytes.Compare(a.Sort, b.Sort) })
		for _, row := range rows {
			_, err := a.queueRow(history.Message{Chat: who, Body: row.Body}, func(tx *bbolt.Tx, _ *history.Message) error {
				if row.AskedAt.IsZero() {
					return nil
				}
				h := s.history(tx, a.jid)
				asked, err := h.Get(row.ID)
				if err != nil {
					return err
				}
				asked.AskedAt = time.Time{} // what was asked for is done
				return h.Put(asked)
			})
			if err != nil {
				return err
			}
			a.changed(EventMessage, who, row.ID)
		}
		return nil
	})
}

// Missed is an own message that a device could not read.
type Missed struct {
	ID   string // of its row
	Body string
	Time time.Time
}

// Missed are MissedMessages for a window.
func (s *Service) Missed(of, chat, fingerprint string) (out []Missed, err error) {
	rows, err := s.MissedMessages(of, chat, fingerprint)
	for _, row := range rows {
		out = append(out, Missed{row.ID, row.Body, row.Time})
	}
	return out, err
}

// MissedMessages are the own encrypted messages of a chat, oldest first, that were not encrypted for a key: of its newest rows,
// up to the last one that was.
func (s *Service) MissedMessages(of, chat, fingerprint string) (out []history.Message, err error) {
	a, err := s.account(of)
	if err != nil {
		return nil, err
	}
	if chat, err = a.chatAddress("chat", chat); err != nil {
		return nil, err
	}
	err = s.view("read messages", func(tx *bbolt.Tx) error {
		out, err = a.keyring(tx).Missed(chat, fingerprint)
		return err
	})
	return out, err
}
