package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// Changes are collected before the window looks: the first ones after a quiet while for as long as nobody notices, and ever
// longer while more keep coming, as in a catch-up, up to as long as one still sees that they come.
const (
	pace     = 30 * time.Millisecond
	mostPace = 240 * time.Millisecond
	slowPace = 960 * time.Millisecond // … of what nobody reads that fast: what was missed, or much into the open chat
	much     = 8                      // rows in one look, nearly as many as stand in a window
)

// nextPace is for how long to collect, after now before, when the last look is that long ago.
func nextPace(now, since, most time.Duration) time.Duration {
	if since > now+mostPace {
		return pace
	}
	return min(2*now, most)
}

// mostOf is the longest pace for what snap shows after before; nil is none.
func mostOf(before, snap *view.Snapshot) time.Duration {
	missed := snap != nil && slices.ContainsFunc(snap.Accounts, func(a *view.AccountView) bool { return a.CatchingUp && a.State == view.StateOnline })
	if missed || came(before, snap) >= much {
		return slowPace
	}
	return mostPace
}

// came counts the rows at the end of the chat that are new since before.
func came(before, snap *view.Snapshot) int {
	if before == nil || snap == nil || before.View != snap.View || len(before.Rows) == 0 {
		return 0
	}
	newest := before.Rows[len(before.Rows)-1].ID
	for i := range snap.Rows {
		if snap.Rows[len(snap.Rows)-1-i].ID == newest {
			return i
		}
	}
	return len(snap.Rows)
}

// Watch looks whenever something has changed and carries out commands, until ctx ends and everything it has started
// has ended. The end of ctx closes the window too. It blocks, and is to be called on a goroutine of its own.
func (w *Window) Watch(ctx context.Context) error {
	q := w.Queue
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { work(ctx, q, &running) })
	collect, looked := pace, time.Time{}
	var last, now *view.Snapshot
	for ended := false; ; ended = ctx.Err() != nil {
		looked = time.Now()
		snap, err := q.Service.Look(q.View())
		last, now = now, snap
		if err != nil {
			w.Log.Error("look", "err", err)
		}
		done := q.TakeOutcomes()
		w.options.OnMain(func() {
			for _, o := range done {
				o.Then(o.Err)
			}
			w.show(snap)
			if err != nil {
				w.Fail(words.ErrText(err, ""))
			}
			if ended {
				w.keys.End()
				w.App.Quit()
			}
		})
		if ended {
			return ctx.Err()
		}
		select { // a change of the view is shown at once, all else is collected
		case <-ctx.Done():
			continue
		case <-q.Woken:
			continue
		case <-q.Service.Changed():
			collect = nextPace(collect, time.Since(looked), mostOf(last, now))
		}
		select {
		case <-ctx.Done():
		case <-q.Woken:
		case <-time.After(collect):
		}
	}
}

// work carries out orders in the order in which they were given. Those that wait for the network get a goroutine of
// their own, so that nothing waits behind them.
func work(ctx context.Context, q *shell.Queue, running *sync.WaitGroup) {
	for {
		for _, o := range q.TakeOrders() {
			if waits := o.Ask != nil || app.Waits(o.Command); waits {
				running.Go(func() { q.CarryOut(ctx, o) })
			} else {
				q.CarryOut(ctx, o)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-q.Ordered:
		}
	}
}
