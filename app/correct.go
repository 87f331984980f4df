package app

import (
	"context"
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// A change — a correction or a retraction — is sent like a message, under the encryption of the chat, and waits in the outbox like
// one. It has no row: it changes one. An entry with an ID is a change of its row, whose EditID names the last one; what
// becomes of an older sending says nothing about the row as it stands now.

// Correct gives an own message another text and returns its id. What has not left yet, or was too long to leave, leaves
// with the new text. KindConflict: whether the message arrived is not known, or it did not, or it was taken back.
func (s *Service) Correct(ctx context.Context, from, chat, id, body string) (string, error) {
	body, err := checkBody(body)
	if err != nil {
		return "", err
	}
	return id, s.onChat(ctx, from, chat, func(a *account, who string) error { return a.correct(who, id, body) })
}

// correct changes the text of an own message, and queues what tells the other side, unless nobody has to be told: when the
// row as it stands has not been written to a stream, or says the same.
func (a *account) correct(who, id, body string) error {
	var row history.Message
	var e *history.Entry
	err := a.s.update("store change", func(tx *bbolt.Tx) (err error) {
		e = nil
		h := a.s.history(tx, a.jid)
		if row, err = correctable(h, who, id); err != nil {
			return err
		}
		secret, err := underEncryption(h, row)
		if err != nil {
			return err
		}
		row.Private = row.Private || secret && !row.Encrypted
		switch {
		case row.State == history.StateFailed:
			e = requeue(&row, secret)
			row.Body = body
		case a.waiting(row.ID, row.EditID):
			row.Body = body
			if secret {
				err = a.encryptWaiting(h, &row, row.EditID)
			}
			return errors.Join(err, h.Put(row))
		case row.Body == body:
			return nil
		default:
			e = &history.Entry{Purpose: history.ForMessage, Chat: who, Row: row.ID, ID: history.NewID(), Encrypted: secret}
			row.Revise(body, e.ID, a.now())
			err = h.MarkOwn(row.Chat, e.ID, row.ID)
		}
		row.State, row.ErrKind, row.ErrText, row.Count = history.StatePending, "", "", 0
		return errors.Join(err, h.Put(row), h.Queue(e))
	})
	if err != nil {
		return err
	}
	if e != nil {
		a.remember(*e)
	}
	a.arrived(row)
	return nil
}

// correctable is an own message whose text can be another one.
func correctable(h *history.Store, who, id string) (history.Message, error) {
	row, err := h.InChat(who, id)
	switch {
	case errors.Is(err, history.ErrNotFound):
		return row, notFound("id", id)
	case err != nil:
		return row, err
	case !row.Own || !row.Kind.Said():
		return row, invalid("id", "not a message of one's own")
	case row.Retracted():
		return row, &Error{Kind: KindConflict, Param: "id", Why: "the message was taken back"}
	case row.State == history.StateFailed && row.ErrKind != KindTooBig, row.State == history.StateUnknownFate:
		return row, &Error{Kind: KindConflict, Param: "id", Why: "the message may not have arrived"}
	}
	return row, nil
}

// requeue is a new outbox entry for a row, or its last change, that never left.
func requeue(row *history.Message, secret bool) *history.Entry {
	if row.EditID == "" && secret {
		row.Encrypted, row.Private = true, false
	}
	return &history.Entry{Purpose: history.ForMessage, Chat: row.Chat, Row: row.ID, ID: row.EditID, Encrypted: secret}
}

// underEncryption tells under which encryption a change of a row leaves: never in clear where the row, or the chat now,
// is encrypted.
func underEncryption(h *history.Store, row history.Message) (bool, error) {
	chat, err := h.Chat(row.Chat)
	return row.Secret() || !chat.Plain, err
}

// encryptWaiting puts under encryption what waits of a row and its change, because the row has a text now that was written
// under it.
func (a *account) encryptWaiting(h *history.Store, row *history.Message, change string) error {
	for i, e := range a.outbox.queue {
		if e.Row != row.ID || e.ID != change || e.Encrypted {
			continue
		}
		full, err := h.Entry(e.Seq)
		if err != nil {
			return err
		}
		full.Encrypted = true
		if full.ID == "" { // nothing of the row has left in clear
			row.Encrypted, row.Private = true, false
		}
		h.OnCommit(func() { a.outbox.queue[i].Encrypted = true })
		return h.PutEntry(full)
	}
	return nil
}

// takeChange changes a message that is here as next says. It is false where next is a message like others.
func (a *account) takeChange(h *history.Store, in arrival, next *history.Message, out *taken) (bool, error) {
	if done, err := a.takeRetraction(h, in, next, out); err != nil || done {
		return done, err
	}
	return a.takeCorrection(h, in, next, out)
}

// takeCorrection gives a message that is here the text of the one that corrects it, if that may. Else, or when it is no
// correction, it is false, and the message is one like others.
func (a *account) takeCorrection(h *history.Store, in arrival, next *history.Message, out *taken) (bool, error) {
	if in.said.corrects == "" {
		return false, nil
	}
	row, found, err := a.changeable(h, in, next, in.said.corrects)
	if err != nil || !found {
		return false, err
	}
	row.Private = row.Private || next.Encrypted && !row.Encrypted
	if in.at.Before(row.Written()) { // the archive brings an older one than came in live
		v := history.Version{Body: next.Body, Time: in.at, ID: in.msg.Id, State: row.State, Device: next.Device, Fingerprint: next.Fingerprint, Trust: next.Trust}
		if v.Time.Before(row.Time) {
			v.Time = row.Time
		}
		row.Keep(v)
		return true, a.tookChange(h, in, row, out)
	}
	if row.Body == next.Body {
		row.EditID = in.msg.Id
	} else {
		row.Revise(next.Body, in.msg.Id, in.at)
	}
	if next.ReplyTo != "" {
		row.ReplyTo, row.ReplyRow, row.Quoted = next.ReplyTo, next.ReplyRow, next.Quoted
	}
	if row.Encrypted {
		row.Device, row.Fingerprint, row.Trust = next.Device, next.Fingerprint, next.Trust
	}
	return true, errors.Join(a.noteChanged(h, in, row, out), a.tookChange(h, in, row, out))
}

// noteChanged leaves a row where an encrypted message has changed one that is not its sender's last. Which message it
// changes stands outside of the encryption: without the row, a server could hide what is new far up in the chat.
func (a *account) noteChanged(h *history.Store, in arrival, row history.Message, out *taken) error {
	if !row.Secret() || in.own || in.place.Quiet {
		return nil
	}
	after, err := h.After(row.Chat, row.Sort, seenAhead)
	if err != nil || !slices.ContainsFunc(after, func(m history.Message) bool { return m.From == row.From && m.Kind.Said() }) {
		return err
	}
	if last := after[len(after)-1]; last.Notice == history.NoticeChanged && last.ReplyRow == row.ID {
		return nil // it says so already
	}
	note := history.Message{Chat: row.Chat, From: row.From, Time: in.at, Kind: history.KindOther, Notice: history.NoticeChanged, Encrypted: true,
		ReplyTo: row.MessageID, ReplyRow: row.ID, Device: row.Device, Fingerprint: row.Fingerprint, Trust: row.Trust}
	if err := a.place(h, in, &note); err != nil {
		return err
	}
	out.rows = append(out.rows, note)
	return nil
}

// changeable finds the message with this id that next may change: one of the same sender and chat and, when that came
// encrypted, only if next did too, from the same device or one that the user trusts.
func (a *account) changeable(h *history.Store, in arrival, next *history.Message, id string) (history.Message, bool, error) {
	row, err := h.SentBy(in.chat, in.from, id)
	if errors.Is(err, history.ErrNotFound) && in.from == a.jid {
		row, err = h.OwnByMessageID(in.chat, id)
	}
	if errors.Is(err, history.ErrNotFound) && in.room != nil {
		row, err = a.inChatByWire(h, in.chat, id)
	}
	if errors.Is(err, history.ErrNotFound) {
		return row, false, nil
	}
	if err != nil || !in.wrote(row) || !row.Kind.Said() || row.Retracted() {
		return row, false, err
	}
	return row, mayChange(row, *next), nil
}

// mayChange tells whether what next is known to come from may change a row of the same sender.
func mayChange(row, next history.Message) bool {
	if !row.Encrypted {
		return true
	}
	same := row.Fingerprint != "" && row.Device == next.Device && row.Fingerprint == next.Fingerprint
	trusted := next.Trust.Reads()
	return next.Encrypted && (same || trusted)
}

// tookChange stores a row that somebody has changed, and what makes the change known when it comes again. A change has no
// place in the order of the archive, since the row keeps its own.
func (a *account) tookChange(h *history.Store, in arrival, row history.Message, out *taken) error {
	if row.Own {
		row.State = history.StateSent
	}
	err := errors.Join(h.Put(row), h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, ""), a.markArchived(h, in, ""))
	if err == nil && in.msg.Id != "" {
		err = h.MarkSent(in.chat, in.from, in.msg.Id, row.ID)
		if in.own && err == nil {
			err = h.MarkOwn(in.chat, in.msg.Id, row.ID)
		}
	}
	if err != nil {
		return err
	}
	out.rows = append(out.rows, row)
	return a.oweReceipt(h, in, &row)
}

// lastOf tells whether a message id names the row as it stands now, and not a sending before the last change.
func lastOf(row history.Message, id string) bool {
	return id == row.EditID || row.EditID == "" && id == row.MessageID
}
