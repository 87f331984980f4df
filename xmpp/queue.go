package xmpp

import (
	"slices"
	"sync"
)

const maxQueued = 10_000

// queue holds what the writer has still to write: numbered stanzas, and whether to tell and ask for counts. Counts are
// filled in when they are written, so that they never go back.
type queue struct {
	wake chan struct{} // one slot: there is something to write

	mu       sync.Mutex // guards the rest
	stanzas  [][]byte
	numbered uint64
	acked    uint64   // the server has them up to this one
	alone    uint64   // up to this one each is written when the one before it is acknowledged
	keep     bool     // for a stream that can be resumed
	kept     [][]byte // with keep: the newest stanzas, as many as are not acknowledged
	tell     bool     // tell the server what is handled
	aside    []byte   // an element that is no stanza, and has no number; a later one replaces it
	ask      bool     // ask for an acknowledgement even if nothing was sent
	closed   bool
	cause    error // why the stream ends, nil for politely
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

// add numbers and queues one stanza.
func (q *queue) add(raw []byte) (uint64, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return 0, ErrClosed
	case len(q.stanzas) >= maxQueued:
		return 0, ErrBusy
	}
	q.numbered++
	q.stanzas = append(q.stanzas, raw)
	if q.keep {
		q.kept = append(q.kept, raw)
	}
	q.signal()
	return q.numbered, nil
}

// resume continues numbering after sent, the number of the newest of the unacknowledged stanzas, and queues these.
func (q *queue) resume(sent uint64, unacked [][]byte) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.numbered, q.keep, q.acked = sent, true, sent-uint64(len(unacked))
	q.kept, q.stanzas = slices.Clone(unacked), slices.Clone(unacked)
	q.signal()
}

// keepOn makes the queue keep what is not acknowledged.
func (q *queue) keepOn() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.keep = true
}

// drop forgets the stanzas up to number acked.
func (q *queue) drop(acked uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.acked = acked
	if left := q.numbered - acked; q.keep && left < uint64(len(q.kept)) {
		q.kept = slices.Delete(q.kept, 0, len(q.kept)-int(left))
	}
	if q.alone > 0 {
		q.signal() // the next one may go
	}
}

// void is what stands in the place of a stanza that was withdrawn: it counts like one, and an answer to no question means
// nothing to anybody (RFC 6120 §8.2.3).
var void = []byte(`<iq type="result" id="void"></iq>`)

// withdraw puts void in the place of a stanza, and reports whether that had not been taken to be written.
func (q *queue) withdraw(number uint64) (unwritten bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if number > q.numbered {
		return false
	}
	back := int(q.numbered - number)
	if i := len(q.kept) - 1 - back; i >= 0 {
		q.kept[i] = void
	}
	i := len(q.stanzas) - 1 - back
	if i >= 0 {
		q.stanzas[i] = void
	}
	return i >= 0
}

// settled reports whether all that was ever numbered is acknowledged.
func (q *queue) settled() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.acked >= q.numbered
}

// oneByOne has the stanzas up to number written one after the other.
func (q *queue) oneByOne(number uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.alone = number
}

// unacked are the stanzas not dropped yet, and the number of the last.
func (q *queue) unacked() (kept [][]byte, last uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.kept), q.numbered
}

// tellNow makes the writer tell the server what is handled, before waiting stanzas.
func (q *queue) tellNow() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tell = true
	q.signal()
}

// askNow makes the writer ask for an acknowledgement.
func (q *queue) askNow() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ask = true
	q.signal()
}

// sayAside queues an element that is no stanza, in the place of one that has not been written yet.
func (q *queue) sayAside(raw []byte) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return ErrClosed
	}
	q.aside = raw
	q.signal()
	return nil
}

// takeAside takes it out.
func (q *queue) takeAside() []byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	aside := q.aside
	q.aside = nil
	return aside
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take takes out what can be written at once: stanzas of up to most bytes in all, but one at least. A stanza that has to go
// alone is not taken before the one in front of it is acknowledged.
func (q *queue) take(most int) (stanzas [][]byte, tell, ask bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, size := 0, 0
	for next := q.numbered - uint64(len(q.stanzas)) + 1; n < len(q.stanzas); next++ {
		size += len(q.stanzas[n])
		if n > 0 && (size > most || next-1 <= q.alone) || next-1 <= q.alone && next-1 > q.acked {
			break
		}
		n++
	}
	stanzas, tell, ask = q.stanzas[:n:n], q.tell, q.ask
	if q.stanzas = q.stanzas[n:]; len(q.stanzas) == 0 {
		q.stanzas = nil
	}
	q.tell, q.ask = false, false
	return stanzas, tell, ask
}

// close makes add fail from now on. What is queued stays.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
}

// finish says why the writer has to end.
func (q *queue) finish(cause error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cause = cause
}

// why is what finish was told.
func (q *queue) why() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.cause
}
