package xmpptest

import (
	"net"
	"sync"
)

// Traffic is what went over the connections of a scripted server so far.
type Traffic struct {
	Records int // pieces in which the clients' words came: under TLS its records, else what one read gave
	Writes  int // of the server
	Turns   int // how often the server had its say after the client had: round trips, where both wait for each other
}

// Minus is what came after before.
func (t Traffic) Minus(before Traffic) Traffic {
	return Traffic{t.Records - before.Records, t.Writes - before.Writes, t.Turns - before.Turns}
}

// meter counts the turns of one connection, below TLS, so that the handshake counts.
type meter struct {
	net.Conn
	total *counter

	mu      sync.Mutex // guards clients
	clients bool       // the client was the last to say something
}

// NetConn is the connection itself, for what is set on it.
func (m *meter) NetConn() net.Conn { return m.Conn }

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.Conn.Read(p)
	if n > 0 {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.clients = true
	}
	return n, err
}

func (m *meter) Write(p []byte) (int, error) {
	m.mu.Lock()
	turn := m.clients
	m.clients = false
	m.mu.Unlock()
	if turn {
		m.total.add(Traffic{Turns: 1})
	}
	return m.Conn.Write(p)
}

// counter adds up what all connections of a server carry.
type counter struct {
	mu  sync.Mutex // guards sum
	sum Traffic
}

func (c *counter) add(t Traffic) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sum.Records += t.Records
	c.sum.Writes += t.Writes
	c.sum.Turns += t.Turns
}

func (c *counter) get() Traffic {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sum
}
