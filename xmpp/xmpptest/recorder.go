package xmpptest

import (
	"bytes"
	"sync"
)

// Recorder keeps what is written to it, from any goroutine. As xmpp.Config.Tap it shows every byte that a client wrote
// after its login, before encryption.
type Recorder struct {
	mu  sync.Mutex // guards buf
	buf bytes.Buffer
}

// Write keeps p.
func (r *Recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

// String is everything so far.
func (r *Recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.String()
}

// Contains reports whether marker was written.
func (r *Recorder) Contains(marker string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Contains(r.buf.Bytes(), []byte(marker))
}
