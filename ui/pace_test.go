package ui

import (
	"testing"
	"time"
)

// A single change shows at once; the more keep coming, the longer they are collected, and after a quiet while it begins anew.
func TestTheWindowLooksLessOftenWhileMuchComes(t *testing.T) {
	now, times := pace, 0
	for at := time.Duration(0); at < 10*time.Second; at += now {
		now = nextPace(now, now)
		times++
	}
	if now != mostPace || times > 50 {
		t.Errorf("%d looks in ten seconds, at the end every %v", times, now)
	}
	if got := nextPace(now, mostPace); got != mostPace {
		t.Errorf("after a short pause: %v", got)
	}
	if got := nextPace(now, 3*mostPace); got != pace {
		t.Errorf("after a quiet while: %v", got)
	}
}
