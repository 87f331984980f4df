package xmpp

import "sync"

const maxQueued = 10_000

// queue holds what the writer has still to write: numbered stanzas, and stream elements that are not counted.
type queue struct {
	wake chan struct{} // one slot: there is something to write

	mu       sync.Mutex // guards the rest
	stanzas  [][]byte
	elements [][]byte
	numbered uint64
	ask      bool // ask for an acknowledgement even if nothing was sent
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
	q.signal()
	return q.numbered, nil
}

// addElement queues a stream element; it goes out before waiting stanzas.
func (q *queue) addElement(raw []byte) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.elements = append(q.elements, raw)
	q.signal()
}

// askNow makes the writer ask for an acknowledgement.
func (q *queue) askNow() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ask = true
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take empties the queue.
func (q *queue) take() (elements, stanzas [][]byte, ask bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	elements, stanzas, ask = q.elements, q.stanzas, q.ask
	q.elements, q.stanzas, q.ask = nil, nil, false
	return elements, stanzas, ask
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
