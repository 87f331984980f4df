package xmpp

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"
)

// How long an address may be silent before the next is tried too, and how long a name's IPv4 addresses wait for its IPv6
// ones (RFC 8305 §5, §3).
const (
	attemptDelay    = 250 * time.Millisecond
	resolutionDelay = 50 * time.Millisecond
)

// maxAddresses is how many addresses of one name are tried.
const maxAddresses = 16

// racer is a Dialer that tries the addresses of a name in turn, IPv6 and IPv4 alternating, without waiting long for one
// that is silent (RFC 8305). The first connection is taken. *net.Dialer does the same for the two families alone: of two
// IPv4 addresses a silent one would cost half of the time there is.
type racer struct {
	resolver *net.Resolver // nil: the system's
	dialer   net.Dialer    // of addresses
}

// DialContext implements Dialer.
func (r racer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return r.dialer.DialContext(ctx, network, address)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	found := make(chan netip.Addr, 2*maxAddresses)
	failure := make(chan error, 1)
	go func() { defer close(found); failure <- r.resolve(ctx, host, found) }()
	conn, ok, errs := stagger(ctx, found, attemptDelay, func(ctx context.Context, ip netip.Addr) (net.Conn, error) {
		return r.dialer.DialContext(ctx, network, net.JoinHostPort(ip.String(), port))
	}, func(c net.Conn) { _ = c.Close() })
	cancel()
	unknown := <-failure
	switch {
	case ok:
		return conn, nil
	case len(errs) > 0:
		return nil, errs[0]
	case unknown == nil: // it ended before anything was tried
		unknown = ctx.Err()
	}
	return nil, &net.OpError{Op: "dial", Net: network, Err: unknown}
}

// resolve puts the addresses of host into found, in the order to try them. Those of the family that is known first wait a
// moment for the other, not longer. It returns when both are known or ctx has ended.
func (r racer) resolve(ctx context.Context, host string, found chan<- netip.Addr) error {
	resolver := r.resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	type answer struct {
		v6  bool
		all []netip.Addr
		err error
	}
	answers := make(chan answer, 2)
	ask := func(network string) {
		all, err := resolver.LookupNetIP(ctx, network, host)
		answers <- answer{network == "ip6", all[:min(len(all), maxAddresses)], err}
	}
	go ask("ip6")
	go ask("ip4")
	one := <-answers
	var patience <-chan time.Time
	if one.err == nil {
		timer := time.NewTimer(resolutionDelay)
		defer timer.Stop()
		patience = timer.C
	}
	var two answer
	select {
	case two = <-answers:
		if !one.v6 {
			one, two = two, one
		}
		give(found, one.all, two.all)
	case <-patience:
		give(found, one.all, nil)
		two = <-answers
		give(found, two.all, nil)
	}
	var unknown *net.DNSError
	switch {
	case one.err == nil || two.err == nil:
		return nil
	case errors.As(one.err, &unknown) && unknown.IsNotFound: // the other may have had no answer at all
		return two.err
	}
	return one.err
}

// give puts in addresses of both families in turn.
func give(found chan<- netip.Addr, one, two []netip.Addr) {
	for len(one)+len(two) > 0 {
		if len(one) > 0 {
			found <- one[0].Unmap()
			one = one[1:]
		}
		if len(two) > 0 {
			found <- two[0].Unmap()
			two = two[1:]
		}
	}
}
