package app

import (
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// acked takes the server's word that our stanzas up to number have reached it.
func (a *account) acked(number uint64) error {
	var done []uint64
	for n, seq := range a.outbox.inflight {
		if n > number {
			continue
		}
		if i := slices.IndexFunc(a.outbox.queue, func(e history.Entry) bool { return e.Seq == seq }); i >= 0 && a.reflected(a.outbox.queue[i]) {
			a.awaitReflection(seq)
			delete(a.outbox.inflight, n)
			continue
		}
		done = append(done, seq)
	}
	if len(done) == 0 {
		return nil
	}
	rows, err := a.finishEntries(done, func(history.Entry) word { return word{state: history.StateSent} })
	if err != nil {
		return err
	}
	for n := range a.outbox.inflight {
		if n <= number {
			delete(a.outbox.inflight, n)
		}
	}
	for _, row := range rows {
		a.arrived(row)
	}
	return nil
}

// finishEntries takes entries out of the outbox, and gives their rows the word that says why.
func (a *account) finishEntries(seqs []uint64, says func(e history.Entry) word) ([]history.Message, error) {
	var rows []history.Message
	err := a.s.update("finish outbox entries", func(tx *bbolt.Tx) error {
		rows = nil
		h := a.s.history(tx, a.jid)
		return eachEntry(h, seqs, func(e history.Entry, row *history.Message) error {
			if err := h.Unqueue(e.Seq); err != nil || row == nil || !hears(row, e.ID, says(e)) {
				return err
			}
			rows = append(rows, *row)
			return h.Put(*row)
		})
	})
	if err == nil {
		for _, seq := range seqs {
			a.forget(seq)
		}
	}
	return rows, err
}

// forget drops an entry from the loop's copy of the outbox.
func (a *account) forget(seq uint64) {
	for i := range a.outbox.queue {
		if a.outbox.queue[i].Seq == seq {
			a.outbox.queue = append(a.outbox.queue[:i:i], a.outbox.queue[i+1:]...)
			break
		}
	}
	delete(a.outbox.waits, seq)
	delete(a.outbox.doubt, seq)
	delete(a.outbox.made, seq)
	delete(a.outbox.alone, seq)
	delete(a.outbox.resend, seq)
	delete(a.outbox.unmade, seq)
	delete(a.outbox.unseen, seq)
}

// markWaiting writes into the rows why they wait, unless they say so.
func (a *account) markWaiting(waits map[uint64]Kind) error {
	maps.DeleteFunc(waits, func(seq uint64, kind Kind) bool { was, known := a.outbox.waits[seq]; return known && was == kind })
	if len(waits) == 0 {
		return nil
	}
	var rows []history.Message
	err := a.s.update("mark waiting messages", func(tx *bbolt.Tx) error {
		rows = nil
		h := a.s.history(tx, a.jid)
		return eachEntry(h, slices.Collect(maps.Keys(waits)), func(e history.Entry, row *history.Message) error {
			kind := waits[e.Seq]
			if row == nil || e.ID != row.EditID || row.State == history.StatePending && row.ErrKind == kind {
				return nil
			}
			row.State, row.ErrKind, row.ErrText = history.StatePending, kind, a.saidAbout(e.Chat, kind)
			rows = append(rows, *row)
			return h.Put(*row)
		})
	})
	if err != nil {
		return err
	}
	for seq, kind := range waits {
		a.outbox.waits[seq] = kind
	}
	for _, row := range rows {
		a.arrived(row)
	}
	return nil
}
