package xmpp_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// A name with several addresses is reached by one that answers, whatever the others do; one that is silent would hold up a
// dialer that waits for it until the end of the test.
func TestAddressesOfANameAreRaced(t *testing.T) {
	const v6, v4, other, third = "::1", "127.0.0.1", "127.0.0.2", "127.0.0.3"
	for _, row := range []struct {
		name      string
		addresses []string
		silent    []string // nothing comes back
		open      []string // somebody listens; the others refuse
		mute      dnsmessage.Type
		want      string // "" none
	}{
		{"both answer: IPv6 it is", []string{v4, v6}, nil, []string{v4, v6}, 0, v6},
		{"IPv6 refuses", []string{v6, v4}, nil, []string{v4}, 0, v4},
		{"IPv4 refuses", []string{v4, v6}, nil, []string{v6}, 0, v6},
		{"IPv6 is silent", []string{v6, v4}, []string{v6}, []string{v4}, 0, v4},
		{"IPv4 is silent", []string{v4, v6}, []string{v4}, []string{v6}, 0, v6},
		{"two of one family, the first silent", []string{v4, other}, []string{v4}, []string{other}, 0, other},
		{"only the last of many", []string{v6, v4, other, third}, []string{v6, v4}, []string{third}, 0, third},
		{"the question for IPv6 is not answered", []string{v6, v4}, nil, []string{v4}, dnsmessage.TypeAAAA, v4},
		{"the question for IPv4 is not answered", []string{v6, v4}, nil, []string{v6}, dnsmessage.TypeA, v6},
		{"nobody listens", []string{v6, v4}, nil, nil, 0, ""},
		{"no address", nil, nil, nil, 0, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			dns := xmpptest.StartDNS(t)
			if row.addresses != nil {
				dns.Host("server.example", addressesOf(row.addresses)...)
			}
			dns.Mute(row.mute)
			port := listenAt(t, row.open)
			var mu sync.Mutex
			var tried []string
			dialer := xmpp.Racer(dns.Resolver(), func(ctx context.Context, _, address string, _ syscall.RawConn) error {
				host, _, _ := net.SplitHostPort(address)
				mu.Lock()
				tried = append(tried, host)
				mu.Unlock()
				if slices.Contains(row.silent, host) {
					<-ctx.Done()
					return ctx.Err()
				}
				return nil
			})
			conn, err := dialer.DialContext(t.Context(), "tcp", "server.example:"+port)
			got := ""
			if err == nil {
				got, _, _ = net.SplitHostPort(conn.RemoteAddr().String())
				conn.Close()
			}
			if got != row.want {
				t.Errorf("connected to %q, %v; tried %v", got, err, tried)
			}
			var unknown *net.DNSError
			if len(row.addresses) == 0 && (!errors.As(err, &unknown) || !unknown.IsNotFound) {
				t.Errorf("no such name: %v", err)
			}
			if slices.Contains(row.addresses, v6) && row.mute != dnsmessage.TypeAAAA && tried[0] != v6 {
				t.Errorf("tried %v", tried)
			}
		})
	}
}

func addressesOf(texts []string) (out []netip.Addr) {
	for _, t := range texts {
		out = append(out, netip.MustParseAddr(t))
	}
	return out
}

// listenAt listens on one port of all hosts, and gives the port, on which the other addresses of loopback refuse.
func listenAt(t *testing.T, hosts []string) (port string) {
	t.Helper()
	port = "0"
	if len(hosts) == 0 {
		return "1"
	}
	for _, host := range hosts {
		l, err := net.Listen("tcp", net.JoinHostPort(host, port))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		_, port, _ = net.SplitHostPort(l.Addr().String())
	}
	return port
}

// A config without a dialer asks its resolver, and races what it gets.
func TestServerByItsName(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: (*xmpptest.Wire).Drain})
	_, port, err := h.Listen() // on 127.0.0.1
	if err != nil {
		t.Fatal(err)
	}
	dns := xmpptest.StartDNS(t)
	dns.Set("_xmpp-client._tcp.example.org", &net.SRV{Target: "server.example.org", Port: port})
	dns.Host("server.example.org", addressesOf([]string{"::1", "127.0.0.2", "127.0.0.1"})...)
	cfg := configAt(h)
	cfg.Host, cfg.Dialer, cfg.Resolver = "", nil, dns.Resolver()
	c, err := xmpp.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
}

// slowly is a dialer to targets of which some hang, or take the connection and say nothing.
type slowly struct {
	*xmpptest.Hostile
	start time.Time
	mu    sync.Mutex
	tried []string
}

func (d *slowly) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d.mu.Lock()
	d.tried = append(d.tried, fmt.Sprintf("%s %s", address[:strings.Index(address, ".")], time.Since(d.start)))
	d.mu.Unlock()
	switch {
	case strings.HasPrefix(address, "hung"):
		<-ctx.Done()
		return nil, ctx.Err()
	case strings.HasPrefix(address, "mute"):
		conn, other := net.Pipe()
		go func() {
			for buffer := make([]byte, 1024); ; {
				if _, err := other.Read(buffer); err != nil {
					return
				}
			}
		}()
		return conn, nil
	}
	return d.Hostile.DialContext(ctx, network, address)
}

// All targets are tried within a limit: one that is silent, at whatever step, costs three seconds.
func TestTargetsThatAreSilent(t *testing.T) {
	for _, row := range []struct{ first, tried string }{
		{"hung", "[hung 0s good 3s]"},
		{"mute", "[mute 0s good 3s]"},
		{"hung mute", "[hung 0s mute 3s good 6s]"},
		{"hung hung hung", "[hung 0s hung 3s hung 6s good 9s]"},
	} {
		t.Run(row.first, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := xmpptest.StartHostile(t, xmpptest.Script{Then: (*xmpptest.Wire).Drain})
				d := &slowly{Hostile: h, start: time.Now()}
				var records []*net.SRV
				for i, name := range append(strings.Fields(row.first), "good") {
					records = append(records, &net.SRV{Target: fmt.Sprintf("%s.%d.example.", name, i), Port: 5222, Priority: uint16(i)})
				}
				cfg := configAt(h)
				cfg.Host, cfg.Dialer, cfg.Resolver = "", d, srv{"xmpp-client": records}
				c, err := xmpp.Connect(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				c.Close()
				if tried := fmt.Sprint(d.tried); tried != row.tried {
					t.Errorf("tried %s, want %s", tried, row.tried)
				}
			})
		})
	}
}
