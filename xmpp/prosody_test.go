package xmpp_test

import (
	"crypto/x509"
	"errors"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// configFor is how user logs in to p.
func configFor(p *xmpptest.Prosody, user string) xmpp.Config {
	return xmpp.Config{
		Address: jid.MustParse(user + "@" + p.Domain), Password: user + "pass",
		Host: p.Host, Port: p.Port, RootCAs: p.Pool(),
	}
}

func TestLoginAtProsody(t *testing.T) {
	servers := map[string]*xmpptest.Prosody{
		"SHA-1":   xmpptest.StartProsody(t, xmpptest.Hashed("SHA-1"), xmpptest.Users("alice")),
		"SHA-256": xmpptest.StartProsody(t, xmpptest.Hashed("SHA-256"), xmpptest.Users("alice")),
		"PLAIN": xmpptest.StartProsody(t, xmpptest.Users("alice"),
			xmpptest.Config(`disable_sasl_mechanisms = { "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS" }`)),
	}
	for _, row := range []struct {
		name, server string
		change       func(*xmpp.Config, *xmpptest.Prosody)
		mechanism    string
		want         error
	}{
		{"SCRAM-SHA-1 over STARTTLS", "SHA-1", nil, "SCRAM-SHA-1", nil},
		{"SCRAM-SHA-256 over STARTTLS", "SHA-256", nil, "SCRAM-SHA-256", nil},
		{"PLAIN when nothing else is offered", "PLAIN", nil, "PLAIN", nil},
		{"TLS from the first byte", "SHA-256", direct, "SCRAM-SHA-256", nil},
		{"a wrong password", "SHA-256", password("wrong"), "", xmpp.ErrAuth},
		{"a wrong password by PLAIN", "PLAIN", password("wrong"), "", xmpp.ErrAuth},
		{"an authority nobody knows", "SHA-256", stranger, "", xmpp.ErrTLS},
		{"a weaker mechanism than before", "SHA-1", strongest("SCRAM-SHA-256"), "", xmpp.ErrDowngrade},
		{"a port nobody listens on", "SHA-1", closedPort, "", xmpp.ErrUnreachable},
	} {
		t.Run(row.name, func(t *testing.T) {
			server := servers[row.server]
			cfg := configFor(server, "alice")
			if row.change != nil {
				row.change(&cfg, server)
			}
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if err != nil {
				return
			}
			defer c.Close()
			if c.Mechanism() != row.mechanism || !c.Managed() || !c.Address().Bare().Equal(cfg.Address) {
				t.Errorf("logged in by %s as %s, managed %v", c.Mechanism(), c.Address(), c.Managed())
			}
		})
	}
}

func direct(c *xmpp.Config, p *xmpptest.Prosody) { c.DirectTLS, c.Port = true, p.TLSPort }

func password(p string) func(*xmpp.Config, *xmpptest.Prosody) {
	return func(c *xmpp.Config, _ *xmpptest.Prosody) { c.Password = p }
}

func strongest(m string) func(*xmpp.Config, *xmpptest.Prosody) {
	return func(c *xmpp.Config, _ *xmpptest.Prosody) { c.Strongest = m }
}

func stranger(c *xmpp.Config, _ *xmpptest.Prosody) { c.RootCAs = x509.NewCertPool() }

func closedPort(c *xmpp.Config, _ *xmpptest.Prosody) { c.Port = 1 }
