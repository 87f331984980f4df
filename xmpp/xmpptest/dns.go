package xmpptest

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// DNS is a name server on loopback that knows service records and addresses. It is safe for use by any goroutine.
type DNS struct {
	conn *net.UDPConn
	done chan struct{}

	mu      sync.Mutex // guards the rest
	records map[string][]*net.SRV
	hosts   map[string][]netip.Addr
	silent  bool
	mute    map[dnsmessage.Type]bool
	asked   []string
}

// StartDNS runs a name server until the end of the test. A name without records does not exist.
func StartDNS(t testing.TB) *DNS {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatalf("start name server: %v", err)
	}
	d := &DNS{conn: conn, done: make(chan struct{}), records: map[string][]*net.SRV{}, hosts: map[string][]netip.Addr{}, mute: map[dnsmessage.Type]bool{}}
	go d.serve()
	t.Cleanup(func() {
		_ = d.conn.Close() // ends serve
		<-d.done
	})
	return d
}

// Set makes these the service records of name, such as "_xmpp-client._tcp.example.org".
func (d *DNS) Set(name string, records ...*net.SRV) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.records[canonical(name)] = records
}

// Host makes these the addresses of name.
func (d *DNS) Host(name string, addresses ...netip.Addr) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hosts[canonical(name)] = addresses
}

// Mute makes the server answer nothing when it is asked for addresses of one kind, such as dnsmessage.TypeAAAA.
func (d *DNS) Mute(kind dnsmessage.Type) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mute[kind] = true
}

// Silence makes the server answer nothing, or again.
func (d *DNS) Silence(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.silent = on
}

// Asked are the names asked for so far, in lower case and without the final dot.
func (d *DNS) Asked() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.asked...)
}

// Resolver asks this server, and no other.
func (d *DNS) Resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", d.conn.LocalAddr().String())
	}}
}

func (d *DNS) serve() {
	defer close(d.done)
	packet := make([]byte, 4<<10)
	for {
		n, from, err := d.conn.ReadFromUDP(packet)
		if err != nil {
			return
		}
		answer, err := d.answer(packet[:n])
		if err != nil || answer == nil {
			continue
		}
		_, _ = d.conn.WriteToUDP(answer, from) // a lost answer is asked for again
	}
}

func (d *DNS) answer(packet []byte) ([]byte, error) {
	var message dnsmessage.Message
	if err := message.Unpack(packet); err != nil || len(message.Questions) != 1 {
		return nil, fmt.Errorf("no question: %w", err)
	}
	question := message.Questions[0]
	name := canonical(question.Name.String())

	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, name)
	if d.silent || d.mute[question.Type] {
		return nil, nil
	}
	records, known := d.records[name]
	addresses, host := d.hosts[name]
	reply := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: message.ID, Response: true, Authoritative: true, RecursionDesired: message.RecursionDesired, RecursionAvailable: true},
		Questions: message.Questions,
	}
	if !known && !host {
		reply.RCode = dnsmessage.RCodeNameError
	}
	for _, r := range records {
		if question.Type != dnsmessage.TypeSRV {
			break
		}
		target, err := dnsmessage.NewName(strings.TrimSuffix(r.Target, ".") + ".")
		if err != nil {
			return nil, err
		}
		reply.Answers = append(reply.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: question.Name, Class: dnsmessage.ClassINET, TTL: 1},
			Body:   &dnsmessage.SRVResource{Priority: r.Priority, Weight: r.Weight, Port: r.Port, Target: target},
		})
	}
	for _, a := range addresses {
		if body := addressRecord(a, question.Type); body != nil {
			reply.Answers = append(reply.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: question.Name, Class: dnsmessage.ClassINET, TTL: 1}, Body: body,
			})
		}
	}
	return reply.Pack()
}

// addressRecord is the record of a, or nil when it is of another kind.
func addressRecord(a netip.Addr, kind dnsmessage.Type) dnsmessage.ResourceBody {
	switch {
	case a.Is4() && kind == dnsmessage.TypeA:
		return &dnsmessage.AResource{A: a.As4()}
	case a.Is6() && kind == dnsmessage.TypeAAAA:
		return &dnsmessage.AAAAResource{AAAA: a.As16()}
	}
	return nil
}

func canonical(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
