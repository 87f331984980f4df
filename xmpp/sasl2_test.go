package xmpp_test

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

const agent = "d4565fa7-4d72-4749-b3d3-740edbf87770"

var (
	allAlong = []string{"urn:xmpp:carbons:2", "urn:xmpp:sm:3"}
	allFast  = []string{"HT-SHA-256-NONE", "HT-SHA-256-ENDP", "HT-SHA-256-EXPR"}
)

// modernScript is a server with SASL2 that does what m says.
func modernScript(m *xmpptest.Modern) xmpptest.Script {
	return xmpptest.Script{
		Mechanisms: []string{"SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"},
		Login:      xmpptest.Login{Bindings: []string{"tls-exporter", "tls-server-end-point"}, Prove: true, Modern: m},
		Then:       (*xmpptest.Wire).Drain,
	}
}

func TestLoginInOneStep(t *testing.T) {
	for _, row := range []struct {
		name     string
		modern   *xmpptest.Modern
		features string
		address  string
		managed  bool
		carbons  bool
		never    string // must not have been sent
	}{
		{"SASL2 alone", &xmpptest.Modern{}, "", "alice@example.org/bound", true, false, "<bind xmlns='urn:xmpp:bind:0'"},
		{"with Bind 2", &xmpptest.Modern{Bind: []string{}}, "", "alice@example.org/Vouch.1", true, false, "xmpp-bind"},
		{"with Bind 2 and all that goes along", &xmpptest.Modern{Bind: allAlong}, "", "alice@example.org/Vouch.1", true, true, "xmpp-bind"},
		{"without stream management", &xmpptest.Modern{Bind: allAlong[:1]}, "<x xmlns='urn:x'/>", "alice@example.org/Vouch.1", false, true, "urn:xmpp:sm:3"},
	} {
		t.Run(row.name, func(t *testing.T) {
			script := modernScript(row.modern)
			script.Features = row.features
			script.Then = func(w *xmpptest.Wire) { w.Write(honest); w.Drain() }
			h := xmpptest.StartHostile(t, script)
			cfg := configAt(h)
			cfg.UserAgent = agent
			s := open(t, cfg)
			if _, e := await[*xmpp.Message](s, nil); row.managed && e.Seq != 1 {
				t.Errorf("the first stanza has number %d", e.Seq)
			}
			_, resumable := s.Resumable()
			if s.Address().String() != row.address || s.Managed() != row.managed || resumable != row.managed || s.Carbons() != row.carbons || s.Mechanism() != "SCRAM-SHA-256-PLUS" {
				t.Errorf("as %s by %s, managed %v, resumable %v, carbons %v", s.Address(), s.Mechanism(), s.Managed(), resumable, s.Carbons())
			}
			if strings.Contains(h.Received(), row.never) || strings.Count(h.Received(), "from='alice@example.org'") != 1 {
				t.Errorf("sent %s", h.Received())
			}
		})
	}
}

