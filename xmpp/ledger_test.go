package xmpp

import (
	"errors"
	"math"
	"testing"
)

func TestCountsAreModulo2To32(t *testing.T) {
	const base = math.MaxUint32 - 1
	l := &ledger{sent: base, acked: base, upTo: base}
	l.sending(5, false, 0)
	for _, row := range []struct {
		name  string
		h     uint32
		acked uint64
		err   bool
	}{
		{"nothing new", base, base, false},
		{"the last before the wrap", math.MaxUint32, base + 1, false},
		{"the first after it", 0, base + 2, false},
		{"all that was sent", 3, base + 5, false},
		{"one more than was sent", 4, 0, true},
		{"less than before", 2, 0, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			acked, _, _, err := l.answered(row.h)
			if (err != nil) != row.err || acked != row.acked || err != nil && !errors.Is(err, ErrStream) {
				t.Errorf("acknowledged %d, %v", acked, err)
			}
		})
	}
}

func TestHandledCountWraps(t *testing.T) {
	l := &ledger{counted: math.MaxUint32 + 2, committed: math.MaxUint32}
	l.requested()
	if h := l.told(); h != math.MaxUint32 {
		t.Errorf("tells %d at once", h)
	}
	if due := l.handled(math.MaxUint32 + 2); !due {
		t.Error("does not tell when it is handled")
	}
	if h := l.told(); h != 1 || l.handled(math.MaxUint32+2) {
		t.Errorf("tells %d, and again", h)
	}
}

func TestCountNeverPassesAnUnhandledStanza(t *testing.T) {
	l := &ledger{}
	for range 7 {
		l.count()
	}
	for _, row := range []struct {
		name      string
		do        func()
		committed uint64
	}{
		{"skipping the second leaves the first", func() { l.skip(2) }, 0},
		{"skipping the third too", func() { l.skip(3) }, 0},
		{"skipping the fifth", func() { l.skip(5) }, 0},
		{"handling the first brings the skipped along", func() { l.handled(1) }, 3},
		{"handling it again changes nothing", func() { l.handled(1) }, 3},
		{"handling the fourth brings the fifth along", func() { l.handled(4) }, 5},
		{"handling what has not come stops at what has", func() { l.handled(100) }, 7},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.do(); l.committed != row.committed {
				t.Errorf("%d are handled, want %d", l.committed, row.committed)
			}
		})
	}
	if len(l.silent) != 0 {
		t.Errorf("%d spans are left", len(l.silent))
	}
}

func TestSkippedStanzasCostNoMemory(t *testing.T) {
	l := &ledger{}
	l.count() // never handled
	for range 100_000 {
		l.skip(l.count())
	}
	if len(l.silent) != 1 {
		t.Errorf("%d spans", len(l.silent))
	}
}
