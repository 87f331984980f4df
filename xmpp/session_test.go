package xmpp_test

import (
	"context"
	"testing"
	"time"

	"vouch/xmpp"
)

// patience is how long a test waits for what has to happen.
const patience = 10 * time.Second

// session is a client that runs, for tests that read its events.
type session struct {
	*xmpp.Client
	t    testing.TB
	ran  chan error // Run's result
	stop context.CancelFunc
}

// open connects and runs until the end of the test.
func open(t testing.TB, cfg xmpp.Config) *session {
	t.Helper()
	c, err := xmpp.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	return run(t, c)
}

func run(t testing.TB, c *xmpp.Client) *session {
	ctx, stop := context.WithCancel(context.Background())
	s := &session{c, t, make(chan error, 1), stop}
	go func() { s.ran <- c.Run(ctx); close(s.ran) }()
	t.Cleanup(func() { stop(); <-s.ran })
	return s
}

// next is the next event; the stream must not end before.
func (s *session) next() xmpp.Event {
	s.t.Helper()
	select {
	case e, ok := <-s.Events():
		if !ok {
			s.t.Fatalf("stream ended: %v", <-s.ran)
		}
		return e
	case <-time.After(patience):
		s.t.Fatal("nothing came in")
	}
	return xmpp.Event{}
}

// ended is what Run returned; events before are passed over.
func (s *session) ended() error {
	s.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case _, ok := <-s.Events():
			if ok {
				continue
			}
			return <-s.ran
		case <-timeout:
			s.t.Fatal("stream did not end")
		}
	}
}

// await passes over events, each handled, until one is a T that fits.
func await[T any](s *session, fits func(T) bool) (T, xmpp.Event) {
	s.t.Helper()
	for {
		e := s.next()
		s.Handled(e)
		if what, ok := e.What.(T); ok && (fits == nil || fits(what)) {
			return what, e
		}
	}
}

// ask waits for the answer to r.
func (s *session) ask(r xmpp.Request) *xmpp.Answer {
	s.t.Helper()
	tag := new(int)
	r.Tag = tag
	if err := s.Ask(r); err != nil {
		s.t.Fatalf("ask: %v", err)
	}
	a, _ := await(s, func(a *xmpp.Answer) bool { return a.Tag == any(tag) })
	return a
}
