package xmpp

import (
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
)

// maxHops is how often a server may send us on in one Connect.
const maxHops = 3

// follow finds the server and has to called with where it may be. A server that has proved to be the domain may send us to
// another host (RFC 6120 §4.9.3.19), which then has to prove that it is the same domain.
func follow[T any](ctx context.Context, cfg Config, to func(context.Context, Config, []target) (T, error)) (T, error) {
	targets, err := findTargets(ctx, cfg)
	if err != nil {
		var none T
		return none, err
	}
	var seen []string
	for {
		c, err := to(ctx, cfg, targets)
		next, sent := sentOn(err)
		if !sent || ctx.Err() != nil || len(seen) >= maxHops || slices.Contains(seen, next.address()) {
			return c, err
		}
		cfg.Log.Info("sent to another host", "account", cfg.Address.Bare().String(), "target", next.address())
		seen, targets = append(seen, next.address()), []target{next}
	}
}

// sentOn is where the server says that it is to be found instead. What was said before TLS is no *StreamError any more.
func sentOn(err error) (target, bool) {
	var said *StreamError
	if !errors.As(err, &said) || said.Condition != "see-other-host" {
		return target{}, false
	}
	return parseTarget(strings.TrimSpace(said.Other))
}

// parseTarget reads a host or an address, with or without a port.
func parseTarget(text string) (target, bool) {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		host, port = strings.Trim(text, "[]"), "5222"
	}
	n, err := strconv.ParseUint(port, 10, 16)
	ok := err == nil && n > 0 && host != "" && len(host) <= 255 && !strings.ContainsAny(host, " \t\r\n/@")
	return target{host: host, port: uint16(n)}, ok
}
