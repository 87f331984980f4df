package xmpp

import (
	"sync"
	"time"
)

// clock is the stream's own time: it stands still while the consumer makes the reader wait, since what the server said
// meanwhile lies unread. All deadlines of a running stream are moments of this clock.
type clock struct {
	start time.Time

	mu      sync.Mutex // guards the rest
	stalls  int
	stalled time.Time
	lost    time.Duration
	heard   time.Duration
}

func newClock() *clock { return &clock{start: time.Now()} }

// now is the time since start that counts.
func (c *clock) now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at()
}

func (c *clock) at() time.Duration {
	if c.stalls > 0 {
		return c.stalled.Sub(c.start) - c.lost
	}
	return time.Since(c.start) - c.lost
}

// stall stops the clock until the func it returns is called. Stalls may overlap.
func (c *clock) stall() func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stalls == 0 {
		c.stalled = time.Now()
	}
	c.stalls++
	return c.resume
}

func (c *clock) resume() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stalls--; c.stalls == 0 {
		c.lost += time.Since(c.stalled)
	}
}

// hear notes that bytes came in; any byte counts as life.
func (c *clock) hear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard = c.at()
}

// lastHeard is the moment of the last hear.
func (c *clock) lastHeard() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.heard
}
