package ui

import (
	"testing"
	"time"
	"vouch/app/view"
)

// A single change shows at once; the more keep coming, the longer they are collected, and after a quiet while it begins anew.
func TestTheWindowLooksLessOftenWhileMuchComes(t *testing.T) {
	now, times := pace, 0
	for at := time.Duration(0); at < 10*time.Second; at += now {
		now = nextPace(now, now, mostPace)
		times++
	}
	if now != mostPace || times > 50 {
		t.Errorf("%d looks in ten seconds, at the end every %v", times, now)
	}
	missed := &view.Snapshot{Accounts: []*view.AccountView{{State: view.StateOnline}, {State: view.StateOnline, CatchingUp: true}}}
	if got := nextPace(now, now, mostOf(missed)); got != 2*now {
		t.Errorf("while what was missed comes: %v", got)
	}
	if missed.Accounts[1].State = view.StateOffline; mostOf(missed) != mostPace || mostOf(nil) != mostPace {
		t.Error("slow without a reason")
	}
	if got := nextPace(now, mostPace, mostPace); got != mostPace {
		t.Errorf("after a short pause: %v", got)
	}
	if got := nextPace(now, 3*mostPace, mostPace); got != pace {
		t.Errorf("after a quiet while: %v", got)
	}
}
