package history_test

import (
	"testing"
	"time"

	"vouch/app/history"
)

func TestAGapThatGrowsIsTheSame(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2025, 5, 3, hour, 0, 0, 0, time.UTC) }
	var a history.Archive
	a.AddGap(history.Gap{From: at(1), To: at(2)})
	a.AddGap(history.Gap{From: at(1), To: at(3)})
	a.AddGap(history.Gap{From: at(5), To: at(6)})
	if len(a.Gaps) != 2 || !a.Gaps[0].To.Equal(at(3)) || !a.Gaps[1].To.Equal(at(6)) {
		t.Errorf("gaps %v", a.Gaps)
	}
	for i := range 1000 {
		a.AddGap(history.Gap{From: at(10 + i), To: at(11 + i)})
	}
	if n := len(a.Gaps); n > 100 || !a.Gaps[n-1].To.Equal(at(1010)) {
		t.Errorf("%d gaps, the newest ends at %v", n, a.Gaps[n-1].To)
	}
}
