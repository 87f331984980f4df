package xmpp_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// configAt is how alice logs in to h.
func configAt(h *xmpptest.Hostile) xmpp.Config {
	return xmpp.Config{
		Address: jid.MustParse("alice@" + h.Domain), Password: "alicepass",
		Host: "server", Dialer: h, RootCAs: h.Pool(),
	}
}

func TestLogin(t *testing.T) {
	challenge := func(change func(string) string) xmpptest.Script { return xmpptest.Script{Challenge: change} }
	final := func(f func(string) string) xmpptest.Script { return xmpptest.Script{Final: f} }
	sasl := func(name, content string) string {
		return "<" + name + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + content + "</" + name + ">"
	}
	for _, row := range []struct {
		name   string
		script xmpptest.Script
		before string // strongest mechanism used before
		want   error
		quiet  bool // nothing of SASL may have been written
	}{
		{"an honest server is believed", xmpptest.Script{}, "", nil, false},
		{"SCRAM-SHA-1 is good enough if it always was", xmpptest.Script{Mechanisms: []string{"PLAIN", "SCRAM-SHA-1"}}, "SCRAM-SHA-1", nil, false},
		{"tls-wrong-name: a certificate for another name", xmpptest.Script{Certificate: xmpptest.OtherName}, "", xmpp.ErrTLS, true},
		{"tls-expired: a certificate of last year", xmpptest.Script{Certificate: xmpptest.ExpiredCertificate}, "", xmpp.ErrTLS, true},
		{"tls-expired: a certificate of next year", xmpptest.Script{Certificate: xmpptest.EarlyCertificate}, "", xmpp.ErrTLS, true},
		{"tls-unknown-ca: an authority nobody knows", xmpptest.Script{Certificate: xmpptest.UnknownAuthority}, "", xmpp.ErrTLS, true},
		{"tls-old: TLS 1.1", xmpptest.Script{MaxTLS: tls.VersionTLS11}, "", xmpp.ErrTLS, true},
		{"TLS 1.2 will do", xmpptest.Script{MaxTLS: tls.VersionTLS12}, "", nil, false},
		{"starttls-stripped: only a login is offered", xmpptest.Script{PlainFeatures: sasl("mechanisms", "<mechanism>PLAIN</mechanism>")}, "", xmpp.ErrNoTLS, true},
		{"starttls-failure: failure alone", xmpptest.Script{Proceed: "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"}, "", xmpp.ErrNoTLS, true},
		{"starttls-failure: proceed in another namespace", xmpptest.Script{Proceed: "<proceed xmlns='urn:x'/>"}, "", xmpp.ErrNoTLS, true},
		{"starttls-failure: failure, then a login is offered",
			xmpptest.Script{Proceed: "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" + sasl("mechanisms", "<mechanism>PLAIN</mechanism>")}, "", xmpp.ErrNoTLS, true},
		{"more than proceed before the handshake",
			xmpptest.Script{Proceed: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:features/>"}, "", xmpp.ErrNoTLS, true},
		{"a server that goes down before the handshake", // as Prosody does
			xmpptest.Script{Proceed: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"}, "", xmpp.ErrStream, true},
		{"a conflict that nobody has proved, before the handshake",
			xmpptest.Script{Proceed: "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"}, "", xmpp.ErrStream, true},
		{"sasl-downgrade: PLAIN where SCRAM was", xmpptest.Script{Mechanisms: []string{"PLAIN"}}, "SCRAM-SHA-1", xmpp.ErrDowngrade, true},
		{"sasl-downgrade: SHA-1 where SHA-256 was", xmpptest.Script{Mechanisms: []string{"SCRAM-SHA-1", "PLAIN"}}, "SCRAM-SHA-256", xmpp.ErrDowngrade, true},
		{"sasl-downgrade: nothing known where SCRAM was", xmpptest.Script{Mechanisms: []string{"X"}}, "SCRAM-SHA-1", xmpp.ErrDowngrade, true},
		{"sasl-downgrade: what was used then is not known now", xmpptest.Script{}, "SCRAM-SHA-512", xmpp.ErrDowngrade, true},
		{"no mechanism we know", xmpptest.Script{Mechanisms: []string{"DIGEST-MD5", "X-OAUTH2"}}, "", xmpp.ErrMechanism, true},
		{"the proof in a challenge before the success", final(func(v string) string {
			return sasl("challenge", base64.StdEncoding.EncodeToString([]byte("v="+v))) + sasl("success", "")
		}), "", nil, false},
		{"scram-bad-signature: in a challenge before the success", final(func(string) string { return sasl("challenge", "dj1BQUFB") + sasl("success", "") }), "", xmpp.ErrServerProof, false},
		{"scram-no-final: two challenges", final(func(v string) string {
			proof := sasl("challenge", base64.StdEncoding.EncodeToString([]byte("v="+v)))
			return proof + proof
		}), "", xmpp.ErrStream, false},
		{"a domain beyond ASCII", xmpptest.Script{Account: "alice@bücher.example"}, "", nil, false},
		{"the login is refused", final(func(string) string { return sasl("failure", "<not-authorized/><text>no</text>") }), "", xmpp.ErrAuth, false},
		{"scram-bad-signature: another signature", final(func(string) string { return sasl("success", "dj1BQUFB") }), "", xmpp.ErrServerProof, false},
		{"scram-bad-signature: an error as proof", final(func(string) string { return sasl("success", "ZT1vdGhlci1lcnJvcg==") }), "", xmpp.ErrServerProof, false},
		{"scram-bad-signature: no base64", final(func(string) string { return sasl("success", "!") }), "", xmpp.ErrServerProof, false},
		{"scram-no-final: success without a proof", final(func(string) string { return sasl("success", "") }), "", xmpp.ErrServerProof, false},
		{"scram-no-final: success in another namespace", final(func(string) string { return "<success xmlns='urn:x'/>" }), "", xmpp.ErrStream, false},
		{"scram-no-final: success at once", xmpptest.Script{NoChallenge: sasl("success", "")}, "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: a nonce that is not ours", challenge(func(c string) string { return "r=x" + c[2:] }), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: our nonce and nothing added", challenge(func(c string) string { return strings.Replace(c, "server,", ",", 1) }), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: one iteration", challenge(iterations("1")), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: 4095 iterations", challenge(iterations("4095")), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: 2^31 iterations", challenge(iterations("2147483648")), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: iterations are no number", challenge(iterations("many")), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: no salt", challenge(func(c string) string { r, _, _ := strings.Cut(c, ",s="); return r + ",s=,i=4096" }), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: an extension that must be understood", challenge(func(c string) string { return "m=x," + c }), "", xmpp.ErrServerProof, false},
		{"scram-bad-challenge: empty", challenge(func(string) string { return "" }), "", xmpp.ErrServerProof, false},
		{"bind-other-jid: an address of someone else", xmpptest.Script{Bound: "bob@example.org/x"}, "", xmpp.ErrBind, false},
		{"bind-other-jid: an address at another server", xmpptest.Script{Bound: "alice@example.com/x"}, "", xmpp.ErrBind, false},
		{"bind-other-jid: no resource", xmpptest.Script{Bound: "alice@example.org"}, "", xmpp.ErrBind, false},
		{"bind-other-jid: no address", xmpptest.Script{Bound: "@"}, "", xmpp.ErrBind, false},
		{"the resource is taken", xmpptest.Script{BindAnswer: func(id string) string {
			return "<iq type='error' id='" + id + "'><error type='modify'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
		}}, "", xmpp.ErrConflict, false},
		{"a stream error instead of an answer", xmpptest.Script{BindAnswer: func(string) string {
			return "<stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
		}}, "", xmpp.ErrPolicy, false},
		{"compression: offered, and not used", xmpptest.Script{Features: "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><compression xmlns='http://jabber.org/features/compress'><method>zlib</method></compression>"}, "", nil, false},
		{"no binding on offer", xmpptest.Script{Features: "<x xmlns='urn:x'/>"}, "", xmpp.ErrBind, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.script.Then = (*xmpptest.Wire).Drain
			h := xmpptest.StartHostile(t, row.script)
			cfg := configAt(h)
			cfg.Strongest = row.before
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if err == nil {
				defer c.Close()
			}
			if row.quiet && strings.Contains(h.Received(), "<auth") {
				t.Error("a login was tried")
			}
			if strings.Contains(h.Received(), "<compress") {
				t.Error("compression was asked for")
			}
			if strings.HasPrefix(row.name, "scram-bad-challenge") && strings.Contains(h.Received(), "<response") {
				t.Error("something was computed and sent")
			}
			if strings.Contains(h.Received(), "alicepass") || err != nil && strings.Contains(err.Error(), "alicepass") {
				t.Error("the password shows")
			}
		})
	}
}

func iterations(n string) func(string) string {
	return func(challenge string) string { return strings.Replace(challenge, "i=4096", "i="+n, 1) }
}

func TestTLSErrorsNameTheDomain(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Certificate: xmpptest.UnknownAuthority})
	_, err := xmpp.Connect(t.Context(), configAt(h))
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) || !strings.Contains(err.Error(), "example.org") {
		t.Errorf("error is %v", err)
	}
}

func TestRefusalKeepsWhatTheServerSaid(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Final: func(string) string {
		return "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><account-disabled/><text>Call the office</text></failure>"
	}})
	_, err := xmpp.Connect(t.Context(), configAt(h))
	var refused *xmpp.AuthError
	if !errors.As(err, &refused) || refused.Condition != "account-disabled" || refused.Text != "Call the office" {
		t.Errorf("error is %v", err)
	}
}

