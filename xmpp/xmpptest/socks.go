package xmpptest

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"testing"
)

// Socks is a SOCKS5 proxy on loopback (RFC 1928, RFC 1929) that leads to where it is told, and notes what it was asked.
type Socks struct {
	Address string

	user, password string
	listener       net.Listener
	serving        sync.WaitGroup
	stop           context.CancelFunc

	mu    sync.Mutex // guards the rest
	to    map[string]func(context.Context) (net.Conn, error)
	asked []string
	nagle bool
}

// StartSocks runs a proxy until the end of the test. It wants this user, unless that is empty.
func StartSocks(t testing.TB, user, password string) *Socks {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("start proxy: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Socks{Address: l.Addr().String(), user: user, password: password, listener: l, stop: stop,
		to: map[string]func(context.Context) (net.Conn, error){}}
	s.serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.serving.Go(func() { s.serve(ctx, conn) })
		}
	})
	t.Cleanup(func() { stop(); _ = l.Close(); s.serving.Wait() })
	return s
}

// Lead makes the proxy connect those who ask for name (host:port, as asked) to h; it knows no other names.
func (s *Socks) Lead(name string, h *Hostile) {
	s.LeadTo(name, func(ctx context.Context) (net.Conn, error) { return h.DialContext(ctx, "tcp", name) })
}

// LeadTo is Lead to wherever dial leads.
func (s *Socks) LeadTo(name string, dial func(context.Context) (net.Conn, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to[name] = dial
}

// Nagle turns Nagle's algorithm on for the clients that come from now on.
func (s *Socks) Nagle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nagle = true
}

// Asked are the names that were asked for, each with its port, in order. An address is written in <>.
func (s *Socks) Asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.asked...)
}

func (s *Socks) serve(ctx context.Context, client net.Conn) {
	defer context.AfterFunc(ctx, func() { _ = client.Close() })()
	defer client.Close()
	if err := s.greet(client); err != nil {
		return
	}
	name, err := readRequest(client)
	if err != nil {
		return
	}
	s.mu.Lock()
	s.asked = append(s.asked, name)
	dial, nagle := s.to[name], s.nagle
	s.mu.Unlock()
	if err := client.(*net.TCPConn).SetNoDelay(!nagle); err != nil {
		return
	}
	var server net.Conn
	if dial != nil {
		server, err = dial(ctx)
	}
	if server == nil || err != nil {
		_, _ = client.Write([]byte{5, 4, 0, 1, 0, 0, 0, 0, 0, 0}) // host unreachable
		return
	}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if _, err := client.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0}); err != nil {
		_ = server.Close()
		return
	}
	done := make(chan struct{})
	go func() { defer close(done); _, _ = io.Copy(server, client); _ = server.Close() }()
	_, _ = io.Copy(client, server)
	_ = client.Close()
	<-done
}

// greet settles how the client says who it is.
func (s *Socks) greet(c net.Conn) error {
	head := make([]byte, 2)
	if _, err := io.ReadFull(c, head); err != nil {
		return err
	}
	if _, err := io.ReadFull(c, make([]byte, head[1])); err != nil {
		return err
	}
	if s.user == "" {
		_, err := c.Write([]byte{5, 0})
		return err
	}
	if _, err := c.Write([]byte{5, 2}); err != nil {
		return err
	}
	if _, err := io.ReadFull(c, head[:1]); err != nil {
		return err
	}
	user, err := readShort(c)
	if err != nil {
		return err
	}
	password, err := readShort(c)
	if err != nil {
		return err
	}
	if user != s.user || password != s.password {
		_, _ = c.Write([]byte{1, 1})
		return errors.New("refused")
	}
	_, err = c.Write([]byte{1, 0})
	return err
}

func readRequest(c net.Conn) (string, error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(c, head); err != nil {
		return "", err
	}
	host := ""
	switch head[3] {
	case 3:
		name, err := readShort(c)
		if err != nil {
			return "", err
		}
		host = name
	default:
		ip := make([]byte, map[byte]int{1: 4, 4: 16}[head[3]])
		if _, err := io.ReadFull(c, ip); err != nil {
			return "", err
		}
		host = "<" + net.IP(ip).String() + ">"
	}
	port := make([]byte, 2)
	_, err := io.ReadFull(c, port)
	return host + ":" + strconv.Itoa(int(binary.BigEndian.Uint16(port))), err
}

func readShort(c net.Conn) (string, error) {
	n := make([]byte, 1)
	if _, err := io.ReadFull(c, n); err != nil {
		return "", err
	}
	text := make([]byte, n[0])
	_, err := io.ReadFull(c, text)
	return string(text), err
}
