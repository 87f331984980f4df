package xmpp

import (
	"context"
	"errors"
	"log/slog"
	"net"

	"golang.org/x/net/proxy"
)

// Proxy is a SOCKS5 proxy (RFC 1928), which is given names, not addresses. Printing one shows its address alone.
type Proxy struct {
	Address        string // host:port
	User, Password string // RFC 1929; empty: none
}

// String is the address.
func (p Proxy) String() string { return p.Address }

// LogValue is String.
func (p Proxy) LogValue() slog.Value { return slog.StringValue(p.Address) }

// GoString is String, for %#v.
func (p Proxy) GoString() string { return p.Address }

// proxied dials through a proxy that base reaches.
type proxied struct {
	base  Dialer
	proxy Proxy
}

// DialContext implements Dialer.
func (p proxied) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var auth *proxy.Auth
	if p.proxy.User != "" {
		auth = &proxy.Auth{User: p.proxy.User, Password: p.proxy.Password}
	}
	d, err := proxy.SOCKS5("tcp", p.proxy.Address, auth, forward{p.base})
	if err != nil {
		return nil, err
	}
	return d.(proxy.ContextDialer).DialContext(ctx, network, address)
}

// forward is a Dialer as package proxy wants it; it only ever calls DialContext.
type forward struct{ Dialer }

// Dial implements proxy.Dialer.
func (forward) Dial(string, string) (net.Conn, error) {
	return nil, errors.ErrUnsupported
}
