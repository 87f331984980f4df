package audio

import "sync"

// ring holds samples between a device's thread and the goroutine that works on them. The lock is held for as long as it takes to copy.
type ring struct {
	mu    sync.Mutex
	store []int16
	from  int // of the first sample
	count int
	wake  chan struct{} // something was put in, or was to be taken out

	taken, missed int64 // samples that were taken out, and those that were not there, since empty
}

func newRing(samples int) *ring {
	return &ring{store: make([]int16, samples), wake: make(chan struct{}, 1)}
}

// put copies as much of p as there is room for.
func (r *ring) put(p []int16) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	p = p[:min(len(p), len(r.store)-r.count)]
	at := (r.from + r.count) % len(r.store)
	n := copy(r.store[at:], p)
	copy(r.store, p[n:])
	r.count += len(p)
	if len(p) > 0 {
		r.signal()
	}
	return len(p)
}

// take copies as much into p as is there.
func (r *ring) take(p []int16) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.missed += int64(max(len(p)-r.count, 0))
	p = p[:min(len(p), r.count)]
	n := copy(p, r.store[r.from:])
	copy(p[n:], r.store)
	r.from = (r.from + len(p)) % len(r.store)
	r.count -= len(p)
	r.taken += int64(len(p))
	return len(p)
}

// empty throws away what is there and counts from 0.
func (r *ring) empty() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count, r.taken, r.missed = 0, 0, 0
}

// counts gives taken and missed.
func (r *ring) counts() (taken, missed int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.taken, r.missed
}

// forgive counts missed from 0.
func (r *ring) forgive() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.missed = 0
}

func (r *ring) signal() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
