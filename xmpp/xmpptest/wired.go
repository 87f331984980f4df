package xmpptest

import (
	"strings"
	"time"
)

// wired is one connection of a client to a Scripted: what is to be written to it, in order.
type wired struct {
	wire    *Wire
	session *session
	queue   []string
	kept    []string  // what is to be written once it is no longer stalled
	stall   *Injected // by which it is stalled
	closing bool      // when the queue is written
	gone    bool
	written chan struct{} // closed when nothing more is written
}

func (c *wired) put(text string) {
	switch {
	case c.closing || c.gone:
	case c.stall != nil:
		c.kept = append(c.kept, text)
	default:
		c.queue = append(c.queue, text)
	}
}

// halt stalls c.
func (c *wired) halt(by *Injected) {
	if c.stall == nil {
		c.stall = by
		by.conns = append(by.conns, c)
	}
}

// write writes the queue of c until the connection is to end, and then ends it.
func (s *Scripted) write(c *wired) {
	defer close(c.written)
	defer c.wire.Conn.Close()
	for {
		s.mu.Lock()
		for len(c.queue) == 0 && !c.closing && !c.gone {
			s.changed.Wait()
		}
		text, last := strings.Join(c.queue, ""), c.closing || c.gone
		c.queue = nil
		s.mu.Unlock()
		if err := c.wire.write(text, 10*time.Second); err != nil || last {
			return // the reader sees the end as well
		}
	}
}

// sever ends the connection after what is in its queue; the stream is held.
func (s *Scripted) sever(c *wired) {
	c.closing = true
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
	}
	s.changed.Broadcast()
}

// run is one connection after its login.
func (s *Scripted) run(w *Wire) {
	c := &wired{wire: w, written: make(chan struct{})}
	s.hostile.serving.Go(func() { s.write(c) })
	defer func() {
		s.mu.Lock()
		c.gone = true
		s.lost(c)
		s.changed.Broadcast()
		s.mu.Unlock()
		if !c.closing {
			_ = w.Conn.Close()
		}
		<-c.written
	}()
	for {
		name, raw, ended := w.element()
		if ended {
			s.farewell(c)
			return
		}
		if !s.take(c, name.Local, raw) {
			return
		}
	}
}

// farewell is a client that ends its stream.
func (s *Scripted) farewell(c *wired) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.put(streamEnd)
	c.closing = true
	if c.session != nil && c.session.conn == c {
		s.end(c.session)
	}
	s.changed.Broadcast()
}

// lost is a connection that has ended without a word. A stream that can be resumed is held for a while.
func (s *Scripted) lost(c *wired) {
	x := c.session
	if x == nil || x.ended || x.conn != nil && x.conn != c {
		return
	}
	x.conn = nil
	if x.id == "" {
		s.end(x)
		return
	}
	x.timer = time.AfterFunc(s.settings.hibernation, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if x.conn == nil && !x.ended {
			s.end(x)
		}
	})
}
