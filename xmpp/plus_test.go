package xmpp_test

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"regexp"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

var plusMechanisms = []string{"SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-512", "SCRAM-SHA-512-PLUS", "PLAIN"}

// firstOf is what the client's first message began with, up to the user name.
func firstOf(h *xmpptest.Hostile) string {
	auth := regexp.MustCompile(`<auth [^>]*>([^<]*)<|<initial-response>([^<]*)<`).FindStringSubmatch(h.Received())
	if auth == nil {
		return ""
	}
	raw, _ := base64.StdEncoding.DecodeString(auth[1] + auth[2])
	header, _, _ := strings.Cut(string(raw), "n=")
	return header
}

func TestChannelBinding(t *testing.T) {
	without := func(text string) func(string) string {
		return func(features string) string { return strings.ReplaceAll(features, text, "") }
	}
	all := []string{"tls-server-end-point", "tls-exporter", "tls-unique"}
	for _, row := range []struct {
		name      string
		script    xmpptest.Script
		mechanism string
		first     string
		want      error
	}{
		{"SHA-512 is the strongest hash", xmpptest.Script{Mechanisms: []string{"SCRAM-SHA-256", "SCRAM-SHA-512"}},
			"SCRAM-SHA-512", "y,,", nil},
		{"bound is stronger than hashed", xmpptest.Script{Mechanisms: []string{"SCRAM-SHA-512", "SCRAM-SHA-1-PLUS"}, Login: xmpptest.Login{Bindings: all}},
			"SCRAM-SHA-1-PLUS", "p=tls-exporter,,", nil},
		{"TLS 1.3, announced", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Bindings: all, Prove: true}},
			"SCRAM-SHA-512-PLUS", "p=tls-exporter,,", nil},
		{"TLS 1.3, the certificate alone", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Bindings: all[:1], Prove: true}},
			"SCRAM-SHA-512-PLUS", "p=tls-server-end-point,,", nil},
		{"TLS 1.3, not announced", xmpptest.Script{Mechanisms: plusMechanisms}, "SCRAM-SHA-512", "n,,", nil},
		{"TLS 1.2, not announced", xmpptest.Script{Mechanisms: plusMechanisms, MaxTLS: tls.VersionTLS12},
			"SCRAM-SHA-512-PLUS", "p=tls-unique,,", nil},
		{"TLS 1.2, announced", xmpptest.Script{Mechanisms: plusMechanisms, MaxTLS: tls.VersionTLS12, Login: xmpptest.Login{Bindings: all}},
			"SCRAM-SHA-512-PLUS", "p=tls-exporter,,", nil},
		{"TLS 1.2, one binding", xmpptest.Script{Mechanisms: plusMechanisms, MaxTLS: tls.VersionTLS12, Login: xmpptest.Login{Bindings: all[2:]}},
			"SCRAM-SHA-512-PLUS", "p=tls-unique,,", nil},
		{"a binding nobody knows, and the server proves it", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Bindings: []string{"tls-x"}, Prove: true}},
			"SCRAM-SHA-512", "n,,", nil},
		{"sasl-downgrade: a binding nobody knows, and no proof", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Bindings: []string{"tls-x"}}},
			"", "n,,", xmpp.ErrForged},
		{"sasl-downgrade: bindings taken out", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Bindings: all, Prove: true, Tamper: without("<channel-binding type='tls-exporter'/>")}},
			"", "p=tls-server-end-point,,", xmpp.ErrForged},
		{"sasl-downgrade: the strongest taken out", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Bindings: all, Prove: true, Tamper: without("<mechanism>SCRAM-SHA-512-PLUS</mechanism>")}},
			"", "p=tls-exporter,,", xmpp.ErrForged},
		{"sasl-downgrade: all bound ones taken out", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Bindings: all, Tamper: func(f string) string {
			return without("<mechanism>SCRAM-SHA-512-PLUS</mechanism>")(without("<mechanism>SCRAM-SHA-1-PLUS</mechanism>")(f))
		}}}, "", "", xmpp.ErrForged},
		{"sasl-downgrade: those and the bindings, which the server notices", xmpptest.Script{Mechanisms: plusMechanisms, Login: xmpptest.Login{Tamper: func(f string) string {
			return without("<mechanism>SCRAM-SHA-512-PLUS</mechanism>")(without("<mechanism>SCRAM-SHA-1-PLUS</mechanism>")(f))
		}}}, "", "y,,", xmpp.ErrAuth},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.script.Then = (*xmpptest.Wire).Drain
			h := xmpptest.StartHostile(t, row.script)
			c, err := xmpp.Connect(t.Context(), configAt(h))
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if first := firstOf(h); first != row.first {
				t.Errorf("began with %q, want %q", first, row.first)
			}
			if err != nil {
				if strings.Contains(h.Received(), "<response") && row.want == xmpp.ErrForged {
					t.Error("a proof was sent")
				}
				return
			}
			defer c.Close()
			if c.Mechanism() != row.mechanism {
				t.Errorf("logged in by %s", c.Mechanism())
			}
		})
	}
}