func TestResumptionWithTheLogin(t *testing.T) {
	for _, row := range []struct {
		name, answer string
		inline       bool
		resumed      bool
		h            uint64
		known        bool
	}{
		{"resumed", "<resumed" + sm + " previd='%s' h='5'/>", true, true, 0, false},
		{"not resumed, with a count", "<failed" + sm + " h='6'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>", true, false, 6, true},
		{"not resumed", "<failed" + sm + "/>", true, false, 0, false},
		{"no answer", "", true, false, 0, false},
		{"the server resumes in a step of its own", "<resumed" + sm + " previd='%s' h='5'/>", false, true, 0, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := &xmpptest.Modern{Resume: row.inline}
			if row.inline {
				m.Bind = allAlong
			}
			script := modernScript(m)
			script.Resume = func(_, previd string) string { return strings.ReplaceAll(row.answer, "%s", previd) }
			h := xmpptest.StartHostile(t, script)
			cfg := configAt(h)
			cfg.Resume = earlier()
			c, err := xmpp.Connect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			failed, known := c.FailedH()
			if c.Resumed() != row.resumed || failed != row.h || known != row.known {
				t.Errorf("resumed %v, count %d, %v", c.Resumed(), failed, known)
			}
			if c.Resumed() != c.Address().Equal(cfg.Resume.Address) {
				t.Errorf("resumed %v as %s", c.Resumed(), c.Address())
			}
			if n := strings.Count(h.Received(), "<resume "); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestHostileAnswersToALoginInOneStep(t *testing.T) {
	replace := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	for _, row := range []struct {
		name   string
		modern *xmpptest.Modern
		tamper func(string) string // of the features
		want   error
	}{
		{"bind-other-jid: someone else is logged in", &xmpptest.Modern{Identity: "bob@example.org"}, nil, xmpp.ErrBind},
		{"bind-other-jid: another address is bound", &xmpptest.Modern{Bind: allAlong, Identity: "bob@example.org/x"}, nil, xmpp.ErrBind},
		{"bind-other-jid: no resource is bound", &xmpptest.Modern{Bind: allAlong, Identity: "alice@example.org"}, nil, xmpp.ErrBind},
		{"bind-other-jid: nobody is logged in", &xmpptest.Modern{Success: replace("alice@example.org", "")}, nil, xmpp.ErrBind},
		{"scram-no-final: success without a proof", &xmpptest.Modern{Success: func(s string) string { return strings.ReplaceAll(s, "additional-data>", "x>") }}, nil, xmpp.ErrServerProof},
		{"scram-bad-signature: another signature", &xmpptest.Modern{Success: replace("<additional-data>dj", "<additional-data>eD")}, nil, xmpp.ErrServerProof},
		{"a further step", &xmpptest.Modern{Success: func(string) string {
			return "<continue xmlns='urn:xmpp:sasl:2'><tasks><task>TOTP</task></tasks></continue>"
		}}, nil, xmpp.ErrMechanism},
		{"a stream resumed that nobody asked for", &xmpptest.Modern{Bind: allAlong, Success: replace("<bound", "<resumed xmlns='urn:xmpp:sm:3' previd='x' h='0'/><bound")}, nil, nil},
		{"sasl-downgrade: the bindings taken out", &xmpptest.Modern{}, func(f string) string {
			return f[strings.Index(f, "<authentication"):]
		}, xmpp.ErrForged},
		{"sasl-downgrade: the bindings taken out, and no proof", &xmpptest.Modern{}, func(f string) string {
			return f[strings.Index(f, "<authentication"):]
		}, xmpp.ErrForged},
		{"sasl-downgrade: mechanisms taken out", &xmpptest.Modern{}, replace("<mechanism>SCRAM-SHA-256</mechanism>", ""), xmpp.ErrForged},
	} {
		t.Run(row.name, func(t *testing.T) {
			script := modernScript(row.modern)
			script.Login.Tamper, script.Login.Prove = row.tamper, !strings.HasSuffix(row.name, "no proof")
			h := xmpptest.StartHostile(t, script)
			c, err := xmpp.Connect(t.Context(), configAt(h))
			if !errors.Is(err, row.want) {
				t.Fatalf("got error %v, want %v", err, row.want)
			}
			if err != nil {
				return
			}
			if c.Resumed() {
				t.Error("resumed")
			}
			c.Close()
		})
	}
}

func TestSilenceEndsALoginInOneStep(t *testing.T) {
	for _, step := range []string{"auth", "final"} {
		t.Run("login-silence: "+step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := modernScript(&xmpptest.Modern{Bind: allAlong, Fast: allFast})
				script.Silent = step
				begin := time.Now()
				if _, err := xmpp.Connect(t.Context(), configAt(xmpptest.StartHostile(t, script))); !errors.Is(err, xmpp.ErrTimeout) || time.Since(begin) > 31*time.Second {
					t.Errorf("got %v after %s", err, time.Since(begin))
				}
			})
		})
	}
}

// signIn connects once and returns the token for the next time.
func signIn(t *testing.T, cfg xmpp.Config) *xmpp.Token {
	t.Helper()
	c, err := xmpp.Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return c.Token()
}

func TestTokens(t *testing.T) {
	const password, token = "SCRAM-SHA-256-PLUS", "HT-SHA-256-EXPR"
	for _, row := range []struct {
		name   string
		modern *xmpptest.Modern
		change func(*xmpp.Config, *xmpptest.Modern) // before the second login
		want   []string                             // logins
		kept   bool                                 // the token is the same afterwards
	}{
		{"the token instead of the password", &xmpptest.Modern{}, nil, []string{password, token}, true},
		{"a new token for the old", &xmpptest.Modern{Rotate: true}, nil, []string{password, token}, false},
		{"the server has forgotten it", &xmpptest.Modern{}, func(_ *xmpp.Config, m *xmpptest.Modern) { m.Forget() }, []string{password, password}, false},
		{"it is too old", &xmpptest.Modern{}, func(c *xmpp.Config, _ *xmpptest.Modern) { c.Token.Expires = time.Now().Add(-time.Second) }, []string{password, password}, false},
		{"it is for another mechanism", &xmpptest.Modern{}, func(c *xmpp.Config, _ *xmpptest.Modern) { c.Token.Mechanism = "HT-SHA-256-NONE" }, []string{password, password}, false},
		{"another installation", &xmpptest.Modern{}, func(c *xmpp.Config, _ *xmpptest.Modern) { c.UserAgent = "11111111" + agent[8:] }, []string{password, password}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := row.modern
			m.Fast = allFast
			h := xmpptest.StartHostile(t, modernScript(m))
			cfg := configAt(h)
			cfg.UserAgent = agent
			first := signIn(t, cfg)
			if first == nil || first.Mechanism != token || !slices.Contains(m.Tokens(), first.Secret) || time.Until(first.Expires) < time.Minute {
				t.Fatalf("token is %v until %v", first, first.Expires)
			}
			kept := *first
			cfg.Token = &kept
			if row.change != nil {
				row.change(&cfg, m)
			}
			second := signIn(t, cfg)
			if logins := m.Logins(); !slices.Equal(logins, row.want) {
				t.Errorf("logged in by %v", logins)
			}
			if second == nil || (second.Secret == first.Secret) != row.kept || !slices.Contains(m.Tokens(), second.Secret) {
				t.Errorf("token is the same: %v", second != nil && second.Secret == first.Secret)
			}
			if h.Dials() != 2 {
				t.Errorf("%d connections", h.Dials())
			}
		})
	}
}

