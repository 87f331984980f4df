package app

import (
	"context"
	"errors"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/plan"
	"vouch/app/view"
)

// Send stores a message and returns its id. It goes out when it can.
func (s *Service) Send(ctx context.Context, from, chat, body string) (id string, err error) {
	return s.SendReply(ctx, from, chat, body, "")
}

// checkBody gives a text that can be sent.
func checkBody(body string) (string, error) {
	body = input.Clean(body)
	switch {
	case view.Blank(body):
		return "", invalid("body", "empty")
	case len(body) > input.MaxBody:
		return "", &Error{Kind: KindTooBig, Param: "body"}
	}
	return body, nil
}

// queueText is transaction A for a text, which may answer the row replyTo. KindReadable: it would leave a private group in clear.
func (a *account) queueText(who, body, replyTo string) (history.Message, error) {
	return a.queueRow(history.Message{Chat: who, Body: body}, func(tx *bbolt.Tx, row *history.Message) error {
		h := a.s.history(tx, a.jid)
		if err := mayWhisper(h, who); err != nil || replyTo == "" {
			return err
		}
		return answers(h, row, replyTo)
	})
}

// mayWhisper refuses a private message to somebody's place in a private group: it would be in clear, to who has an address to
// encrypt for.
func mayWhisper(h *history.Store, who string) error {
	room, _, place := strings.Cut(who, "/")
	if !place {
		return nil
	}
	is, known, err := h.Room(room)
	if err == nil && known && is.Kind.Private() {
		err = &Error{Kind: KindReadable, Param: "chat", Why: "a place in a private group: write to the person"}
	}
	return err
}

// queueRow is transaction A: the message with its chat and text, what belongs to it, and its outbox entry.
func (a *account) queueRow(row history.Message, with func(*bbolt.Tx, *history.Message) error) (history.Message, error) {
	who := row.Chat
	row.MessageID, row.From, row.Own, row.Time, row.Kind, row.State = history.NewID(), a.jid, true, a.now(), history.KindText, history.StatePending
	e := history.Entry{Purpose: history.ForMessage, Chat: who}
	err := a.s.update("store message", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chat, err := h.Begin(who, a.now())
		if err != nil {
			return err
		}
		row.ID, row.Encrypted = "", !chat.Plain
		if err := with(tx, &row); err != nil {
			return err
		}
		if err := a.appendLive(h, &row); err != nil {
			return err
		}
		if err := h.MarkOwn(who, row.MessageID, row.ID); err != nil {
			return err
		}
		e.Row, e.Encrypted = row.ID, row.Encrypted
		return h.Queue(&e)
	})
	if err != nil {
		return row, err
	}
	a.remember(e)
	a.arrived(row)
	return row, nil
}

// entryOf is the outbox entry of an own row of a chat, of its last change if it was changed.
func (a *account) entryOf(h *history.Store, who, id string) (history.Message, history.Entry, error) {
	row, err := h.InChat(who, id)
	if errors.Is(err, history.ErrNotFound) {
		return row, history.Entry{}, notFound("id", id)
	} else if err != nil {
		return row, history.Entry{}, err
	}
	for _, e := range a.outbox.queue {
		if e.Row == id && e.ID == row.EditID {
			full, err := h.Entry(e.Seq)
			return row, full, err
		}
	}
	return row, history.Entry{}, &Error{Kind: KindConflict, Param: "id", Why: "the message does not wait"}
}

// release lets a message and those before it in its chat go to the devices trusted now. In a group that is remembered of the
// members who are left out.
func (s *Service) release(ctx context.Context, c Release) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		released := map[uint64]bool{}
		err := s.update("release message", func(tx *bbolt.Tx) error {
			clear(released)
			h := s.history(tx, a.jid)
			_, last, err := a.entryOf(h, who, c.ID)
			if err != nil {
				return err
			}
			to, err := plan.AudienceIn(h, a.jid, who)
			if err != nil {
				return err
			}
			ts := s.trust(tx, a.jid)
			p, err := plan.For(ts, to, plan.Options{Released: true})
			if err != nil {
				return err
			}
			if p.Kind != "" {
				kind := p.Kind
				if kind == KindUndecided {
					kind = KindNoneTrusted // nobody is left to send it to
				}
				return &Error{Kind: kind, Why: "no device to send it to"}
			}
			if err := a.accept(h, ts, who, to, p); err != nil {
				return err
			}
			for _, e := range a.outbox.queue {
				if e.Chat != who || e.Purpose != history.ForMessage || e.Seq > last.Seq {
					continue
				}
				full, err := h.Entry(e.Seq)
				if err != nil {
					return err
				}
				full.Released = true
				if err := h.PutEntry(full); err != nil {
					return err
				}
				released[e.Seq] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i := range a.outbox.queue {
			if released[a.outbox.queue[i].Seq] {
				a.outbox.queue[i].Released = true
			}
		}
		return nil
	})
}

