package xmpp

import (
	"fmt"
	"sync"
	"time"
)

// ledger keeps both counts of a stream (XEP-0198 v1.6 §4). On the wire they are modulo 2^32; here they are not.
type ledger struct {
	mu sync.Mutex // guards all fields

	sent    uint64 // own stanzas handed to the connection
	acked   uint64 // own stanzas the server has
	asked   bool   // a question for the server's count is unanswered
	askedAt time.Duration
	upTo    uint64 // sent, when it was asked
	bytes   int    // handed to the connection, and not known to have been read
	inTime  int    // of these, when it was asked

	counted   uint64 // stanzas that came in
	committed uint64 // of these without a gap from the first: handled
	silent    []span // beyond committed: stanzas that need no handling
	wanted    uint64 // the server asked when this many had come in; 0 once told so
}

// span is the stanzas from first to last.
type span struct{ first, last uint64 }

// sending notes n more own stanzas, just before they are written, and reports whether to ask for the server's count.
// It is asked once at a time; asks that fall due meanwhile are made up for by answered.
func (l *ledger) sending(n int, ask bool, now time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent += uint64(n)
	if l.asked || (n == 0 && !ask) {
		return false
	}
	l.asked, l.askedAt, l.upTo, l.inTime = true, now, l.sent, l.bytes
	return true
}

// handing notes bytes that are about to be written.
func (l *ledger) handing(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes += n
	if l.asked && l.upTo == l.sent {
		l.inTime = l.bytes // the question is at their end
	}
}

// draining is how long what was written may take a server to read that takes little at a time.
func (l *ledger) draining() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return drainTime(l.bytes)
}

// Servers read what a client writes as slowly as they are told to: Debian's Prosody 10 kB a second, ejabberd as it comes 3 kB after the
// first 20. A message to a group of hundreds of devices has 200.
const (
	drainFree = 20_000 // bytes
	drainRate = 3_000  // bytes a second
	drainMost = 2 * time.Minute
)

func drainTime(bytes int) time.Duration {
	return min(time.Duration(max(0, bytes-drainFree))*time.Second/drainRate, drainMost)
}

// read forgets the bytes before a question that was answered.
func (l *ledger) read() {
	l.bytes -= l.inTime
	l.inTime = 0
}

// received is how many own stanzas the server has.
func (l *ledger) received() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.acked
}

// handledSoFar is how many stanzas are handled without a gap.
func (l *ledger) handledSoFar() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.committed
}

// written is how many own stanzas were handed to the connection.
func (l *ledger) written() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent
}

// answered takes the server's count. It returns the own stanzas acknowledged so far, whether that is more than before,
// and whether to ask again.
func (l *ledger) answered(h uint32) (acked uint64, more, again bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	step := uint64(h - uint32(l.acked)) // modulo 2^32
	if step > l.sent-l.acked {
		return 0, false, false, &countError{h: h, sent: uint32(l.sent)}
	}
	l.acked += step
	l.asked = false
	l.read()
	return l.acked, step > 0, l.sent > l.upTo, nil
}

// ponged is answered for streams without stream management: what was sent before the ping has arrived.
func (l *ledger) ponged() (acked uint64, more, again bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	more = l.upTo > l.acked
	l.acked, l.asked = l.upTo, false
	l.read()
	return l.acked, more, l.sent > l.upTo
}

// unanswered says since when the server has owed an answer.
func (l *ledger) unanswered() (since time.Duration, yes bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.askedAt, l.asked
}

// count numbers a stanza that came in.
func (l *ledger) count() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counted++
	return l.counted
}

// skip notes that nobody will handle stanza seq. It returns like handled.
func (l *ledger) skip(seq uint64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.silent); n > 0 && l.silent[n-1].last+1 == seq {
		l.silent[n-1].last = seq
	} else {
		l.silent = append(l.silent, span{seq, seq})
	}
	return l.advance(l.committed)
}

// handled notes that stanza seq and all before it are on disk, and says whether the server waits to be told.
func (l *ledger) handled(seq uint64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.advance(min(seq, l.counted))
}

func (l *ledger) advance(to uint64) bool {
	l.committed = max(l.committed, to)
	for len(l.silent) > 0 && l.silent[0].first <= l.committed+1 {
		l.committed = max(l.committed, l.silent[0].last)
		l.silent = l.silent[1:]
	}
	return l.wanted > 0 && l.committed >= l.wanted
}

// requested notes that the server wants to know about everything that has come in so far.
func (l *ledger) requested() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wanted = l.counted
}

// told is the count to tell the server now. While stanzas that came before its question are not handled yet, handled will
// ask for another answer.
func (l *ledger) told() uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.committed >= l.wanted {
		l.wanted = 0
	}
	return uint32(l.committed)
}

// countError is a server that acknowledges what was never sent (XEP-0198 v1.6 §4).
type countError struct{ h, sent uint32 }

func (e *countError) Error() string {
	return fmt.Sprintf("server acknowledges %d stanzas of %d", e.h, e.sent)
}

func (e *countError) Unwrap() error { return ErrStream }
