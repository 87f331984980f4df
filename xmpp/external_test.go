package xmpp_test

import (
	"errors"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

func TestLoginByCertificate(t *testing.T) {
	authority, err := xmpptest.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name      string
		offered   []string
		modern    bool
		owner     string // of the certificate; "" none
		before    string
		password  string
		mechanism string
		want      error
	}{
		{"the certificate alone", []string{"EXTERNAL", "SCRAM-SHA-256"}, false, "alice@example.org", "", "", "EXTERNAL", nil},
		{"rather than the password", []string{"EXTERNAL", "SCRAM-SHA-256"}, false, "alice@example.org", "SCRAM-SHA-256", "alicepass", "EXTERNAL", nil},
		{"by SASL2", []string{"EXTERNAL", "SCRAM-SHA-256"}, true, "alice@example.org", "", "", "EXTERNAL", nil},
		{"without one", []string{"EXTERNAL", "SCRAM-SHA-256"}, false, "", "", "alicepass", "SCRAM-SHA-256", nil},
		{"not on offer", []string{"SCRAM-SHA-256"}, false, "alice@example.org", "", "alicepass", "SCRAM-SHA-256", nil},
		{"not on offer, and no password", []string{"SCRAM-SHA-256"}, false, "alice@example.org", "", "", "", xmpp.ErrMechanism},
		{"someone else's", []string{"EXTERNAL"}, false, "bob@example.org", "", "", "", xmpp.ErrAuth},
		{"sasl-downgrade: no longer on offer", []string{"SCRAM-SHA-256"}, false, "alice@example.org", "EXTERNAL", "alicepass", "", xmpp.ErrDowngrade},
	} {
		t.Run(row.name, func(t *testing.T) {
			script := xmpptest.Script{Mechanisms: row.offered, Then: (*xmpptest.Wire).Drain}
			if row.modern {
				script.Login.Modern = &xmpptest.Modern{Fast: allFast}
			}
			h := xmpptest.StartHostile(t, script)
			cfg := configAt(h)
			cfg.Password, cfg.Strongest, cfg.UserAgent = row.password, row.before, agent
			if row.owner != "" {
				certificate, err := authority.Client(row.owner)
				if err != nil {
					t.Fatal(err)
				}
				cfg.Certificate = &certificate
			}
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if errors.Is(err, xmpp.ErrDowngrade) && strings.Contains(h.Received(), "<auth") {
				t.Error("a login was tried")
			}
			if err != nil {
				return
			}
			defer c.Close()
			if c.Mechanism() != row.mechanism || c.Strongest() != row.mechanism || c.Token() != nil {
				t.Errorf("logged in by %s, strongest %s, token %v", c.Mechanism(), c.Strongest(), c.Token())
			}
		})
	}
}

func TestLoginByCertificateAtEjabberd(t *testing.T) {
	server := xmpptest.StartEjabberd(t, xmpptest.Users("alice"), xmpptest.ClientCertificates())
	certificate, err := server.Authority().Client("alice@localhost")
	if err != nil {
		t.Fatal(err)
	}
	place := server.Place()
	cfg := configAt(xmpptest.StartHostile(t, xmpptest.Script{Account: "alice@localhost"}))
	cfg.Password, cfg.Certificate, cfg.Dialer = "", &certificate, nil
	cfg.Host, cfg.Port, cfg.RootCAs = place.Host, place.Port, server.Pool()
	c, err := xmpp.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.Mechanism() != "EXTERNAL" {
		t.Errorf("logged in by %s", c.Mechanism())
	}
}
