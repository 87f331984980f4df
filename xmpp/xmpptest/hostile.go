package xmpptest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/idna"
)

// Certificates a Script can show.
const (
	GoodCertificate    = ""
	ExpiredCertificate = "expired"
	EarlyCertificate   = "not yet valid"
	OtherName          = "other name"
	UnknownAuthority   = "unknown authority"
)

// Script is what a Hostile server does with each connection. The zero Script is an honest server for Account and
// Password; each field changes one thing.
type Script struct {
	Account  string // bare JID; "alice@example.org" if empty
	Password string // "alicepass" if empty

	Certificate string
	DirectTLS   bool
	MaxTLS      uint16 // highest TLS version; 0: any

	PlainFeatures string // content of the features before TLS; empty: starttls
	Proceed       string // answer to starttls; empty: proceed
	Mechanisms    []string
	Login         Login
	Challenge     func(honest string) string // changes the server's first SCRAM message
	NoChallenge   string                     // sent instead of a challenge
	Final         func(signature string) string
	Features      string // content of the features after the login; empty: bind and stream management
	Bound         string // the address bound; empty: Account with the resource "bound"
	BindAnswer    func(id string) string
	Enabled       string                        // answer to enable; empty: enabled, with resumption
	Resume        func(h, previd string) string // answer to resume; after anything but resumed the client binds
	Silent        string                        // the step from which on nothing is answered, see Steps
	Cut           string                        // the step at which the connection is cut

	Then func(*Wire) // after the login; the connection is closed when it returns

	passwords func(name string) (password string, known bool) // of several accounts; then nothing is done after the features
	at        func(w *Wire, step string)                      // called at each step
}

// Steps are the steps of a login at which a Script may fall silent or cut the connection.
var Steps = []string{"connect", "starttls", "handshake", "features", "auth", "final", "restart", "bind", "enable"}

// Hostile is a scripted server. It is a Dialer that connects to itself through memory; Listen gives it a port as well.
type Hostile struct {
	Domain string

	script    Script
	authority *Authority
	other     *Authority
	stop      chan struct{}
	serving   sync.WaitGroup
	traffic   counter

	mu       sync.Mutex // guards the rest
	received []byte
	dials    int
	stopped  bool
	conns    map[net.Conn]bool
}

// StartHostile makes a server for script, which ends with the test.
func StartHostile(t testing.TB, script Script) *Hostile {
	t.Helper()
	h, err := NewHostile(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

// NewHostile is StartHostile without a test; it runs until Close.
func NewHostile(script Script) (*Hostile, error) {
	if script.Account == "" {
		script.Account = "alice@example.org"
	}
	if script.Password == "" {
		script.Password = "alicepass"
	}
	if script.Mechanisms == nil {
		script.Mechanisms = []string{"SCRAM-SHA-256"}
	}
	authority, err := NewAuthority()
	if err != nil {
		return nil, err
	}
	other, err := NewAuthority()
	if err != nil {
		return nil, err
	}
	return &Hostile{
		Domain: domainOf(script.Account), script: script, authority: authority, other: other,
		stop: make(chan struct{}), conns: map[net.Conn]bool{},
	}, nil
}

// Pool holds the authority that clients of this server should trust.
func (h *Hostile) Pool() *x509.CertPool { return h.authority.Pool() }

// CA is the same authority as PEM.
func (h *Hostile) CA() []byte { return h.authority.PEM() }

// DialContext connects to this server whatever the address is.
func (h *Hostile) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	if !h.serve(server) {
		return nil, net.ErrClosed
	}
	return client, ctx.Err()
}

// Listen makes the server reachable on loopback as well, until Close.
func (h *Hostile) Listen() (host string, port uint16, err error) {
	l, err := h.listen("127.0.0.1:0")
	if err != nil {
		return "", 0, err
	}
	h.serving.Go(func() { <-h.stop; _ = l.Close() })
	return "127.0.0.1", uint16(l.Addr().(*net.TCPAddr).Port), nil
}

// listen serves who comes to address until the listener is closed.
func (h *Hostile) listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	h.serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil || !h.serve(conn) {
				return
			}
		}
	})
	return l, nil
}

// Close breaks all connections and waits for the script to end.
func (h *Hostile) Close() {
	h.mu.Lock()
	if !h.stopped {
		h.stopped = true
		close(h.stop)
	}
	h.mu.Unlock()
	h.breakAll()
	h.serving.Wait()
}

// breakAll breaks the connections there are.
func (h *Hostile) breakAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for conn := range h.conns {
		_ = conn.Close()
	}
}

// Received is everything clients have written so far, in clear.
func (h *Hostile) Received() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return string(h.received)
}

// Traffic is what went over all connections so far.
func (h *Hostile) Traffic() Traffic { return h.traffic.get() }

// Dials is how often a client has connected.
func (h *Hostile) Dials() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.dials
}

func (h *Hostile) record(p []byte) {
	if len(p) > 0 {
		h.traffic.add(Traffic{Records: 1})
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.received = append(h.received, p...)
}

// serve runs the script on conn, unless the server is closed.
func (h *Hostile) serve(conn net.Conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		_ = conn.Close()
		return false
	}
	h.dials++
	h.conns[conn] = true
	h.serving.Go(func() {
		defer func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			delete(h.conns, conn)
			_ = conn.Close()
		}()
		w := &Wire{Conn: &meter{Conn: conn, total: &h.traffic}, hostile: h}
		w.login(h.script)
		if h.script.Then != nil {
			h.script.Then(w)
		}
	})
	return true
}

// certificate makes what the script wants shown.
func (h *Hostile) certificate(kind string) (tls.Certificate, error) {
	now := time.Now()
	domain, err := idna.Lookup.ToASCII(h.Domain)
	if err != nil {
		return tls.Certificate{}, err
	}
	switch kind {
	case ExpiredCertificate:
		return h.authority.Certify(domain, now.AddDate(-2, 0, 0), now.AddDate(-1, 0, 0))
	case EarlyCertificate:
		return h.authority.Certify(domain, now.AddDate(1, 0, 0), now.AddDate(2, 0, 0))
	case OtherName:
		return h.authority.Good("elsewhere.example")
	case UnknownAuthority:
		return h.other.Good(domain)
	}
	return h.authority.Good(domain)
}
