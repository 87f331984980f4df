package ui

import (
	"context"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/ui/shell"
)

// slowServer is a Service whose server does not answer commands of one kind; done are the others.
type slowServer struct {
	shell.Service
	unanswered func(app.Command) bool
	done       chan app.Command
}

func (s *slowServer) Do(ctx context.Context, c app.Command) error {
	if s.unanswered(c) {
		<-ctx.Done()
		return ctx.Err()
	}
	s.done <- c
	return nil
}

// TestAnInvitationHoldsUpNoMessage: an invitation may wait ten seconds for a server, and messages do not wait behind it.
func TestAnInvitationHoldsUpNoMessage(t *testing.T) {
	s := &slowServer{done: make(chan app.Command, 1)}
	s.unanswered = func(c app.Command) bool { _, ok := c.(app.MakeInvitation); return ok }
	q := shell.NewQueue(s)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	send := app.SendText{Account: "alice@example.org", Chat: "bob@example.org", Body: "hello"}
	q.Put(shell.Order{Command: app.MakeInvitation{Account: "alice@example.org"}})
	q.Put(shell.Order{Command: send})
	running.Go(func() { work(ctx, q, &running) })
	select {
	case c := <-s.done:
		if c != send {
			t.Errorf("carried out %+v", c)
		}
	case <-time.After(10 * time.Second):
		t.Error("the message waits behind the invitation")
	}
}