func TestWhatIsSaidBeforeTLSMeansNothing(t *testing.T) {
	const conflict = "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
	h := xmpptest.StartHostile(t, xmpptest.Script{Proceed: conflict})
	if _, err := xmpp.Connect(t.Context(), configAt(h)); !errors.Is(err, xmpp.ErrStream) || errors.Is(err, xmpp.ErrConflict) {
		t.Errorf("error is %v", err)
	}
}

// srv answers for _xmpps-client and _xmpp-client.
type srv map[string][]*net.SRV

func (s srv) LookupSRV(_ context.Context, service, _, _ string) (string, []*net.SRV, error) {
	if records := s[service]; records != nil {
		return "", records, nil
	}
	return "", nil, &net.DNSError{Err: "no such host", IsNotFound: true}
}

// dialed fails for all addresses but one, and notes what was tried.
type dialed struct {
	*xmpptest.Hostile
	good  string
	tried []string
}

func (d *dialed) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d.tried = append(d.tried, address)
	if address != d.good {
		return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
	}
	return d.Hostile.DialContext(ctx, network, address)
}

func TestTargetsAreTriedInOrder(t *testing.T) {
	plain := []*net.SRV{{Target: "one.example.", Port: 1, Priority: 5}, {Target: "two.example.", Port: 2, Priority: 20}}
	direct := []*net.SRV{{Target: "tls.example.", Port: 3, Priority: 10}}
	none := []*net.SRV{{Target: "."}}
	for _, row := range []struct {
		name    string
		records srv
		script  xmpptest.Script
		good    string
		tried   string
		want    error
	}{
		{"both kinds by priority", srv{"xmpp-client": plain, "xmpps-client": direct}, xmpptest.Script{},
			"two.example:2", "[one.example:1 tls.example:3 two.example:2]", nil},
		{"TLS from the first byte where the record says so", srv{"xmpps-client": direct}, xmpptest.Script{DirectTLS: true},
			"tls.example:3", "[tls.example:3]", nil},
		{"tls-srv-name: a certificate for the target alone", srv{"xmpp-client": plain[1:]}, xmpptest.Script{Certificate: xmpptest.OtherName},
			"two.example:2", "[two.example:2]", xmpp.ErrTLS},
		{"no record: the domain itself", srv{}, xmpptest.Script{}, "example.org:5222", "[example.org:5222]", nil},
		{"no service here", srv{"xmpp-client": none}, xmpptest.Script{}, "", "[]", xmpp.ErrNoHost},
		{"no target accepts", srv{"xmpp-client": plain}, xmpptest.Script{}, "", "[one.example:1 two.example:2]", xmpp.ErrUnreachable},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.script.Then = (*xmpptest.Wire).Drain
			h := xmpptest.StartHostile(t, row.script)
			d := &dialed{Hostile: h, good: row.good}
			cfg := configAt(h)
			cfg.Host, cfg.Resolver, cfg.Dialer = "", row.records, d
			c, err := xmpp.Connect(t.Context(), cfg)
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if tried := fmt.Sprint(d.tried); tried != row.tried {
				t.Errorf("tried %s, want %s", tried, row.tried)
			}
			if err == nil {
				c.Close()
			}
		})
	}
}

