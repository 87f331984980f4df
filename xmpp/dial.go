package xmpp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/net/idna"
)

const nsTLS = "urn:ietf:params:xml:ns:xmpp-tls"

// targetDelay is how long a target may take before the next is tried too: time enough for a slow line, since those that
// follow are meant for when the first is down.
const targetDelay = 3 * time.Second

// reach opens a connection to the first target that proves, by TLS, to be the domain of cfg.Address. They are tried in their
// order; each step with one has its limit, and so all have.
func reach(ctx context.Context, cfg Config, targets []target, clock *clock) (*link, error) {
	from := make(chan target, len(targets))
	for _, t := range targets {
		from <- t
	}
	close(from)
	l, ok, errs := stagger(ctx, from, targetDelay, func(ctx context.Context, t target) (*link, error) {
		l, err := reachTarget(ctx, cfg, t, clock)
		if err != nil && ctx.Err() == nil {
			cfg.Log.Info("target not usable", "account", cfg.Address.Bare().String(), "target", t.address(), "err", err)
		}
		return l, err
	}, (*link).abort)
	if ok {
		return l, nil
	}
	if err := telling(errs); err != nil {
		return nil, err
	}
	return nil, errors.Join(ErrUnreachable, ctx.Err()) // it ended before anything was tried
}

// telling is the error that tells most: what a server said rather than that another one could not be reached.
func telling(errs []error) (first error) {
	for _, err := range errs {
		if first == nil || errors.Is(first, ErrUnreachable) || errors.Is(first, ErrNoHost) && !errors.Is(err, ErrNoHost) {
			first = err
		}
	}
	return first
}

// asciiDomain is the name that certificate and DNS know the domain by.
func asciiDomain(cfg Config) string {
	domain := strings.Trim(cfg.Address.Domainpart(), "[]")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		return ascii
	}
	return domain
}

func reachTarget(ctx context.Context, cfg Config, t target, clock *clock) (*link, error) {
	conn, err := dial(ctx, cfg, t)
	if err != nil {
		return nil, err
	}
	quick := newQuickConn(conn)
	conn = &heardConn{quick, clock}
	if !t.direct {
		err = startTLS(ctx, cfg, conn)
	}
	if err == nil {
		conn, err = handshake(ctx, cfg, conn, t.direct)
	}
	if err != nil {
		_ = conn.Close() // the first error is the one to report
		return nil, fmt.Errorf("%s: %w", t.address(), err)
	}
	l := newLink(conn, cfg.Languages)
	l.quick = quick
	return l, nil
}

func dial(ctx context.Context, cfg Config, t target) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, cfg.Timing.Step)
	defer cancel()
	conn, err := cfg.Dialer.DialContext(ctx, "tcp", t.address())
	if err == nil {
		return conn, nil
	}
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return nil, fmt.Errorf("%w: %w", ErrNoHost, err)
	}
	return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
}

// startTLS asks for TLS (RFC 6120 §5.4). It says nothing that is worth hiding, and believes nothing but "proceed".
func startTLS(ctx context.Context, cfg Config, conn net.Conn) error {
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	l := newLink(conn, cfg.Languages)
	features, err := l.header(cfg.Address, cfg.Timing.Step)
	if err != nil {
		return fmt.Errorf("open stream: %w", unproved(err))
	}
	if _, offered := features.Child(nsTLS, "starttls"); !offered {
		return ErrNoTLS
	}
	if err := l.write([]byte("<starttls xmlns='"+nsTLS+"'/>"), cfg.Timing.Step); err != nil {
		return err
	}
	answer, err := l.receive(cfg.Timing.Step)
	switch {
	case err != nil:
		return fmt.Errorf("start TLS: %w", unproved(err))
	case answer.Name != xml.Name{Space: nsTLS, Local: "proceed"}:
		return fmt.Errorf("%w: answer %q", ErrNoTLS, cut(answer.Name.Local, 64))
	case l.framer.buffered() > 0: // sent in clear, it would be taken for protected
		return tooEarly(l, cfg.Timing.Step)
	}
	return nil
}

// tooEarly says what it means that a server says more in clear than that TLS may begin. Nothing is believed of it, and no connection
// comes of it; but a server that ends its stream here is going down, and is tried again.
func tooEarly(l *link, step time.Duration) error {
	if _, err := l.receive(step); err != nil {
		return fmt.Errorf("start TLS: %w", unproved(err))
	}
	return fmt.Errorf("%w: data before the handshake", ErrNoTLS)
}

// unproved takes the meaning from what anyone on the way could have said: a conflict, say, which would keep us from
// connecting again.
func unproved(err error) error {
	var said *StreamError
	if errors.As(err, &said) {
		return fmt.Errorf("%w: before TLS: %s", ErrStream, said.Condition)
	}
	return err
}

// handshake proves the server to be the JID's domain, never merely the name a service record pointed to (RFC 7590 §3.4).
func handshake(ctx context.Context, cfg Config, conn net.Conn, direct bool) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, cfg.Timing.Step)
	defer cancel()
	config := &tls.Config{
		ServerName: asciiDomain(cfg), RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12,
		DynamicRecordSizingDisabled: true, // a part of a stanza is of no use to anyone
	}
	if cfg.Certificate != nil {
		config.Certificates = []tls.Certificate{*cfg.Certificate}
	}
	if direct {
		config.NextProtos = []string{"xmpp-client"} // XEP-0368 v1.1.0 §2
	}
	secure := tls.Client(conn, config)
	err := secure.HandshakeContext(ctx)
	switch {
	case err == nil:
		return secure, nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return conn, fmt.Errorf("TLS handshake: %w", ErrTimeout)
	case wasCut(err):
		return conn, fmt.Errorf("TLS handshake: %w: %w", ErrStream, err)
	}
	var invalid *tls.CertificateVerificationError
	if errors.As(err, &invalid) {
		return conn, fmt.Errorf("%w: %w", ErrTLS, withHost(err, config.ServerName))
	}
	return conn, fmt.Errorf("%w: handshake with %s: %w", ErrTLS, config.ServerName, err)
}

// wasCut tells a connection that broke in the middle from a handshake that one side refused: that would be for the user
// to mend, this is over with the next try.
func wasCut(err error) bool {
	var op *net.OpError // crypto/tls also wraps alerts in one, as a "remote error"
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) ||
		errors.As(err, &op) && (op.Op == "read" || op.Op == "write")
}

// withHost makes sure that the error names the domain, as x509.HostnameError does by itself.
func withHost(err error, host string) error {
	var name x509.HostnameError
	if errors.As(err, &name) {
		return err
	}
	return fmt.Errorf("certificate for %s: %w", host, err)
}

// heardConn tells the clock about every byte that arrives, also in the middle of a TLS record.
type heardConn struct {
	net.Conn
	clock *clock
}

func (h *heardConn) Read(p []byte) (int, error) {
	n, err := h.Conn.Read(p)
	if n > 0 {
		h.clock.hear()
	}
	return n, err
}
