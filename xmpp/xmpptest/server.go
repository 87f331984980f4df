package xmpptest

import (
	"context"
	"crypto/x509"
)

// Place is where a server is, for clients.
type Place struct {
	Domain string
	Host   string // 127.0.0.1
	Port   uint16 // STARTTLS
	CAFile string // PEM of the authority
}

// Rooms is the domain of its service for group chats, with the option of that name.
func (p Place) Rooms() string { return "rooms." + p.Domain }

// Server is a server on loopback, so that one test can run over each there is.
type Server interface {
	Place() Place
	Pool() *x509.CertPool                            // the authority that signed its certificate
	AddUser(name, password string) error             // makes an account while it runs
	Befriend(ctx context.Context, a, b string) error // puts both into each other's rosters, subscribed both ways
	Start(ctx context.Context) error                 // after Kill: on the same ports, with what was stored
	Restart(ctx context.Context) error               // ends all streams
	Kill() error                                     // in the middle of whatever it does
	Log() string                                     // the end of its log
}

var _, _, _ Server = (*Prosody)(nil), (*Ejabberd)(nil), (*Scripted)(nil)

// Place is where p is.
func (p *Prosody) Place() Place { return Place{p.Domain, p.Host, p.Port, p.CAFile} }

// Place is where e is.
func (e *Ejabberd) Place() Place { return Place{e.Domain, e.Host, e.Port, e.CAFile} }
