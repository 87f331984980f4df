package xmpp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"net"
	"time"

	"mellium.im/xmpp/jid"
)

// Resolver looks up service records; *net.Resolver is one.
type Resolver interface {
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
}

// Dialer opens connections; *net.Dialer is one.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Config says where and as whom to connect. It prints its address only.
type Config struct {
	Address     jid.JID // a resourcepart, if any, is asked for at bind
	Password    string
	Certificate *tls.Certificate // shown to servers that ask for one, and used to log in instead of the password where they let us

	Host      string // explicit server; "" asks DNS for _xmpps-client and _xmpp-client, then tries the domain at 5222
	Port      uint16 // with Host; 0: 5223 with DirectTLS, else 5222
	DirectTLS bool   // with Host: TLS from the first byte
	RootCAs   *x509.CertPool
	Resolver  Resolver
	Dialer    Dialer // nil: one that races the addresses of a name, IPv6 and IPv4 in turn (RFC 8305, without its re-sorting)
	Proxy     *Proxy // everything goes through it, and nothing is looked up beside it; Dialer then only reaches the proxy

	// Resume continues an older stream of Address where the server still can; else, on the same connection, a new one is
	// bound, with Address's resourcepart. Nil: a new one. It is read only. See Client.Resumed.
	Resume *Resumption

	// Mend replaces characters that XML does not allow, once logged in, instead of ending the stream with ErrXML: for a
	// server that sends the same again on each new stream.
	Mend bool

	// UserAgent is a UUID of this installation for this account, always the same, by which a server with SASL2 knows it
	// again, or "". Token is what the server gave instead of the password; see Client.Token.
	UserAgent string
	Token     *Token

	// Languages are those of the user, as BCP 47 writes them, the best first: texts that come in several are read in them. It
	// is not told to the server.
	Languages []string

	Strongest string       // strongest SASL mechanism this account ever used: with less on offer no password is sent
	Log       *slog.Logger // nil: discarded
	Queue     int          // capacity of Events; 0: 64
	Timing    Timing

	// Tap, for tests, receives every byte written into TLS after the login was accepted, before encryption: stanzas and
	// stream management, never SASL. Writes come from one goroutine at a time.
	Tap io.Writer
}

// Timing bounds every wait; a zero field has its default.
type Timing struct {
	Step   time.Duration // each step of connecting and logging in, and each write: 30 s
	Answer time.Duration // an IQ whose Request sets no Timeout: 30 s
	Ack    time.Duration // silence after an acknowledgement or ping was asked for: 15 s, then ErrDead
	Idle   time.Duration // silence before we ask: 45 s
}

// LogValue keeps the password out of logs.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// String is the address, so that printing a Config shows no password.
func (c Config) String() string { return c.Address.String() }

// GoString is String, for %#v.
func (c Config) GoString() string { return c.String() }

func (c Config) withDefaults() Config {
	if c.Resolver == nil {
		c.Resolver = net.DefaultResolver
	}
	if c.Dialer == nil {
		system, _ := c.Resolver.(*net.Resolver) // another kind knows service records alone
		c.Dialer = racer{resolver: system}
	}
	if c.Proxy != nil {
		c.Dialer = proxied{c.Dialer, *c.Proxy}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Queue <= 0 {
		c.Queue = 64
	}
	c.Timing = c.Timing.withDefaults()
	return c
}

func (t Timing) withDefaults() Timing {
	or := func(d *time.Duration, value time.Duration) {
		if *d <= 0 {
			*d = value
		}
	}
	or(&t.Step, 30*time.Second)
	or(&t.Answer, 30*time.Second)
	or(&t.Ack, 15*time.Second)
	or(&t.Idle, 45*time.Second)
	return t
}
