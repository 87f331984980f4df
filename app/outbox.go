package app

import (
	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// outbox is the loop's copy of the outbox beside the file, and what only this run knows of its entries. Entries are named
// by their sequence in the file (seq), stanzas by their number on the stream (XEP-0198).
type outbox struct {
	queue    []history.Entry    // oldest first, without stanza bytes
	inflight map[uint64]uint64  // number on the stream → seq
	written  uint64             // numbers up to this left on the stream that was cut
	made     map[uint64]bool    // seqs whose stanza exists: on its way, or in doubt
	doubt    map[uint64]bool    // seqs that may have been written on an older stream
	resend   map[uint64]bool    // those of doubt that are to go out again in the same bytes
	waits    map[uint64]Kind    // by seq: why an entry waits, as its row says
	unmade   map[uint64]failure // seqs that could not be made into a stanza
	unseen   map[uint64]unseen  // seqs that their room has to send back

	lastEnd ending          // of a stream (blame.go)
	alone   map[uint64]bool // seqs that may have ended a stream: each leaves alone
	stuckAt uint64          // number of a question that the server got no further than …
	stuck   int             // … on so many streams in a row
}

func newOutbox() outbox {
	return outbox{
		inflight: map[uint64]uint64{}, made: map[uint64]bool{}, doubt: map[uint64]bool{}, resend: map[uint64]bool{},
		waits: map[uint64]Kind{}, unmade: map[uint64]failure{}, alone: map[uint64]bool{}, unseen: map[uint64]unseen{},
	}
}

// loadQueue reads the outbox once; from then on the loop keeps its own copy beside the file. What was made before this
// start may have been written.
func (a *account) loadQueue() error {
	return a.s.view("read outbox", func(tx *bbolt.Tx) error {
		entries, err := a.s.history(tx, a.jid).Outbox()
		a.outbox.queue = a.outbox.queue[:0]
		for _, e := range entries {
			if e.Stanza != nil {
				a.outbox.doubt[e.Seq], a.outbox.made[e.Seq] = true, true
			}
			if e.Tries > 0 {
				a.outbox.alone[e.Seq] = true
			}
			a.remember(e)
		}
		return err
	})
}

// remember puts e at the end of the loop's copy of the outbox.
func (a *account) remember(e history.Entry) {
	e.Stanza = nil
	a.outbox.queue = append(a.outbox.queue, e)
}
