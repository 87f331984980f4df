package xmpp

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"mellium.im/xmpp/jid"
)

const (
	closing = 2 * time.Second // how long a polite end may take
	hearing = time.Second     // how long the server's last word is waited for when nothing can be written any more
)

// Client is one stream, logged in and bound. It is good for one Run. Its methods may be called from any goroutine,
// Handled only from the one that takes Events.
type Client struct {
	cfg       Config
	link      *link
	address   jid.JID
	mechanism string
	token     *Token
	carbons   bool
	managed   bool
	early     []Element // came in before the login was over; the reader's from Run on

	resume resumption

	offered atomic.Pointer[Element] // the features of the stream after the login; with SASL2 they may come late

	counting bool // the reader's: what comes in now has a number

	clock     *clock
	queue     *queue
	ledger    *ledger
	questions *questions
	events    chan Event

	end  chan struct{} // closed by Close
	once sync.Once     // closes end
	lost chan struct{} // one slot, filled by Lose

	mu    sync.Mutex // guards phase
	phase phase
	dying chan struct{} // closed when Run tears down: nothing is pushed from then on
}

type phase int

const (
	fresh   phase = iota
	running       // or has run
	closed        // before it ran
)

// Connect dials cfg's server, proves it by TLS, logs in, binds and turns on stream management where it is offered. It
// starts nothing that outlives it. All errors in errors.go are possible except ErrClosed, ErrBusy and ErrDead; when ctx
// ends, its cause.
func Connect(ctx context.Context, cfg Config) (*Client, error) {
	c, err := follow(ctx, cfg.withDefaults(), connectTo)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("connect %s: %w", cfg.Address.Bare(), err)
	}
	return c, nil
}

// Events is the one sequence of what came in. It is closed when Run ends; what is then still in it may be handled, or left
// for the server to send again.
func (c *Client) Events() <-chan Event { return c.events }

// Address is the full JID as bound.
func (c *Client) Address() jid.JID { return c.address }

// Mechanism is the SASL mechanism of the login.
func (c *Client) Mechanism() string { return c.mechanism }

// Strongest is the strongest mechanism that this account has used so far, for Config.Strongest next time.
func (c *Client) Strongest() string {
	if slices.Index(mechanisms, c.mechanism) > slices.Index(mechanisms, c.cfg.Strongest) {
		return c.mechanism
	}
	return c.cfg.Strongest
}

// Token is for Config.Token next time; nil when the server gave none, or does not take the last one any more.
func (c *Client) Token() *Token { return c.token }

// Carbons says that the server was asked for message carbons (XEP-0280) with the login, so that none is missed.
func (c *Client) Carbons() bool { return c.carbons }

// Offers reports whether the server offers the stream feature with that name, such as one for the roster's versions.
func (c *Client) Offers(space, local string) bool {
	features := c.offered.Load()
	if features == nil {
		return false
	}
	_, has := features.Child(space, local)
	return has
}

// Managed says whether stream management is on. Without it Acked comes from pings, and Handled does nothing.
func (c *Client) Managed() bool { return c.managed }

// Send marshals one stanza as Marshal does and queues it; it never waits. The number it returns is what Acked counts.
// Numbers rise in the order of sending; questions and answers take numbers too. ErrClosed, ErrBusy.
func (c *Client) Send(v any) (uint64, error) {
	raw, err := Marshal(v)
	if err != nil {
		return 0, fmt.Errorf("send: %w", err)
	}
	return c.SendRaw(raw)
}

// SendRaw is Send for bytes that Marshal made earlier, and which must not change any more.
func (c *Client) SendRaw(stanza []byte) (uint64, error) {
	n, err := c.queue.add(stanza)
	if err != nil {
		return 0, fmt.Errorf("send: %w", err)
	}
	return n, nil
}

// SendAside marshals an element that is no stanza, such as the client's state, and queues it beside those that are. Of
// several that have not been written yet only the last one is. It has no number, and a lost one is not written again.
func (c *Client) SendAside(v any) error {
	raw, err := xml.Marshal(v)
	if err != nil {
		return fmt.Errorf("send aside: %w", err)
	}
	if err := c.queue.sayAside(raw); err != nil {
		return fmt.Errorf("send aside: %w", err)
	}
	return nil
}

// Handled says that e and all events before it are on disk: their stanzas enter the count that the server is told.
func (c *Client) Handled(e Event) {
	if e.Seq > 0 && c.ledger.handled(e.Seq) {
		c.queue.tellNow()
	}
}

// Written is the number of the newest own stanza that was handed to the connection. Once Run has returned, those above it
// never left. On a resumed stream it begins at what the server has, since the rest is written again.
func (c *Client) Written() uint64 { return c.ledger.written() }

// Withdraw takes the text of an own stanza back that the server is not known to have: it is written neither now nor when
// the stream is continued. Something empty goes in its place, so that no count changes. It reports whether the stanza had
// not been handed to the connection; else it may have arrived.
func (c *Client) Withdraw(number uint64) (unwritten bool) { return c.queue.withdraw(number) }

