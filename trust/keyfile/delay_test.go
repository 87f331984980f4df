package keyfile

import (
	"slices"
	"testing"
	"time"
)

func TestDelay(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	d := NewDelay(func() time.Time { return now })
	waits := func(n int) (seconds []float64) {
		for range n {
			d.Wrong()
			seconds = append(seconds, d.Left().Seconds())
			now = now.Add(d.Left())
		}
		return seconds
	}
	if got := waits(9); !slices.Equal(got, []float64{0, 0, 1, 2, 4, 8, 16, 30, 30}) {
		t.Errorf("%v", got)
	}
	d.Wrong()
	now = now.Add(29 * time.Second)
	if d.Left() != time.Second {
		t.Errorf("%v left", d.Left())
	}
	d.Right()
	if d.Left() != 0 {
		t.Errorf("%v left after the right one", d.Left())
	}
	if got := waits(3); !slices.Equal(got, []float64{0, 0, 1}) {
		t.Errorf("%v", got)
	}
}
