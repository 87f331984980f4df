package ui

import (
	"fmt"
	"testing"
	"time"

	"vouch/app/view"
	"vouch/ui/uitest"
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
	if got := nextPace(now, now, mostOf(nil, missed)); got != 2*now {
		t.Errorf("while what was missed comes: %v", got)
	}
	if missed.Accounts[1].State = view.StateOffline; mostOf(nil, missed) != mostPace || mostOf(nil, nil) != mostPace {
		t.Error("slow without a reason")
	}
	if got := nextPace(now, mostPace, mostPace); got != mostPace {
		t.Errorf("after a short pause: %v", got)
	}
	if got := nextPace(now, 3*mostPace, mostPace); got != pace {
		t.Errorf("after a quiet while: %v", got)
	}
}

// What comes into the open chat faster than anybody reads is shown more seldom. Other rows are no reason: older ones, or those of
// a chat that was opened.
func TestTheWindowLooksLessOftenWhileNobodyCanRead(t *testing.T) {
	rows := func(from, to int) (out []*view.Row) {
		for i := from; i < to; i++ {
			out = append(out, &view.Row{ID: fmt.Sprint(i)})
		}
		return out
	}
	bob, carol := view.View{Chat: uitest.Bob}, view.View{Chat: uitest.Carol}
	before := &view.Snapshot{View: bob, Rows: rows(100, 200)}
	for what, c := range map[string]struct {
		snap *view.Snapshot
		want time.Duration
	}{
		"the same rows":          {&view.Snapshot{View: bob, Rows: rows(100, 200)}, mostPace},
		"a few more":             {&view.Snapshot{View: bob, Rows: rows(107, 207)}, mostPace},
		"a window more":          {&view.Snapshot{View: bob, Rows: rows(108, 208)}, slowPace},
		"all of them":            {&view.Snapshot{View: bob, Rows: rows(300, 400)}, slowPace},
		"older ones":             {&view.Snapshot{View: bob, Rows: rows(0, 200)}, mostPace},
		"another chat":           {&view.Snapshot{View: carol, Rows: rows(300, 400)}, mostPace},
		"a chat without a row":   {&view.Snapshot{View: bob}, mostPace},
		"what could not be read": {nil, mostPace},
	} {
		if got := mostOf(before, c.snap); got != c.want {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
	if got := mostOf(&view.Snapshot{View: bob}, before); got != mostPace {
		t.Errorf("the first rows: %v", got)
	}
}