// takeBack removes a message that is not known to have arrived, or brings back the text before a correction that is not.
// Where it may have arrived, the other side is told.
func (s *Service) takeBack(ctx context.Context, c TakeBack) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		row, err := a.ownText(who, c.ID)
		if err != nil {
			return err
		}
		e, waits := a.queued(row.ID, row.EditID)
		switch {
		case uploading(row):
			return a.retract(who, c.ID)
		case !waits && row.State != history.StateFailed:
			return &Error{Kind: KindConflict, Param: "id", Why: "the message does not wait"}
		case row.EditID == "":
			return a.retract(who, c.ID)
		case waits:
			return a.takeBackChange(row, e)
		}
		return a.takeBackChange(row)
	})
}

// takeBackChange brings back the text before the last correction of a row, which waits, or has failed.
func (a *account) takeBackChange(row history.Message, waiting ...history.Entry) error {
	var e *history.Entry
	err := a.takeOut("take back correction", waiting, func(tx *bbolt.Tx, arrived map[uint64]bool) (err error) {
		e = nil
		h := a.s.history(tx, a.jid)
		if row, err = h.Get(row.ID); err != nil {
			return err
		}
		if !row.Restore() {
			return h.Delete(row)
		}
		if len(waiting) > 0 && arrived[waiting[0].Seq] { // the old text corrects what may be there
			e = &history.Entry{Purpose: history.ForMessage, Chat: row.Chat, Row: row.ID, ID: history.NewID()}
			if e.Encrypted, err = underEncryption(h, row); err != nil {
				return err
			}
			row.EditID, row.State = e.ID, history.StatePending
			err = errors.Join(h.MarkOwn(row.Chat, e.ID, row.ID), h.Queue(e))
		}
		return errors.Join(err, h.Put(row))
	})
	if err != nil {
		return err
	}
	if e != nil {
		a.remember(*e)
	}
	a.changed(EventMessage, row.Chat, row.ID)
	return nil
}

// sendAgain queues a failed message anew, under the encryption it was written under. Its id stays, so that a receiver who
// did get it can tell.
func (s *Service) sendAgain(ctx context.Context, c SendAgain) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		var e history.Entry
		var row history.Message
		if len(a.sendings(c.ID)) > 0 {
			return &Error{Kind: KindConflict, Param: "id", Why: "it goes out by itself when we are in the room again, if it is not there"}
		}
		err := s.update("queue message again", func(tx *bbolt.Tx) (err error) {
			h := s.history(tx, a.jid)
			if row, err = h.InChat(who, c.ID); errors.Is(err, history.ErrNotFound) {
				return notFound("id", c.ID)
			} else if err != nil {
				return err
			}
			if !row.Own || !row.State.Sendable() {
				return &Error{Kind: KindConflict, Param: "id", Why: "the message has not failed"}
			}
			if notUploaded(row) {
				row.State, row.ErrKind, row.ErrText, e = history.StatePending, "", "", history.Entry{}
				return errors.Join(h.Put(row), h.Need(uploadOf(row)))
			}
			e = history.Entry{Purpose: history.ForMessage, Chat: who, Row: row.ID, ID: row.EditID, Encrypted: row.Encrypted, Again: row.ErrKind}
			row.State, row.ErrKind, row.ErrText, row.Recipients, row.Count = history.StatePending, "", "", nil, 0
			if row.EditID != "" {
				if e.Encrypted, err = underEncryption(h, row); err != nil {
					return err
				}
			}
			return errors.Join(h.Put(row), h.Queue(&e))
		})
		if err != nil {
			return err
		}
		if e.Row != "" {
			a.remember(e)
		}
		a.arrived(row)
		return nil
	})
}
