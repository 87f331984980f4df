package xmpp

import (
	"net"
	"syscall"
)

// quickConn has the system acknowledge at once what comes in while an answer is awaited. A server that leaves Nagle's
// algorithm on (RFC 896) keeps the end of an answer back until what went before is acknowledged, and the system puts that off
// until there is something to send along (RFC 1122 §4.2.3.2): so both wait, 40 ms on Linux and up to 200 ms elsewhere, for
// every answer that takes the server two writes. While nothing is awaited the system does as it likes.
type quickConn struct {
	net.Conn
	raw     syscall.RawConn // nil where nothing can be done, or nothing more
	awaited func() bool     // nil: always. Set it while nobody reads

	acknowledge func(fd uintptr)
	again       bool // what quickAck said
}

func newQuickConn(conn net.Conn) *quickConn {
	q := &quickConn{Conn: conn, raw: rawConn(conn)}
	q.acknowledge = func(fd uintptr) { q.again = quickAck(fd) }
	return q
}

// Read implements net.Conn. As on any connection with TLS on it, one goroutine reads at a time.
func (q *quickConn) Read(p []byte) (int, error) {
	n, err := q.Conn.Read(p)
	if n > 0 && q.raw != nil && (q.awaited == nil || q.awaited()) {
		if q.raw.Control(q.acknowledge) != nil || !q.again {
			q.raw = nil
		}
	}
	return n, err
}

// rawConn is what the system knows conn by; nil when that is nothing, as in memory. Around it may be what has a NetConn, as
// *tls.Conn does.
func rawConn(conn net.Conn) syscall.RawConn {
	for {
		switch c := conn.(type) {
		case syscall.Conn:
			raw, err := c.SyscallConn()
			if err != nil {
				return nil // closed
			}
			return raw
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return nil
		}
	}
}
