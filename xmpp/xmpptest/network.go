package xmpptest

import (
	"context"
	"errors"
	"net"
	"sync"
)

// Network is a Dialer to loopback whose connections can be cut, and can fall silent or full as those of a network that drops
// packets. The zero Network works.
type Network struct {
	mu    sync.Mutex // guards the rest
	conns []*cable
	down  bool
	left  int    // reads and writes until the trap springs
	trap  func() // nil: no trap is set
}

// errDown is what dialing fails with while the Network is down.
var errDown = errors.New("network is down")

// DialContext connects as a net.Dialer does, unless the network is down.
func (n *Network) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.down {
		return nil, &net.OpError{Op: "dial", Net: network, Err: errDown}
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c := &cable{Conn: conn, network: n, closed: make(chan struct{}), silent: make(chan struct{})}
	n.conns = append(n.conns, c)
	return c, nil
}

// Cut breaks all connections. New ones can be made, unless Down.
func (n *Network) Cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.conns {
		_ = c.Close()
	}
	n.conns = nil
}

// Down cuts all connections and refuses new ones; Up ends that.
func (n *Network) Down() {
	n.mu.Lock()
	n.down = true
	n.mu.Unlock()
	n.Cut()
}

// Up lets connections be made again.
func (n *Network) Up() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = false
}

// Silence makes all connections there are now lose everything in both directions, without telling anyone.
func (n *Network) Silence() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.conns {
		c.fallSilent.Do(func() { close(c.silent) })
	}
}

// Clog makes all connections there are now take nothing more, as when packets are dropped and the buffers are full: writes
// wait for the end. The channel is closed when one waits.
func (n *Network) Clog() (waits <-chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	full := make(chan struct{})
	for _, c := range n.conns {
		c.full = full
	}
	return full
}

// fullOn tells whether c takes nothing more, and that a write waits for it.
func (n *Network) fullOn(c *cable) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if c.full == nil {
		return false
	}
	select {
	case <-c.full:
	default:
		close(c.full)
	}
	return true
}

// Trap lets spring be called in place of the read or write that follows n more of them, on whichever connection; what
// was read, or to be written, is lost with it when spring cuts or silences the network. A new trap replaces an older one.
func (n *Network) Trap(after int, spring func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.left, n.trap = after, spring
}

// step counts one read or write, and springs the trap when it is its turn.
func (n *Network) step() {
	n.mu.Lock()
	spring := n.trap
	if n.left--; n.left >= 0 || spring == nil {
		n.mu.Unlock()
		return
	}
	n.trap = nil
	n.mu.Unlock()
	spring()
}

// cable is one connection. Once silent, reads wait for the end and writes vanish.
type cable struct {
	net.Conn
	network          *Network
	once, fallSilent sync.Once
	closed, silent   chan struct{}
	full             chan struct{} // guarded by the network's mu; nil while it takes what is written
}

// NetConn is the connection itself, for what is set on it.
func (c *cable) NetConn() net.Conn { return c.Conn }

func (c *cable) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err == nil {
		c.network.step()
	}
	select {
	case <-c.silent:
		<-c.closed
		return 0, net.ErrClosed
	case <-c.closed:
		return 0, net.ErrClosed
	default:
		return n, err
	}
}

func (c *cable) Write(p []byte) (int, error) {
	c.network.step()
	if c.network.fullOn(c) {
		<-c.closed
		return 0, net.ErrClosed
	}
	select {
	case <-c.silent:
		return len(p), nil
	case <-c.closed:
		return 0, net.ErrClosed
	default:
		return c.Conn.Write(p)
	}
}

func (c *cable) Close() error {
	err := net.ErrClosed
	c.once.Do(func() { close(c.closed); err = c.Conn.Close() })
	return err
}