func TestNothingWeakerThanBefore(t *testing.T) {
	for _, row := range []struct {
		before, now string // what was used, what is on offer
		want        error
	}{
		{"PLAIN", "SCRAM-SHA-1", nil},
		{"SCRAM-SHA-256", "SCRAM-SHA-512", nil},
		{"SCRAM-SHA-512", "SCRAM-SHA-256", xmpp.ErrDowngrade},
		{"SCRAM-SHA-512", "SCRAM-SHA-1-PLUS", nil},
		{"SCRAM-SHA-1-PLUS", "SCRAM-SHA-512", xmpp.ErrDowngrade},
		{"SCRAM-SHA-512-PLUS", "SCRAM-SHA-256-PLUS", xmpp.ErrDowngrade},
		{"SCRAM-SHA-1", "PLAIN", xmpp.ErrDowngrade},
		{"SCRAM-SHA3-512", "SCRAM-SHA-512-PLUS", xmpp.ErrDowngrade}, // a later Vouch knew more
		{"SCRAM-SHA-1", "X", xmpp.ErrDowngrade},
	} {
		t.Run("sasl-downgrade: "+row.now+" after "+row.before, func(t *testing.T) {
			script := xmpptest.Script{Mechanisms: []string{row.now}, Then: (*xmpptest.Wire).Drain}
			if strings.HasSuffix(row.now, "-PLUS") {
				script.Login.Bindings = []string{"tls-exporter"}
			}
			h := xmpptest.StartHostile(t, script)
			cfg := configAt(h)
			cfg.Strongest = row.before
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if err == nil {
				c.Close()
				return
			}
			if strings.Contains(h.Received(), "<auth") {
				t.Error("a login was tried")
			}
			var weaker *xmpp.DowngradeError
			if !errors.As(err, &weaker) || weaker.Before != row.before || row.now != "X" && weaker.Offered != row.now {
				t.Fatalf("error is %+v", weaker)
			}
			if weaker.Offered == "" {
				return
			}
			cfg.Strongest = weaker.Offered // the user has accepted it
			again, err := xmpp.Connect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			again.Close()
		})
	}
}

// TestRealServersBind logs in at servers that offer to bind, each of its own accord: Prosody under TLS 1.2, ejabberd always,
// though under TLS 1.3 it takes no binding that there is.
func TestRealServersBind(t *testing.T) {
	for _, row := range []struct {
		name    string
		bound   bool
		options []xmpptest.Option
	}{
		{"TLS 1.2", true, []xmpptest.Option{xmpptest.Users("alice"), xmpptest.OldTLS()}},
		{"TLS 1.3", false, []xmpptest.Option{xmpptest.Users("alice")}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for name, server := range map[string]xmpptest.Server{
				"prosody": xmpptest.StartProsody(t, row.options...), "ejabberd": xmpptest.StartEjabberd(t, row.options...),
			} {
				s := at(t, server, "alice", "desk", nil, nil)
				if strings.HasSuffix(s.Mechanism(), "-PLUS") != row.bound {
					t.Errorf("%s: logged in by %s", name, s.Mechanism())
				}
			}
		})
	}
}
