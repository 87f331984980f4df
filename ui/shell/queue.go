package shell

import (
	"context"
	"sync"
	"time"

	"vouch/app"
	"vouch/app/view"
)

// Order is a command, or something to be looked up or asked, with what is to happen after it on the main goroutine.
type Order struct {
	Command app.Command
	Look    func(Service) error                  // instead of a command
	Ask     func(context.Context, Service) error // instead of either: something that waits for the network
	Then    func(error)
}

// Outcome is what became of an order: Then is to be called with Err on the main goroutine.
type Outcome struct {
	Then func(error)
	Err  error
}

// Queue lies between the main goroutine and those of Watch.
type Queue struct {
	Service Service
	Woken   chan struct{}                   // one slot: the view or an outcome is new
	Ordered chan struct{}                   // one slot: an order is new
	After   func(d time.Duration, f func()) // has Watch run f on the main goroutine after a while

	mu       sync.Mutex // guards what follows
	looking  view.View
	orders   []Order
	outcomes []Outcome
}

// NewQueue makes an empty queue that looks at no account. It starts nothing: package ui works it off.
func NewQueue(s Service) *Queue {
	q := &Queue{Service: s, Woken: make(chan struct{}, 1), Ordered: make(chan struct{}, 1), looking: view.View{Before: FirstRows}}
	q.After = func(d time.Duration, f func()) { time.AfterFunc(d, func() { q.later(f) }) }
	return q
}

// View is what the window looks at. It may be called on any goroutine.
func (q *Queue) View() view.View {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.looking
}

// SetView changes what the window looks at, and wakes the window where that is something else.
func (q *Queue) SetView(v view.View) {
	q.mu.Lock()
	same := q.looking == v
	q.looking = v
	q.mu.Unlock()
	if !same {
		signal(q.Woken)
	}
}

// Put gives an order; it is carried out after those given before, or beside them where it waits for the network.
func (q *Queue) Put(o Order) {
	q.mu.Lock()
	q.orders = append(q.orders, o)
	q.mu.Unlock()
	signal(q.Ordered)
}

// TakeOrders gives what was ordered since the last time, in that order.
func (q *Queue) TakeOrders() []Order {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.orders
	q.orders = nil
	return taken
}

// TakeOutcomes gives what became of orders since the last time, in the order in which they ended.
func (q *Queue) TakeOutcomes() []Outcome {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.outcomes
	q.outcomes = nil
	return taken
}

// CarryOut carries an order out and wakes the window with its outcome. It is not for the main goroutine.
func (q *Queue) CarryOut(ctx context.Context, o Order) {
	var err error
	switch {
	case o.Ask != nil:
		err = o.Ask(ctx, q.Service)
	case o.Look != nil:
		err = o.Look(q.Service)
	default:
		err = q.Service.Do(ctx, o.Command)
	}
	q.mu.Lock()
	q.outcomes = append(q.outcomes, Outcome{o.Then, err})
	q.mu.Unlock()
	signal(q.Woken)
}

// later has Watch run f on the main goroutine.
func (q *Queue) later(f func()) {
	q.mu.Lock()
	q.outcomes = append(q.outcomes, Outcome{Then: func(error) { f() }})
	q.mu.Unlock()
	signal(q.Woken)
}

// WakeIn has the window drawn anew after a while.
func (q *Queue) WakeIn(d time.Duration) { time.AfterFunc(d, func() { signal(q.Woken) }) }

func signal(slot chan struct{}) {
	select {
	case slot <- struct{}{}:
	default:
	}
}
