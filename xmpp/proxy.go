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
	f := &forward{Dialer: p.base}
	d, err := proxy.SOCKS5("tcp", p.proxy.Address, auth, f)
	if err != nil {
		return nil, err
	}
	conn, err := d.(proxy.ContextDialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return tunnel{conn, f.conn}, nil
}

// forward is a Dialer as package proxy wants it; it only ever calls DialContext, and that once.
type forward struct {
	Dialer
	conn net.Conn // to the proxy
}

// DialContext implements proxy.ContextDialer.
func (f *forward) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := f.Dialer.DialContext(ctx, network, address)
	f.conn = conn
	return conn, err
}

// Dial implements proxy.Dialer.
func (*forward) Dial(string, string) (net.Conn, error) {
	return nil, errors.ErrUnsupported
}

// tunnel is a connection through a proxy.
type tunnel struct {
	net.Conn
	below net.Conn // to the proxy
}

// NetConn is the connection to the proxy, for what concerns that one alone.
func (t tunnel) NetConn() net.Conn { return t.below }
