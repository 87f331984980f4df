package xmpp

import (
	"context"
	"net"
	"syscall"
)

// Stagger is stagger, for its test.
var Stagger = stagger[string, string]

// Racer is the Dialer of a Config without one, with a look at each address before it is tried.
func Racer(resolver *net.Resolver, before func(ctx context.Context, network, address string, conn syscall.RawConn) error) Dialer {
	return racer{resolver, net.Dialer{ControlContext: before}}
}
