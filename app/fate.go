package app

import (
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

// doubtful sorts what was on its way when a stream ended. What the stream had begun to write may have arrived; what it had
// not is known to be unwritten, and is made anew when its turn comes: with the trust of that moment.
func (a *account) doubtful(written uint64) error {
	var unwritten []uint64
	for number, seq := range a.inflight {
		if number <= written {
			a.doubt[seq] = true
		} else {
			unwritten = append(unwritten, seq)
		}
	}
	clear(a.inflight)
	return a.unmake(unwritten)
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
		for _, seq := range seqs {
			e, err := h.Entry(seq)
			if errors.Is(err, history.ErrNotFound) {
				continue
			} else if err != nil {
				return err
			}
			delete(a.made, seq)
			e.Stanza, e.Recipients = nil, nil
			if err := h.PutEntry(e); err != nil {
				return err
			}
			if e.Row == "" {
				continue
			}
			row, err := h.Get(e.Row)
			if errors.Is(err, history.ErrNotFound) {
				continue
			} else if err != nil {
				return err
			}
			row.State, row.Recipients = string(MessagePending), nil
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

// settle decides, on a new stream, about what may have been written on an older one. An encrypted message goes out again
// in the same bytes while every device it was made for is still trusted and active: if the first copy did arrive, the
// receiver's ratchet silences the second. All other messages are for the user to decide about; nobody can say whether
// they arrived, and in other bytes they would be seen twice.
func (a *account) settle() error {
	var again []history.Entry
	var unknown, gone []uint64
	err := a.s.view("settle outbox", func(tx *bbolt.Tx) error {
		h, ts := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
		for _, q := range a.queue {
			if !a.doubt[q.Seq] {
				continue
			}
			e, err := h.Entry(q.Seq)
			if errors.Is(err, history.ErrNotFound) {
				gone = append(gone, q.Seq)
				continue
			} else if err != nil {
				return err
			}
			same, err := stillTrusted(ts, e.Recipients)
			if err != nil {
				return err
			}
			switch {
			case e.Purpose == history.ForReceipt, e.Encrypted && same && len(e.Recipients) > 0:
				again = append(again, e)
			case e.Purpose == history.ForMessage:
				unknown = append(unknown, e.Seq)
			default:
				gone = append(gone, e.Seq)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	rows, err := a.finishEntries(append(unknown, gone...), MessageUnknownFate, KindUnknownFate)
	if err != nil {
		return err
	}
	for _, row := range rows {
		a.arrived(row)
	}
	for _, e := range again {
		delete(a.doubt, e.Seq)
		a.send(e.Seq, e.Stanza)
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
		if !ok || !d.Active || d.Fingerprint != r.Fingerprint || !slices.Contains([]trust.Level{trust.Trusted, trust.Verified}, d.Level) {
			return false, nil
		}
	}
	return true, nil
}
