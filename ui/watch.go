package ui

import (
	"context"
	"sync"
	"time"

	"vouch/app"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// pace is how long changes are collected before the window looks.
const pace = 30 * time.Millisecond

// Watch looks whenever something has changed and carries out commands, until ctx ends and everything it has started
// has ended. The end of ctx closes the window too. It blocks, and is to be called on a goroutine of its own.
func (w *Window) Watch(ctx context.Context) error {
	q := w.Queue
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { work(ctx, q, &running) })
	for ended := false; ; ended = ctx.Err() != nil {
		snap, err := q.Service.Look(q.View())
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
		}
		select {
		case <-ctx.Done():
		case <-q.Woken:
		case <-time.After(pace):
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
