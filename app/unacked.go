package app

import (
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

// sortInflight sorts what was on its way when a stream ended. With the server's count h everything is known: what is up
// to h has arrived, the rest has not and goes out again. Without it, what the stream had begun to write may have arrived;
// what it had not is known to be unwritten, and is made anew when its turn comes, with the trust of that moment.
func (a *account) sortInflight(h uint64, known bool) error {
	if known {
		if err := a.acked(h); err != nil {
			return err
		}
		if err := a.blameCounted(h); err != nil {
			return err
		}
	} else if err := a.blame(false); err != nil {
		return err
	}
	var unwritten, missing []uint64
	for number, seq := range a.outbox.inflight {
		switch {
		case a.isForRoom(seq) && (known || number <= a.outbox.written):
			a.outbox.doubt[seq] = true
		case a.isForRoom(seq):
			unwritten = append(unwritten, seq)
		case known:
			missing = append(missing, seq)
		case number <= a.outbox.written:
			a.outbox.doubt[seq] = true
		default:
			unwritten = append(unwritten, seq)
		}
	}
	clear(a.outbox.inflight)
	for _, seq := range slices.Concat(unwritten, missing) {
		a.outbox.resend[seq] = true // where the file fails below: none of them is there
	}
	if err := a.unmake(unwritten); err != nil {
		return err
	}
	slices.Sort(missing)
	return a.sendMissing(missing)
}

// isForRoom tells whether the entry with that sequence goes to a room.
func (a *account) isForRoom(seq uint64) bool {
	return slices.ContainsFunc(a.outbox.queue, func(e history.Entry) bool { return e.Seq == seq && a.rooms.Is(e.Chat) })
}

// sendMissing writes again what is known not to have arrived: in the same bytes while every device it was made for is
// still trusted and active, else made anew when its turn comes. Suspects wait for their turn, and what stands behind them, or behind
// what is made anew, in their chat, and what goes to a room, which may not be ready; what had all its tries, or is larger than the server takes by now, is given up.
func (a *account) sendMissing(seqs []uint64) error {
	if len(seqs) == 0 {
		return nil
	}
	var again []history.Entry
	var turn, anew, gone []uint64
	waits := map[string]bool{} // chats of which something waits for its turn, and the later ones with it
	most := a.limit()
	err := a.s.view("sort missing messages", func(tx *bbolt.Tx) error {
		h, ts := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
		return eachEntry(h, seqs, func(e history.Entry, _ *history.Message) error {
			same, err := stillMeant(h, ts, a.jid, e)
			switch {
			case spent(e), most > 0 && len(e.Stanza) > most:
				gone = append(gone, e.Seq)
			case same && e.Stanza != nil && !a.outbox.alone[e.Seq] && !a.rooms.Is(e.Chat) && !(e.Purpose == history.ForMessage && waits[e.Chat]):
				again = append(again, e)
				return err
			case same && e.Stanza != nil:
				turn = append(turn, e.Seq)
			default:
				anew = append(anew, e.Seq)
			}
			waits[e.Chat] = waits[e.Chat] || e.Purpose == history.ForMessage
			return err
		})
	})
	if err != nil {
		return err
	}
	if err := errors.Join(a.unmake(anew), a.giveUpOn(gone)); err != nil {
		return err // what is in doubt stays so
	}
	for _, seq := range seqs {
		delete(a.outbox.doubt, seq)
	}
	for _, seq := range turn {
		a.outbox.resend[seq] = true
	}
	if len(turn) > 0 {
		a.wakeIn(0)
	}
	for _, e := range again {
		a.send(e.Seq, e.Stanza, true)
	}
	return nil
}

// unmake takes back stanzas that were made but never written. The ratchet steps they took are skipped, which harms
// nothing.
func (a *account) unmake(seqs []uint64) error {
	if len(seqs) == 0 {
		return nil
	}
	var rows []history.Message
	err := a.s.update("take back unwritten messages", func(tx *bbolt.Tx) error {
		rows = nil
		h := a.s.history(tx, a.jid)
		return eachEntry(h, seqs, func(e history.Entry, row *history.Message) error {
			e.Stanza, e.Recipients = nil, nil
			if err := h.PutEntry(e); err != nil || row == nil || e.ID != row.EditID || row.State != history.StateSending {
				return err
			}
			row.State, row.Recipients = history.StatePending, nil
			rows = append(rows, *row)
			return h.Put(*row)
		})
	})
	if err != nil {
		return err
	}
	for _, seq := range seqs {
		delete(a.outbox.made, seq)
		delete(a.outbox.doubt, seq)
		delete(a.outbox.resend, seq)
	}
	for _, row := range rows {
		a.arrived(row)
	}
	return nil
}

// settle decides, once the archive has told what did arrive, about what may have been written on an older stream. Where
// the archive is known to keep what we send, it is missing, and goes out again. Where no archive can say, an encrypted
// message goes out again in the same bytes while every device it was made for is still trusted: if the first copy did
// arrive, the receiver's ratchet silences the second. All others are for the user to decide about.
func (a *account) settle() error {
	archives, fates := a.archivesOwn(), map[fate][]uint64{}
	err := a.s.view("settle outbox", func(tx *bbolt.Tx) error {
		clear(fates)
		h, ts := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
		for _, q := range a.outbox.queue {
			if !a.outbox.doubt[q.Seq] || a.rooms.Is(q.Chat) {
				continue // what goes to a room is decided about when we are in it
			}
			f, err := a.fateOf(h, ts, q.Seq, archives)
			if err != nil {
				return err
			}
			fates[f] = append(fates[f], q.Seq)
		}
		return nil
	})
	if err != nil {
		return err
	}
	rows, err := a.finishEntries(append(fates[unknown], fates[needless]...), func(history.Entry) word {
		return word{state: history.StateUnknownFate, kind: KindUnknownFate}
	})
	for _, row := range rows {
		a.arrived(row)
	}
	return errors.Join(err, a.giveUpOn(fates[hopeless]), a.sendMissing(fates[missing]))
}

// fate is what becomes of an entry that may have been written on an older stream.
type fate int

const (
	missing  fate = iota // goes out again
	unknown              // the user decides
	hopeless             // was refused, as the server said
	needless             // need not go out again
)

func (a *account) fateOf(h *history.Store, ts *trust.Store, seq uint64, archives bool) (fate, error) {
	e, err := h.Entry(seq)
	if errors.Is(err, history.ErrNotFound) {
		return needless, nil
	} else if err != nil {
		return unknown, err
	}
	same, err := stillTrusted(ts, e.Recipients)
	if err != nil {
		return unknown, err
	}
	keeps, err := a.keepsFor(h, e.Chat)
	if err != nil {
		return unknown, err
	}
	switch {
	case e.Purpose == history.ForReceipt, e.Purpose == history.ForReaction, e.Purpose == history.ForMarker,
		archives && keeps && e.Purpose == history.ForMessage, e.Encrypted && same && len(e.Recipients) > 0:
		return missing, nil
	case e.Purpose != history.ForMessage:
		return needless, nil
	case spent(e), e.Refused != "":
		return hopeless, nil
	}
	return unknown, nil
}

// eachEntry calls f for the outbox entries that are still there, with their rows: nil for one that has none, or whose row
// was cleared or cannot be read, which must not hold up the others. A row may have been changed since; then its EditID is
// another.
func eachEntry(h *history.Store, seqs []uint64, f func(e history.Entry, row *history.Message) error) error {
	for _, seq := range seqs {
		e, err := h.Entry(seq)
		if errors.Is(err, history.ErrNotFound) {
			continue
		} else if err != nil {
			return err
		}
		var row *history.Message
		if m, err := h.Get(e.Row); e.Row != "" && err == nil {
			row = &m
		}
		if err := f(e, row); err != nil {
			return err
		}
	}
	return nil
}

// stillTrusted tells whether every device is trusted and active now.
func stillTrusted(ts *trust.Store, devices []history.Recipient) (bool, error) {
	for _, r := range devices {
		d, ok, err := ts.Device(r.JID, r.Device)
		if err != nil {
			return false, err
		}
		if !ok || !d.Active || d.Fingerprint != r.Fingerprint || !d.Level.Reads() {
			return false, nil
		}
	}
	return true, nil
}