// Settled reports whether the server has every stanza that was ever sent.
func (c *Client) Settled() bool { return c.queue.settled() }

// OneByOne has Run write what was unacknowledged on a stream that is Resumed, up to that number, one stanza after the other,
// each when the server has the one before: so the one that ends a stream is known. Call it before Run.
func (c *Client) OneByOne(number uint64) { c.queue.oneByOne(number) }

// Acknowledged is the number of the newest own stanza that the server has said to have. Once Run has returned it counts
// what was read last as well, for which no Acked may have come.
func (c *Client) Acknowledged() uint64 { return c.ledger.received() }

// Close ends the stream; it does not wait. What was sent is still written, as far as that takes no longer than two
// seconds, then Run returns nil. Without a Run the connection is closed at once.
func (c *Client) Close() error {
	c.once.Do(func() { close(c.end) })
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.phase != fresh {
		return nil
	}
	c.phase = closed
	c.queue.close()
	close(c.events)
	c.link.abort()
	return nil
}

// Lose gives up a connection that leads nowhere any more, such as one of a network that the machine has left: nothing is
// written or waited for, Run returns ErrLost, and the stream may be Resumable. It does not wait.
func (c *Client) Lose() {
	select {
	case c.lost <- struct{}{}:
	default:
	}
}

// Probe asks the server whether it is there. If it is not, Run returns ErrDead after Timing.Ack.
func (c *Client) Probe() { c.queue.askNow() }

// LocalAddr is this machine's end of the connection.
func (c *Client) LocalAddr() net.Addr { return c.link.conn.LocalAddr() }

// RemoteAddr is the address that the stream leads to: the server's, or the proxy's.
func (c *Client) RemoteAddr() net.Addr { return c.link.conn.RemoteAddr() }

// Run reads and writes until Close, the end of ctx (nil for both) or a fault, which it returns. It closes Events last,
// when all its goroutines have ended. A second Run returns ErrClosed.
func (c *Client) Run(ctx context.Context) error {
	c.mu.Lock()
	was := c.phase
	if was == fresh {
		c.phase = running
	}
	c.mu.Unlock()
	switch was {
	case closed:
		return nil
	case running:
		return ErrClosed
	}
	defer close(c.events)
	defer c.queue.close()
	return c.run(ctx)
}

func (c *Client) run(ctx context.Context) error {
	var readErr, writeErr, watchErr error
	read, write, watch := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() { defer close(read); readErr = c.read() }()
	go func() { defer close(write); writeErr = c.write() }()
	go func() { defer close(watch); watchErr = c.watch() }()

	var cause error
	select {
	case <-ctx.Done():
	case <-c.end:
	case <-c.lost:
		cause = ErrLost
		c.link.abort() // a write may hang in it
	case <-read:
		cause = readErr
	case <-write:
		cause = c.lastWord(writeErr, read, &readErr)
	case <-watch:
		cause = watchErr
	}
	c.finish(cause, write, read)
	<-read
	<-write
	<-watch
	return cause
}

// lastWord is why a stream ended on which a write has failed: what the server had said before, where that lies unread. A
// server that refuses what is written need not wait for the end of it.
func (c *Client) lastWord(writeErr error, read <-chan struct{}, readErr *error) error {
	limit := time.NewTimer(hearing)
	defer limit.Stop()
	select {
	case <-read:
	case <-limit.C:
		return writeErr
	}
	var said *StreamError
	if errors.As(*readErr, &said) {
		return said
	}
	return writeErr
}

// finish says goodbye within bounds and closes the connection.
func (c *Client) finish(cause error, written, read <-chan struct{}) {
	c.queue.close()
	c.resume.over.Store(!c.resume.survives(cause))
	guard := time.AfterFunc(closing, c.link.abort)
	defer guard.Stop()
	c.queue.finish(cause)
	close(c.dying)
	<-written
	if cause != nil {
		c.link.abort()
		return
	}
	<-read // the server's own end of the stream
	if err := c.link.close(); err != nil && !errors.Is(err, net.ErrClosed) {
		c.cfg.Log.Debug("close connection", "account", c.address.Bare().String(), "err", err)
	}
}

// push hands e to the consumer and waits for it; while it waits the clocks stand still. An event that is not taken is
// lost with the stream: it was not handled, so the server still has it.
func (c *Client) push(e Event) {
	select {
	case <-c.dying:
		return
	default:
	}
	select {
	case c.events <- e:
		return
	default:
	}
	defer c.clock.stall()()
	select {
	case c.events <- e:
	case <-c.dying:
	}
}

func (c *Client) pushBroken(e Element, seq uint64, err error) {
	c.cfg.Log.Warn("stanza set aside", "account", c.address.Bare().String(), "stanza", e.Name.Local, "err", err)
	c.push(Event{seq, newBroken(e, err)})
}

// own fills in an absent from: the server speaks for our account (RFC 6120 §8.1.2.1).
func (c *Client) own(from *jid.JID) {
	if from.Equal(jid.JID{}) {
		*from = c.address.Bare()
	}
}
