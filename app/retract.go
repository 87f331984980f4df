package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/fallback"
	"vouch/xmpp/retractions"
)

// retracted is what clients show that do not know of retractions. It is on the wire, so it is not translated.
const retracted = "This person took back an earlier message, which this client cannot do."

// Retract takes an own message back and returns its id: its text is gone here at once, nothing of it leaves any more, and
// where it may have arrived the other side is told. One that has not left is gone altogether, and so is one that failed.
// KindConflict: it was taken back already.
func (s *Service) Retract(ctx context.Context, from, chat, id string) (string, error) {
	return id, s.onChat(ctx, from, chat, func(a *account, who string) error { return a.retract(who, id) })
}

func (a *account) retract(who, id string) error {
	row, err := a.ownText(who, id)
	if err != nil {
		return err
	}
	var e *history.Entry
	waiting := a.sendings(row.ID)
	err = a.takeOut("take back message", waiting, func(tx *bbolt.Tx, arrived map[uint64]bool) error {
		h := a.s.history(tx, a.jid)
		if row, err = h.InChat(who, id); err != nil {
			return err
		}
		if e = nil; neverLeft(row, waiting, arrived) {
			return h.Delete(row)
		}
		e = &history.Entry{Purpose: history.ForMessage, Chat: who, Row: row.ID, ID: history.NewID()}
		if e.Encrypted, err = underEncryption(h, row); err != nil {
			return err
		}
		row.EditID, row.State, row.ErrKind, row.ErrText = e.ID, history.StatePending, "", ""
		return errors.Join(h.Erase(&row, a.jid, a.now()), h.MarkOwn(row.Chat, e.ID, row.ID), h.Queue(e))
	})
	if err != nil {
		return err
	}
	if e != nil {
		a.remember(*e)
	}
	a.changed(EventMessage, who, id)
	return nil
}

// neverLeft tells whether nothing of a row, of which this was waiting, can have arrived.
func neverLeft(row history.Message, waiting []history.Entry, arrived map[uint64]bool) bool {
	first := row.EditID == "" && (row.State == history.StateFailed || uploading(row))
	for _, e := range waiting {
		if arrived[e.Seq] {
			return false
		}
		first = first || e.ID == ""
	}
	return first
}

// retractedBy are the sentences that clients send in the place of a text with a retraction: ours, those of the specification
// (XEP-0424 v0.3.0 and v0.4.2, which most send), and slixmpp's.
var retractedBy = []string{
	retracted,
	"This person attempted to retract a previous message, but it's unsupported by your client.",
	"/me retracted a previous message, but it's unsupported by your client.",
	"This person attempted to retract a previous message, but your client does not support it.",
}

// onlyRetracts tells whether the text of a message stands there only for clients that do not know its retraction. Of one
// that came encrypted, the text itself has to say so: the element beside it may be the server's.
func onlyRetracts(m *xmpp.Message, next history.Message) bool {
	switch {
	case next.Body == "":
		return true
	case next.Encrypted:
		return slices.Contains(retractedBy, strings.TrimSpace(next.Body))
	}
	return fallback.Whole(m, retractions.NS, retractions.Old)
}

// takeRetraction takes back a message that is here, if the one that says so may. It is false where next is to be shown
// as a message of its own: when it is no retraction, or one of something that it may not take back —
// unless there is nothing in it but words for clients that do not know of retractions.
func (a *account) takeRetraction(h *history.Store, in arrival, next *history.Message, out *taken) (bool, error) {
	id := in.said.retracts
	if id == "" || !onlyRetracts(in.msg, *next) {
		return false, nil
	}
	row, may, err := a.changeable(h, in, next, id)
	switch {
	case err != nil:
		return false, err
	case !may && row.ID != "" && !row.Retracted() && row.From == in.from && next.Body != "":
		return false, nil // the user should know that somebody tried
	case !may && row.ID == "":
		return true, errors.Join(a.lateRetraction(h, in, next, id, out), h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, ""), a.markArchived(h, in, ""))
	case !may:
		return true, errors.Join(h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, ""), a.markArchived(h, in, ""))
	}
	row.EditID = in.msg.Id
	if err := h.Erase(&row, in.from, in.at); err != nil {
		return false, err
	}
	return true, a.tookChange(h, in, row, out)
}
