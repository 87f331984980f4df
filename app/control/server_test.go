package control

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// slow is a listener that nobody calls, and whose folder takes long to remove.
type slow struct {
	net.Listener
	closing chan struct{}
	removed bool
}

func (l *slow) Accept() (net.Conn, error) {
	<-l.closing
	return nil, net.ErrClosed
}

func (l *slow) Close() error {
	close(l.closing)
	<-time.After(time.Minute)
	l.removed = true
	return nil
}

// TestServeWaitsForItsListener: the program ends when Serve returns, so nothing may be left to remove then.
func TestServeWaitsForItsListener(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, quit := context.WithCancel(t.Context())
		l := &slow{closing: make(chan struct{})}
		time.AfterFunc(time.Second, quit)
		if err := (&Server{}).Serve(ctx, l); err != nil && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
		if !l.removed {
			t.Error("returned before it was closed")
		}
	})
}
