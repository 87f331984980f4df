package app

import (
	"errors"
	"slices"

	"vouch/app/history"
)

// A change may come before the message that it changes: what is fetched backwards comes that way. A correction then stands
// as a row of its own, and a retraction shows nothing; both wait, and are checked like others when the message comes.

// lateCorrection keeps a row that corrects a message which is not here. Where it was taken back too, its text goes.
func (a *account) lateCorrection(h *history.Store, in arrival, row *history.Message) error {
	id := in.said.corrects
	if id == "" || !row.Kind.Said() || row.MessageID == "" {
		return nil
	}
	if known, err := a.isHere(h, in, id); err != nil || known {
		return err
	}
	waiting, err := h.Late(in.chat, in.from, id)
	if err != nil {
		return err
	}
	for _, l := range waiting {
		if l.Row == "" && mayChange(*row, claimOf(l)) {
			if err := h.Erase(row, in.from, l.Time); err != nil {
				return err
			}
		}
	}
	return h.AddLate(in.from, id, history.Late{Row: row.ID, Chat: row.Chat})
}

// lateRetraction keeps a retraction of a message that is not here. A correction of it that stands here loses its text now.
func (a *account) lateRetraction(h *history.Store, in arrival, next *history.Message, id string, out *taken) error {
	l := history.Late{Chat: in.chat, ID: in.msg.Id, Time: in.at, Encrypted: next.Encrypted, Device: next.Device, Fingerprint: next.Fingerprint, Trust: next.Trust}
	waiting, err := h.Late(in.chat, in.from, id)
	if err != nil {
		return err
	}
	for _, other := range waiting {
		if other.Row == "" {
			continue
		}
		row, err := h.Get(other.Row)
		switch {
		case errors.Is(err, history.ErrNotFound):
			continue
		case err != nil:
			return err
		case row.Retracted() || !mayChange(row, claimOf(l)):
			continue
		}
		if err := h.Erase(&row, in.from, in.at); err != nil {
			return err
		}
		out.rows = append(out.rows, row)
	}
	return h.AddLate(in.from, id, l)
}

// claimOf is what is known about who took a message back, as a row says it.
func claimOf(l history.Late) history.Message {
	return history.Message{Encrypted: l.Encrypted, Device: l.Device, Fingerprint: l.Fingerprint, Trust: l.Trust}
}

// isHere tells whether a message of the sender of an arrival with this id attribute is here.
func (a *account) isHere(h *history.Store, in arrival, id string) (bool, error) {
	_, err := h.SentBy(in.chat, in.from, id)
	if errors.Is(err, history.ErrNotFound) && in.from == a.jid {
		_, err = h.OwnByMessageID(in.chat, id)
	}
	if errors.Is(err, history.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// changeLate applies what came before the message that it changes, as far as it may: corrections in the order they were
// written, then a retraction.
func (a *account) changeLate(h *history.Store, in arrival, row *history.Message) error {
	if !row.Kind.Said() || row.MessageID == "" {
		return nil
	}
	waiting, err := h.Late(in.chat, in.from, row.MessageID)
	if err != nil || len(waiting) == 0 {
		return err
	}
	var texts []history.Message
	var back *history.Late
	for i, l := range waiting {
		switch {
		case l.Row != "":
			next, err := h.Get(l.Row)
			if err == nil && mayChange(*row, next) {
				texts = append(texts, next)
			} else if err != nil && !errors.Is(err, history.ErrNotFound) {
				return err
			}
		case back == nil && mayChange(*row, claimOf(l)):
			back = &waiting[i]
		}
	}
	slices.SortStableFunc(texts, func(x, y history.Message) int { return x.Time.Compare(y.Time) })
	for _, next := range texts {
		takeOver(row, next)
		if err := h.Absorb(next, *row); err != nil {
			return err
		}
	}
	if back != nil {
		row.EditID = back.ID
		if err := h.Erase(row, in.from, back.Time); err != nil {
			return err
		}
	}
	return errors.Join(h.Put(*row), h.DropLate(in.chat, in.from, row.MessageID))
}

// takeOver gives a row the texts of one that corrects it.
func takeOver(row *history.Message, next history.Message) {
	row.Private = row.Private || next.Secret() && !row.Encrypted
	for _, v := range append(slices.Clip(next.Earlier), next.Version()) {
		if v.ID == "" {
			v.ID = next.MessageID
		}
		if written := row.Written(); v.Time.Before(written) {
			v.Time = written // whatever the clocks say, a correction is later than what it corrects
		}
		row.Revise(v.Body, v.ID, v.Time)
	}
	if next.ReplyTo != "" {
		row.ReplyTo, row.ReplyRow, row.Quoted = next.ReplyTo, next.ReplyRow, next.Quoted
	}
	if len(row.Reactions) == 0 {
		row.Reactions = next.Reactions
	}
	if row.Encrypted {
		row.Device, row.Fingerprint, row.Trust = next.Device, next.Fingerprint, next.Trust
	}
}
