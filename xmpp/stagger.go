package xmpp

import (
	"context"
	"time"
)

// stagger tries the places that come out of from, one after the other, and gives what the first good one gave. The next try
// begins when one has failed, or after delay, whichever is sooner; older ones go on beside it. Without a good one ok is
// false, and errs are what the tries gave, in their order: none where ctx had ended before.
//
// It returns when from is closed, or a try was good, and all tries have ended: the others are told by their context. What
// they got nevertheless goes to discard.
func stagger[P, T any](ctx context.Context, from <-chan P, delay time.Duration, try func(context.Context, P) (T, error), discard func(T)) (value T, ok bool, errs []error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type end struct {
		n     int
		value T
		err   error
	}
	ends := make(chan end)
	timer := time.NewTimer(delay)
	defer timer.Stop()
	running, next := 0, from // next is nil while it is not yet time
	for running > 0 || from != nil && !ok {
		select {
		case p, more := <-next:
			switch {
			case !more:
				from, next = nil, nil
			case ctx.Err() == nil:
				n := len(errs)
				errs = append(errs, nil)
				running++
				go func() {
					v, err := try(ctx, p)
					ends <- end{n, v, err}
				}()
				next = nil
				timer.Reset(delay)
			}
		case <-timer.C:
			next = from
		case e := <-ends:
			running--
			errs[e.n] = e.err
			switch {
			case e.err == nil && ok:
				discard(e.value)
			case e.err == nil:
				value, ok, next = e.value, true, nil
				timer.Stop()
				cancel()
			case !ok:
				next = from
			}
		}
	}
	return value, ok, errs
}
