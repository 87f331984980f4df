package xmpptest

import (
	"context"
	"errors"
	"net"
	"sync"
)

// Network is a Dialer to loopback whose connections can be cut, and can fall silent as those of a network that drops
// packets. The zero Network works.
type Network struct {
	mu    sync.Mutex // guards the rest
	conns []*cable
	down  bool
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
	c := &cable{Conn: conn, closed: make(chan struct{}), silent: make(chan struct{})}
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

// cable is one connection. Once silent, reads wait for the end and writes vanish.
type cable struct {
	net.Conn
	once, fallSilent sync.Once
	closed, silent   chan struct{}
}

func (c *cable) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	select {
	case <-c.silent:
		<-c.closed
		return 0, net.ErrClosed
	default:
		return n, err
	}
}

func (c *cable) Write(p []byte) (int, error) {
	select {
	case <-c.silent:
		return len(p), nil
	default:
		return c.Conn.Write(p)
	}
}

func (c *cable) Close() error {
	err := net.ErrClosed
	c.once.Do(func() { close(c.closed); err = c.Conn.Close() })
	return err
}
