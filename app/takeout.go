package app

import (
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// takeOut takes entries out of the outbox that are not known to have arrived, in whatever state they are, in one transaction
// with do. Their bytes do not go out any more: neither from the queue of the stream nor when one is continued. do is told
// which may have arrived all the same.
func (a *account) takeOut(what string, entries []history.Entry, do func(tx *bbolt.Tx, arrived map[uint64]bool) error) error {
	arrived := map[uint64]bool{}
	for _, e := range entries {
		arrived[e.Seq] = a.recall(e)
	}
	err := a.s.update(what, func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		for _, e := range entries {
			if err := h.Unqueue(e.Seq); err != nil {
				return err
			}
		}
		return do(tx, arrived)
	})
	for _, e := range entries {
		switch {
		case err == nil:
			a.forget(e.Seq)
		case arrived[e.Seq] && a.outbox.made[e.Seq]:
			a.outbox.doubt[e.Seq] = true
		case err != nil:
			delete(a.outbox.made, e.Seq) // it is made anew
		}
	}
	return err
}

// recall withdraws what was made of an entry, and tells whether it, or an earlier sending of it, may have arrived.
func (a *account) recall(e history.Entry) bool {
	earlier := e.Again == KindUnknownFate || e.Again == KindNotReflected
	if !a.outbox.made[e.Seq] {
		return earlier
	}
	for number, seq := range a.outbox.inflight {
		if seq != e.Seq {
			continue
		}
		delete(a.outbox.inflight, number)
		return !a.withdraw(number) || earlier
	}
	return true
}

// withdraw takes the bytes of a stanza back that is on its way, and tells whether they had not been written. A try to
// continue a stream with them begins anew.
func (a *account) withdraw(number uint64) (unwritten bool) {
	switch {
	case a.conn.client != nil:
		return a.conn.client.Withdraw(number)
	case a.conn.resume != nil:
		a.conn.giveUpTry()
		left, unwritten := a.conn.resume.Without(number)
		a.conn.resume = &left
		return unwritten
	}
	return number > a.outbox.written
}

// ownText is an own message of a chat whose text was not taken back.
func (a *account) ownText(who, id string) (row history.Message, err error) {
	err = a.s.view("read message", func(tx *bbolt.Tx) error {
		row, err = a.s.history(tx, a.jid).InChat(who, id)
		return err
	})
	switch {
	case errors.Is(err, history.ErrNotFound):
		return row, notFound("id", id)
	case err != nil:
		return row, err
	case !row.Own || !row.Kind.Said():
		return row, invalid("id", "not a message of one's own")
	case row.Retracted():
		return row, &Error{Kind: KindConflict, Param: "id", Why: "the message was taken back already"}
	}
	return row, nil
}

// sendings are the outbox entries of a row.
func (a *account) sendings(row string) (out []history.Entry) {
	for _, e := range a.outbox.queue {
		if e.Purpose == history.ForMessage && e.Row == row {
			out = append(out, e)
		}
	}
	return out
}

// sendingsTo are the outbox entries to somebody: all but retractions, which the other side should know of.
func (a *account) sendingsTo(who string, purposes ...history.Purpose) (out []history.Entry, err error) {
	err = a.s.view("read messages that wait", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		for _, e := range a.outbox.queue {
			if e.Chat != who || len(purposes) > 0 && !slices.Contains(purposes, e.Purpose) {
				continue
			}
			if row, err := h.Get(e.Row); e.Row != "" && err == nil && row.Retracted() && e.ID == row.EditID {
				continue
			}
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

// dropAll takes everything out of the outbox that is for somebody who was removed from the contacts, and says so in the rows.
func (a *account) dropAll(who string) error {
	waiting, err := a.sendingsTo(who)
	if err != nil || len(waiting) == 0 {
		return err
	}
	var rows []history.Message
	err = a.takeOut("take messages back", waiting, func(tx *bbolt.Tx, arrived map[uint64]bool) error {
		rows = nil
		h := a.s.history(tx, a.jid)
		for _, e := range waiting {
			row, err := h.Get(e.Row)
			says := word{state: history.StateFailed, kind: KindRemoved}
			if arrived[e.Seq] {
				says = word{state: history.StateUnknownFate, kind: KindUnknownFate}
			}
			if e.Row == "" || err != nil || !hears(&row, e.ID, says) {
				continue
			}
			if err := h.Put(row); err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	for _, row := range rows {
		a.arrived(row)
	}
	return err
}
