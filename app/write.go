package app

import (
	"errors"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// write makes the stanza of an entry in transaction B and hands it to the stream. From the commit on the message counts
// as perhaps written. It reports whether the entry need not be looked at any more: it is on its way, or given up.
func (a *account) write(e history.Entry) bool {
	var bytes []byte
	var row history.Message
	var cause error // why it cannot be made
	most := a.limit()
	toRoom := a.rooms.Is(e.Chat)
	if toRoom && (most == 0 || most > mostForRoom) {
		most = mostForRoom
	}
	err := a.s.update("encrypt message", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		full, err := h.Entry(e.Seq)
		if errors.Is(err, history.ErrNotFound) {
			return errSuperseded
		} else if err != nil {
			return err
		}
		if bytes, row, cause = a.makeStanza(tx, &full); cause != nil {
			return cause
		}
		if most > 0 && len(bytes) > most {
			return errTooBig
		}
		of := a.jid
		if place, in := a.rooms.Place(full.Chat); in {
			of, full.Nick = full.Chat, place.Resourcepart()
		}
		at, err := h.Archive(of)
		if err != nil {
			return err
		}
		if full.Stanza = bytes; at.Begun {
			mark := at.Mark()
			full.Since = &mark
		}
		return h.PutEntry(full)
	})
	if toRoom && errors.Is(err, errTooBig) {
		return a.failAs(e, word{state: history.StateFailed, kind: KindTooBig, keys: len(row.Recipients)})
	}
	if err != nil {
		return a.notMade(e, err, cause)
	}
	delete(a.outbox.unmade, e.Seq)
	a.send(e.Seq, bytes, false)
	a.arrived(row)
	return true
}

// notMade sees to an entry that was not made: cause is why that cannot be, err why it is not on disk.
func (a *account) notMade(e history.Entry, err, cause error) bool {
	switch {
	case errors.Is(err, errSuperseded):
		return a.giveUp(e)
	case errors.Is(err, errTooBig):
		return a.fail(e, KindTooBig)
	case errors.Is(err, errNotReady):
		return false
	case errors.Is(err, errReadable):
		err, cause = a.encryptEntry(e), nil
	}
	if err != nil {
		a.log.Error("encrypt message", "err", err)
	}
	if cause == nil {
		return false // what is wrong with the disk will not be for ever
	}
	f := a.outbox.unmade[e.Seq]
	if f.times++; f.times >= mostMade {
		return a.fail(e, KindUnsendable)
	}
	pause := a.s.opt.Retry << f.times
	f.after = a.now().Add(pause)
	a.outbox.unmade[e.Seq] = f
	a.wakeIn(pause)
	return false
}

// fail takes an entry out of the outbox that cannot leave, and says in its row why.
func (a *account) fail(e history.Entry, kind Kind) bool {
	return a.failAs(e, word{state: history.StateFailed, kind: kind})
}

// failAs is fail with all that can be said about it.
func (a *account) failAs(e history.Entry, why word) bool {
	a.log.Warn("outbox entry given up", "purpose", e.Purpose, "kind", why.kind, "keys", why.keys)
	rows, err := a.finishEntries([]uint64{e.Seq}, func(history.Entry) word { return why })
	if err != nil {
		a.log.Error("give up outbox entry", "err", err)
		return false
	}
	for _, row := range rows {
		a.arrived(row)
	}
	return true
}

// writeAgain writes the same bytes of an entry once more that has gone out before, or has it made anew when a device that
// they were made for has lost its trust. It reports whether they were written.
func (a *account) writeAgain(seq uint64) bool {
	var e history.Entry
	same := false
	err := a.s.view("read message", func(tx *bbolt.Tx) (err error) {
		h := a.s.history(tx, a.jid)
		if e, err = h.Entry(seq); err == nil {
			same, err = stillMeant(h, a.s.trust(tx, a.jid), a.jid, e)
		}
		return err
	})
	if err == nil && same {
		return a.send(seq, e.Stanza, true)
	}
	if err == nil {
		err = a.unmake([]uint64{seq})
		a.wakeIn(0)
	}
	if err != nil {
		a.log.Error("write message again", "err", err)
	}
	return false
}

// encryptEntry puts an entry under encryption that was queued, and perhaps made, in clear, and has not been written: its
// text is another one now. Its turn comes again.
func (a *account) encryptEntry(e history.Entry) error {
	err := a.s.update("encrypt waiting message", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		row, err := h.Get(e.Row)
		if err != nil {
			return err
		}
		return errors.Join(a.encryptWaiting(h, &row, e.ID), h.Put(row))
	})
	if err == nil {
		a.wakeIn(0)
	}
	return err
}

// send hands a stanza that is on disk to the stream, and reports whether that took it. Again is for one that an earlier stream had:
// what may be there does not go out in other bytes, so it goes out on the next stream as it is.
func (a *account) send(seq uint64, stanza []byte, again bool) bool {
	number, err := a.conn.client.SendRaw(stanza)
	if err != nil {
		a.log.Info("write message", "err", err)
		a.conn.online = false // it is ending; nothing more is made for it
		a.outbox.made[seq], a.outbox.resend[seq] = true, true
		if again {
			return false
		}
		if err := a.unmake([]uint64{seq}); err != nil { // it never reached the stream
			a.log.Error("take back message", "err", err)
		}
		return false
	}
	a.outbox.made[seq] = true
	delete(a.outbox.waits, seq)
	delete(a.outbox.resend, seq)
	a.outbox.inflight[number] = seq
	return true
}

// mostMade is how often it is tried to make an entry, with pauses.
const mostMade = 3