func TestTokensAreNoWeakerThanThePassword(t *testing.T) {
	both := []string{"tls-exporter", "tls-server-end-point"}
	for _, row := range []struct {
		name       string
		mechanisms string
		bindings   []string
		fast       []string
		want       string
	}{
		{"the best there is", "SCRAM-SHA-256-PLUS", both, allFast, "HT-SHA-256-EXPR"},
		{"also where the password is not bound", "SCRAM-SHA-256", nil, allFast, "HT-SHA-256-EXPR"},
		{"not bound, as the password", "PLAIN", nil, allFast[:1], "HT-SHA-256-NONE"},
		{"the certificate, as the password", "SCRAM-SHA-256-PLUS", both[1:], allFast, "HT-SHA-256-ENDP"},
		{"not bound, where the password is", "SCRAM-SHA-256-PLUS", both, allFast[:1], ""},
		{"the certificate alone, where the password is bound to more", "SCRAM-SHA-256-PLUS", both, allFast[:2], ""},
		{"nothing we know", "PLAIN", nil, []string{"HT-SHA3-512-EXPR"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := &xmpptest.Modern{Fast: row.fast}
			script := modernScript(m)
			script.Mechanisms, script.Login.Bindings = []string{row.mechanisms}, row.bindings
			cfg := configAt(xmpptest.StartHostile(t, script))
			cfg.UserAgent = agent
			got := signIn(t, cfg)
			if (got == nil) != (row.want == "") || got != nil && got.Mechanism != row.want {
				t.Fatalf("got %v, want %q", got, row.want)
			}
			if got == nil {
				return
			}
			cfg.Token = got
			signIn(t, cfg)
			if logins := m.Logins(); logins[1] != row.want {
				t.Errorf("logged in by %v", logins)
			}
		})
	}
}

func TestServerProvesToKnowTheToken(t *testing.T) {
	m := &xmpptest.Modern{Fast: allFast, Bind: allAlong}
	h := xmpptest.StartHostile(t, modernScript(m))
	cfg := configAt(h)
	cfg.UserAgent = agent
	cfg.Token = signIn(t, cfg)
	m.Forge = true
	if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, xmpp.ErrServerProof) {
		t.Errorf("scram-bad-signature: got %v", err)
	}
}

func TestTroubleIsNoReasonToDropAToken(t *testing.T) {
	m := &xmpptest.Modern{Fast: allFast}
	h := xmpptest.StartHostile(t, modernScript(m))
	cfg := configAt(h)
	cfg.UserAgent = agent
	cfg.Token = signIn(t, cfg)
	m.Refuse = "temporary-auth-failure"
	var refused *xmpp.AuthError
	if _, err := xmpp.Connect(t.Context(), cfg); !errors.As(err, &refused) || refused.Condition != m.Refuse {
		t.Errorf("got %v", err)
	}
	if n := len(m.Logins()); n != 1 {
		t.Errorf("%d logins", n)
	}
}

func TestTokenIsNowhereInClear(t *testing.T) {
	m := &xmpptest.Modern{Fast: allFast, Bind: allAlong}
	h := xmpptest.StartHostile(t, modernScript(m))
	log := &xmpptest.Recorder{}
	cfg := configAt(h)
	cfg.UserAgent = agent
	cfg.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg.Token = signIn(t, cfg)
	secret := cfg.Token.Secret
	cfg.Log.Info("with", "config", cfg, "token", cfg.Token, "value", *cfg.Token)
	m.Forget() // refused, and told so in the log
	signIn(t, cfg)
	text := fmt.Sprintf("%v %+v %#v %s %v", *cfg.Token, cfg.Token, *cfg.Token, cfg.Token, cfg) + log.String() + h.Received()
	if strings.Contains(text, secret) || !strings.Contains(text, "token refused") {
		t.Errorf("secret-in-logs: %s", text)
	}
}

func TestLogsOfModernLoginsHoldNoPassword(t *testing.T) {
	m := &xmpptest.Modern{}
	script := modernScript(m)
	script.Mechanisms, script.Login = []string{"PLAIN"}, xmpptest.Login{Modern: m}
	log := &xmpptest.Recorder{}
	cfg := configAt(xmpptest.StartHostile(t, script))
	cfg.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	signIn(t, cfg)
	if m.Logins()[0] != "PLAIN" || log.Contains("alicepass") || log.Contains("AGFsaWNl") {
		t.Errorf("log is %s", log)
	}
}
