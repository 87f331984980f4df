package app

import "vouch/app/history"

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

	lastEnd ending          // of a stream (blame.go)
	alone   map[uint64]bool // seqs that may have ended a stream: each leaves alone
	stuckAt uint64          // number of a question that the server got no further than …
	stuck   int             // … on so many streams in a row
}

func newOutbox() outbox {
	return outbox{
		inflight: map[uint64]uint64{}, made: map[uint64]bool{}, doubt: map[uint64]bool{}, resend: map[uint64]bool{},
		waits: map[uint64]Kind{}, unmade: map[uint64]failure{}, alone: map[uint64]bool{},
	}
}
