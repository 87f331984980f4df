package keyfile

import "time"

const (
	freeTries = 2                // wrong ones that cost nothing but the work of the KDF
	maxDelay  = 30 * time.Second // after one more wrong one, and then always
)

// Delay makes whoever types passphrases wait: 1, 2, 4 … 30 seconds from the third wrong one on. It is forgotten when the program
// ends: against somebody who starts it anew, or has the file, there is only the work of the KDF. One goroutine owns it.
type Delay struct {
	now   func() time.Time
	wrong int
	until time.Time
}

// NewDelay is a delay by that clock, time.Now but in tests.
func NewDelay(now func() time.Time) *Delay { return &Delay{now: now} }

// Left is how long the next try has to wait; 0 for not at all.
func (d *Delay) Left() time.Duration { return max(0, d.until.Sub(d.now())) }

// Wrong counts a wrong secret.
func (d *Delay) Wrong() {
	d.wrong++
	wait := time.Duration(0)
	for range d.wrong - freeTries {
		wait = min(max(time.Second, 2*wait), maxDelay)
	}
	d.until = d.now().Add(wait)
}

// Right forgets the wrong ones.
func (d *Delay) Right() { *d = Delay{now: d.now} }
