package uitest

import (
	"testing"
	"time"

	"vouch/ui/shell"
)

// CarryOut does what was ordered, and what comes of it, as Watch does.
func CarryOut(t *testing.T, w *shell.Shell) {
	t.Helper()
	for _, o := range w.Queue.TakeOrders() {
		w.Queue.CarryOut(t.Context(), o)
	}
	for _, o := range w.Queue.TakeOutcomes() {
		o.Then(o.Err)
	}
}

// Await carries out what was ordered beside the test, as Watch does, and what comes of it on the test's goroutine, until
// what is awaited has come.
func Await(t *testing.T, w *shell.Shell, what string, come func() bool) {
	t.Helper()
	late := time.After(time.Minute)
	for {
		for _, o := range w.Queue.TakeOrders() {
			go w.Queue.CarryOut(t.Context(), o)
		}
		for _, o := range w.Queue.TakeOutcomes() {
			o.Then(o.Err)
		}
		if come() {
			return
		}
		select {
		case <-w.Queue.Woken:
		case <-w.Queue.Ordered:
		case <-late:
			t.Fatalf("no %s", what)
		}
	}
}
