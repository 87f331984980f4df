package xmpp_test

import (
	"context"
	"net"
)

// dialing is a Dialer that puts something around each connection.
type dialing func(net.Conn) net.Conn

func (d dialing) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return d(conn), nil
}

// opaque is a connection of which only reading and writing is known, so that nothing can be set on it.
type opaque struct{ net.Conn }

func late(c net.Conn) net.Conn   { return opaque{c} } // what comes is acknowledged when the system likes
func prompt(c net.Conn) net.Conn { return c }
