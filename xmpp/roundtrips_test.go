package xmpp_test

import (
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// TestSignInTakesFewRoundTrips counts how often both sides wait for each other, after TCP: a header for its features, twice in
// clear and under TLS and once more after SASL; starttls; TLS 1.3; what the mechanism takes; bind and enable, or resume. With
// SASL2 all that follows the mechanism goes along with it.
func TestSignInTakesFewRoundTrips(t *testing.T) {
	direct := func(c *xmpp.Config) { c.DirectTLS = true }
	resuming := func(c *xmpp.Config) { c.Resume = earlier() }
	resumed := func(_, previd string) string { return "<resumed" + sm + " previd='" + previd + "' h='5'/>" }
	modern := func() *xmpptest.Modern { return &xmpptest.Modern{Bind: allAlong, Resume: true, Fast: allFast} }
	for _, row := range []struct {
		name   string
		modern *xmpptest.Modern
		script xmpptest.Script
		change func(*xmpp.Config)
		token  bool
		turns  int
	}{
		{"by SCRAM", nil, xmpptest.Script{}, nil, false, 9},
		{"by SCRAM, TLS from the first byte", nil, xmpptest.Script{DirectTLS: true}, direct, false, 7},
		{"by PLAIN", nil, xmpptest.Script{Mechanisms: []string{"PLAIN"}}, nil, false, 8},
		{"an older stream", nil, xmpptest.Script{Resume: resumed}, resuming, false, 8},
		{"with SASL2", modern(), xmpptest.Script{}, nil, false, 6},
		{"with SASL2, an older stream", modern(), xmpptest.Script{Resume: resumed}, resuming, false, 6},
		{"by a token", modern(), xmpptest.Script{}, nil, true, 5},
		{"by a token, TLS from the first byte", modern(), xmpptest.Script{DirectTLS: true}, direct, true, 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			script := row.script
			if row.modern != nil {
				script = modernScript(row.modern)
				script.DirectTLS, script.Resume = row.script.DirectTLS, row.script.Resume
			}
			script.Then = (*xmpptest.Wire).Drain
			h := xmpptest.StartHostile(t, script)
			cfg := configAt(h)
			cfg.UserAgent = agent
			if row.change != nil {
				row.change(&cfg)
			}
			if row.token {
				cfg.Token = signIn(t, cfg)
			}
			before := h.Traffic()
			c, err := xmpp.Connect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			did := h.Traffic().Minus(before)
			defer c.Close()
			if c.Resumed() != (cfg.Resume != nil) || strings.HasPrefix(c.Mechanism(), "HT-") != row.token {
				t.Errorf("by %s, resumed %v", c.Mechanism(), c.Resumed())
			}
			if handshake := 1; did.Turns != row.turns || did.Records != row.turns-handshake {
				t.Errorf("%d round trips in %d records, want %d round trips in one record each", did.Turns, did.Records, row.turns)
			}
		})
	}
}
