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

// Retract takes an own message back and returns its id: its text is gone here at once, and the other side is told. One
// that has not left yet is gone altogether, and so is one that failed. KindConflict: it was taken back already.
func (s *Service) Retract(ctx context.Context, from, chat, id string) (string, error) {
	return id, s.onChat(ctx, from, chat, func(a *account, who string) error { return a.retract(who, id) })
}

func (a *account) retract(who, id string) error {
	var row history.Message
	var dropped uint64
	var e *history.Entry
	err := a.s.update("take back message", func(tx *bbolt.Tx) (err error) {
		dropped, e = 0, nil
		h := a.s.history(tx, a.jid)
		if row, err = h.InChat(who, id); errors.Is(err, history.ErrNotFound) {
			return notFound("id", id)
		} else if err != nil {
			return err
		}
		switch {
		case !row.Own || row.Kind != "text":
			return invalid("id", "not a message of one's own")
		case row.Retracted():
			return &Error{Kind: KindConflict, Param: "id", Detail: "the message was taken back already"}
		}
		if _, last, err := a.entryOf(h, who, id); err == nil && last.Stanza == nil {
			dropped = last.Seq
			if err := h.Unqueue(last.Seq); err != nil {
				return err
			}
		}
		if row.EditID == "" && (dropped != 0 || row.State == string(MessageFailed)) {
			return h.Delete(row) // it never left
		}
		e = &history.Entry{Purpose: history.ForMessage, Chat: who, Row: row.ID, ID: history.NewID()}
		if e.Encrypted, err = underEncryption(h, row); err != nil {
			return err
		}
		row.EditID, row.State, row.ErrKind, row.ErrText = e.ID, string(MessagePending), "", ""
		return errors.Join(h.Erase(&row, a.jid, a.now()), h.MarkOwn(e.ID, row.ID), h.Queue(e))
	})
	if err != nil {
		return err
	}
	if dropped != 0 {
		a.forget(dropped)
	}
	if e != nil {
		a.remember(*e)
	}
	a.changed(EventMessage, who, id)
	return nil
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
	id, ok := retractions.Of(in.msg)
	if !ok || !onlyRetracts(in.msg, *next) {
		return false, nil
	}
	row, may, err := a.changeable(h, in, next, id)
	switch {
	case err != nil:
		return false, err
	case !may && row.ID != "" && !row.Retracted() && row.From == in.from && next.Body != "":
		return false, nil // the user should know that somebody tried
	case !may && row.ID == "":
		return true, errors.Join(a.lateRetraction(h, in, next, id, out), h.MarkSeen(in.from, in.msg.Id, in.digest, ""), a.markArchived(h, in, ""))
	case !may:
		return true, errors.Join(h.MarkSeen(in.from, in.msg.Id, in.digest, ""), a.markArchived(h, in, ""))
	}
	row.EditID = in.msg.Id
	if err := h.Erase(&row, in.from, in.at); err != nil {
		return false, err
	}
	return true, a.tookChange(h, in, row, out)
}
