package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

func TestTokenStandsInForThePassword(t *testing.T) {
	m := &xmpptest.Modern{Bind: []string{"urn:xmpp:carbons:2", "urn:xmpp:sm:3"}, Fast: []string{"HT-SHA-256-EXPR"}, Rotate: true}
	h := xmpptest.StartHostile(t, xmpptest.Script{
		Login: xmpptest.Login{Modern: m}, Then: (*xmpptest.Wire).Drain,
	})
	alice, _ := scriptedPeer(t, h)
	alice.restart()
	alice.await("alice online", alice.online)
	alice.restart()
	alice.await("alice online", alice.online)
	m.Forget()
	alice.restart()
	alice.await("alice online", alice.online)
	alice.restart()
	alice.await("alice online", alice.online)
	want := []string{"SCRAM-SHA-256", "HT-SHA-256-EXPR", "HT-SHA-256-EXPR", "SCRAM-SHA-256", "HT-SHA-256-EXPR"}
	if logins := m.Logins(); !slices.Equal(logins, want) {
		t.Errorf("logged in by %v", logins)
	}
	agents := regexp.MustCompile(`<user-agent id='([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})'>`).FindAllStringSubmatch(h.Received(), -1)
	if len(agents) != 6 || agents[0][1] != agents[5][1] {
		t.Errorf("known to the server as %v", agents)
	}
	for _, secret := range m.Tokens() {
		notInProfile(t, alice, secret)
	}
	if len(m.Tokens()) == 0 {
		t.Error("no token")
	}
}

// notInProfile fails when text stands in a file of p's profile.
func notInProfile(t *testing.T, p *peer, text string) {
	t.Helper()
	err := filepath.WalkDir(p.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			t.Errorf("it stands in %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRefusedLoginDropsTheToken(t *testing.T) {
	m := &xmpptest.Modern{Fast: []string{"HT-SHA-256-EXPR"}}
	script := xmpptest.Script{Login: xmpptest.Login{Modern: m}, Then: (*xmpptest.Wire).Drain}
	h := xmpptest.StartHostile(t, script)
	script.Password = "another"
	other := xmpptest.StartHostile(t, script) // of the same tokens, but it refuses them and the password
	alice, dialer := scriptedPeer(t, h, other)
	m.Forget()
	dialer.set(other)
	alice.must(app.EnableAccount{Account: alice.jid})
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	alice.await("a refusal", func() bool { s := alice.status(); return s.Err != nil && s.Err.Kind == app.KindAuth })
	dialer.set(h)
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	alice.await("alice online", alice.online)
	if n := bytes.Count([]byte(h.Received()+other.Received()), []byte("mechanism='HT-SHA-256-EXPR'><initial")); n != 1 {
		t.Errorf("the token was tried %d times", n)
	}
}
