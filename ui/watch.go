package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/words"
)

// pace is how long changes are collected before the window looks.
const pace = 30 * time.Millisecond

// Watch looks whenever something has changed and carries out commands, until ctx ends and everything it has started
// has ended. The end of ctx closes the window too. It blocks, and is to be called on a goroutine of its own.
func (w *Window) Watch(ctx context.Context) error {
	q := w.queue
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { work(ctx, q, &running) })
	for ended := false; ; ended = ctx.Err() != nil {
		snap, err := q.service.Look(q.view())
		if err != nil {
			w.log.Error("look", "err", err)
		}
		done := q.takeOutcomes()
		fyne.Do(func() {
			for _, o := range done {
				o.then(o.err)
			}
			w.show(snap)
			if err != nil {
				w.fail(words.ErrText(err, ""))
			}
			if ended {
				for file := range w.printed {
					w.removePrinted(file)
				}
				w.app.Quit()
			}
		})
		if ended {
			return ctx.Err()
		}
		select { // a change of the view is shown at once, all else is collected
		case <-ctx.Done():
			continue
		case <-q.woken:
			continue
		case <-q.service.Changed():
		}
		select {
		case <-ctx.Done():
		case <-q.woken:
		case <-time.After(pace):
		}
	}
}

// order is a command, or something to be looked up, with what is to happen after it on the main goroutine.
type order struct {
	command app.Command
	look    func(Service) error                  // instead of a command
	ask     func(context.Context, Service) error // instead of either: something that waits for the network
	then    func(error)
}

type outcome struct {
	then func(error)
	err  error
}

// queue lies between the main goroutine and those of Watch.
type queue struct {
	service Service
	woken   chan struct{}                   // one slot: the view or an outcome is new
	ordered chan struct{}                   // one slot: an order is new
	after   func(d time.Duration, f func()) // has Watch run f on the main goroutine after a while

	mu       sync.Mutex // guards what follows
	looking  app.View
	orders   []order
	outcomes []outcome
}

func newQueue(s Service) *queue {
	q := &queue{service: s, woken: make(chan struct{}, 1), ordered: make(chan struct{}, 1), looking: app.View{Before: firstRows}}
	q.after = func(d time.Duration, f func()) { time.AfterFunc(d, func() { q.later(f) }) }
	return q
}

func (q *queue) view() app.View {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.looking
}

func (q *queue) setView(v app.View) {
	q.mu.Lock()
	same := q.looking == v
	q.looking = v
	q.mu.Unlock()
	if !same {
		signal(q.woken)
	}
}

func (q *queue) put(o order) {
	q.mu.Lock()
	q.orders = append(q.orders, o)
	q.mu.Unlock()
	signal(q.ordered)
}

func (q *queue) takeOrders() []order {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.orders
	q.orders = nil
	return taken
}

func (q *queue) takeOutcomes() []outcome {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.outcomes
	q.outcomes = nil
	return taken
}

// work carries out orders in the order in which they were given. Those that wait for the network get a goroutine of
// their own, so that nothing waits behind them.
func work(ctx context.Context, q *queue, running *sync.WaitGroup) {
	for {
		for _, o := range q.takeOrders() {
			if waits := o.ask != nil || slow(o.command); waits {
				running.Go(func() { q.carryOut(ctx, o) })
			} else {
				q.carryOut(ctx, o)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-q.ordered:
		}
	}
}

func (q *queue) carryOut(ctx context.Context, o order) {
	var err error
	switch {
	case o.ask != nil:
		err = o.ask(ctx, q.service)
	case o.look != nil:
		err = o.look(q.service)
	default:
		err = q.service.Do(ctx, o.command)
	}
	q.mu.Lock()
	q.outcomes = append(q.outcomes, outcome{o.then, err})
	q.mu.Unlock()
	signal(q.woken)
}

func slow(c app.Command) bool {
	switch c.(type) {
	case app.AddAccount, app.ChangePassword, app.SetProxy, app.AcceptLogin, app.RemoveAccount, app.EnableAccount, app.LookAgain, app.FetchOlder,
		app.AddContact, app.EditContact, app.RemoveContact, app.Block, app.Unblock, app.SetAvatar, app.LookUp, app.LookArchive, app.SetArchive, app.SetProfile, app.AnswerContact,
		app.RepairSession:
		return true
	}
	return false
}

// later has Watch run f on the main goroutine.
func (q *queue) later(f func()) {
	q.mu.Lock()
	q.outcomes = append(q.outcomes, outcome{then: func(error) { f() }})
	q.mu.Unlock()
	signal(q.woken)
}

// wakeIn has the window drawn anew after a while.
func (q *queue) wakeIn(d time.Duration) { time.AfterFunc(d, func() { signal(q.woken) }) }

func signal(slot chan struct{}) {
	select {
	case slot <- struct{}{}:
	default:
	}
}
