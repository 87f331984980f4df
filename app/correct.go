package app

import (
	"context"
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp/corrections"
)

// A change — a correction or a retraction — is sent like a message, under the encryption of the chat, and waits in the outbox like
// one. It has no row: it changes one. An entry with an ID is a change of its row, whose EditID names the last one; what
// becomes of an older sending says nothing about the row as it stands now.

// Correct gives an own message another text and returns its id. What has not left yet leaves with the new text.
// KindConflict: whether the message arrived is not known, or it did not, or it was taken back.
func (s *Service) Correct(ctx context.Context, from, chat, id, body string) (string, error) {
	body, err := checkBody(body)
	if err != nil {
		return "", err
	}
	return id, s.onChat(ctx, from, chat, func(a *account, who string) error {
		return a.change(who, id, func(row *history.Message, e *history.Entry) error {
			switch {
			case e == nil:
				row.Body = body
			case row.Body != body:
				row.Revise(body, e.ID, a.now())
			default:
				*e = history.Entry{}
			}
			return nil
		})
	})
}

// change changes an own message by edit, and queues what tells the other side. edit gets nil instead of an entry when
// the row as it stands has not been written to a stream: then nobody has to be told. An edit that leaves nothing to tell
// empties the entry.
func (a *account) change(who, id string, edit func(row *history.Message, e *history.Entry) error) error {
	var row history.Message
	var e *history.Entry
	err := a.s.update("store change", func(tx *bbolt.Tx) (err error) {
		h := a.s.history(tx, a.jid)
		if row, err = h.InChat(who, id); errors.Is(err, history.ErrNotFound) {
			return notFound("id", id)
		} else if err != nil {
			return err
		}
		if !row.Own || row.Kind != "text" {
			return invalid("id", "not a message of one's own")
		}
		if row.Retracted() {
			return &Error{Kind: KindConflict, Param: "id", Detail: "the message was taken back"}
		}
		switch MessageState(row.State) {
		case MessageFailed, MessageUnknownFate:
			return &Error{Kind: KindConflict, Param: "id", Detail: "the message may not have arrived"}
		}
		waits, err := a.unwritten(h, row)
		if err != nil {
			return err
		}
		secret, err := underEncryption(h, row)
		if err != nil {
			return err
		}
		row.Private = row.Private || secret && !row.Encrypted
		if waits {
			e = nil
			if secret {
				err = a.encryptWaiting(h, &row, row.EditID)
			}
			return errors.Join(err, edit(&row, nil), h.Put(row))
		}
		e = &history.Entry{Purpose: history.ForMessage, Chat: who, Row: row.ID, ID: history.NewID(), Encrypted: secret}
		if err := edit(&row, e); err != nil || e.ID == "" {
			e = nil
			return err
		}
		row.State, row.ErrKind, row.ErrText = string(MessagePending), "", ""
		return errors.Join(h.Put(row), h.MarkOwn(e.ID, row.ID), h.Queue(e))
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

// underEncryption tells under which encryption a change of a row leaves: never in clear where the row, or the chat now,
// is encrypted.
func underEncryption(h *history.Store, row history.Message) (bool, error) {
	chat, err := h.Chat(row.Chat)
	return row.Secret() || !chat.Plain, err
}

// encryptWaiting puts under encryption what waits of a row and its change, because the row has a text now that was written
// under it.
func (a *account) encryptWaiting(h *history.Store, row *history.Message, change string) error {
	for i, e := range a.queue {
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
		h.OnCommit(func() { a.queue[i].Encrypted = true })
		return h.PutEntry(full)
	}
	return nil
}

// unwritten tells whether the row as it stands now has not been handed to a stream.
func (a *account) unwritten(h *history.Store, row history.Message) (bool, error) {
	for _, e := range a.queue {
		if e.Row == row.ID && e.ID == row.EditID {
			full, err := h.Entry(e.Seq)
			return full.Stanza == nil, err
		}
	}
	return false, nil
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
	id, ok := corrections.Of(in.msg)
	if !ok {
		return false, nil
	}
	row, found, err := a.changeable(h, in, next, id)
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
	if err != nil || !slices.ContainsFunc(after, func(m history.Message) bool { return m.From == row.From && m.Kind == string(RowText) }) {
		return err
	}
	if last := after[len(after)-1]; last.Notice == string(NoticeChanged) && last.ReplyRow == row.ID {
		return nil // it says so already
	}
	note := history.Message{Chat: row.Chat, From: row.From, Time: in.at, Kind: string(RowOther), Notice: string(NoticeChanged), Encrypted: true,
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
	row, err := h.SentBy(in.from, id)
	if errors.Is(err, history.ErrNotFound) && in.from == a.jid {
		row, err = h.OwnByMessageID(id)
	}
	if errors.Is(err, history.ErrNotFound) {
		return row, false, nil
	}
	if err != nil || row.Chat != in.chat || row.From != in.from || row.Kind != "text" || row.Retracted() {
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
	trusted := next.Trust == string(trust.Trusted) || next.Trust == string(trust.Verified)
	return next.Encrypted && (same || trusted)
}

// tookChange stores a row that somebody has changed, and what makes the change known when it comes again. A change has no
// place in the order of the archive, since the row keeps its own.
func (a *account) tookChange(h *history.Store, in arrival, row history.Message, out *taken) error {
	if row.Own {
		row.State = string(MessageSent)
	}
	err := errors.Join(h.Put(row), h.MarkSeen(in.from, in.msg.Id, in.digest, ""), a.markArchived(h, in, ""))
	if err == nil && in.msg.Id != "" {
		err = h.MarkSent(in.from, in.msg.Id, row.ID)
		if in.own && err == nil {
			err = h.MarkOwn(in.msg.Id, row.ID)
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