func TestSilenceAtEachStepEndsTheLogin(t *testing.T) {
	for _, step := range xmpptest.Steps {
		t.Run("login-silence: "+step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := xmpptest.StartHostile(t, xmpptest.Script{Silent: step})
				begin := time.Now()
				_, err := xmpp.Connect(t.Context(), configAt(h))
				if !errors.Is(err, xmpp.ErrTimeout) {
					t.Errorf("got error %v", err)
				}
				if took := time.Since(begin); took > 31*time.Second {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

func TestCutAtEachStepEndsTheLogin(t *testing.T) {
	for _, step := range xmpptest.Steps {
		t.Run("drop-each-step: "+step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := xmpptest.StartHostile(t, xmpptest.Script{Cut: step})
				begin := time.Now()
				_, err := xmpp.Connect(t.Context(), configAt(h))
				if !errors.Is(err, xmpp.ErrStream) || errors.Is(err, xmpp.ErrTLS) || errors.Is(err, xmpp.ErrTimeout) {
					t.Errorf("got error %v", err)
				}
				if took := time.Since(begin); took != 0 {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

func TestLogsHoldNoSecret(t *testing.T) {
	plain := xmpptest.Script{Mechanisms: []string{"PLAIN"}, Then: func(w *xmpptest.Wire) {
		w.Write("<x xmlns='urn:x'/><presence from='@'><status>text of a message</status></presence>" + honest)
		w.Drain()
	}}
	wrong := xmpptest.Script{Final: func(string) string {
		return "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"
	}}
	for name, script := range map[string]xmpptest.Script{"PLAIN": plain, "a wrong password": wrong} {
		t.Run("secret-in-logs: "+name, func(t *testing.T) {
			log := &xmpptest.Recorder{}
			cfg := configAt(xmpptest.StartHostile(t, script))
			cfg.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			cfg.Log.Info("begin", "config", cfg)
			if c, err := xmpp.Connect(t.Context(), cfg); err == nil {
				await[*xmpp.Message](run(t, c), nil)
			} else {
				cfg.Log.Info("end", "err", err)
			}
			secret := base64.StdEncoding.EncodeToString([]byte("\x00alice\x00alicepass"))
			for _, word := range []string{"alicepass", secret, "n=alice", "text of a message", "hello"} {
				if log.Contains(word) {
					t.Errorf("%q stands in the log:\n%s", word, log)
				}
			}
			if !log.Contains("alice@example.org") {
				t.Errorf("log is %s", log)
			}
		})
	}
}

func TestConnectEndsWithItsContext(t *testing.T) {
	for _, step := range xmpptest.Steps {
		t.Run(step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := xmpptest.StartHostile(t, xmpptest.Script{Silent: step})
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				begin := time.Now()
				if _, err := xmpp.Connect(ctx, configAt(h)); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got error %v", err)
				}
				if took := time.Since(begin); took != time.Second {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

func TestConfigPrintsNoPassword(t *testing.T) {
	cfg := xmpp.Config{Address: jid.MustParse("alice@example.org"), Password: "alicepass"}
	if text := fmt.Sprintf("%v %+v %#v %s %v", cfg, cfg, cfg, cfg, cfg.LogValue()); strings.Contains(text, "alicepass") {
		t.Errorf("printed as %s", text)
	}
}
