package app_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// switched is a Dialer to one of several scripted servers.
type switched struct {
	mu sync.Mutex // guards to
	to *xmpptest.Hostile
}

func (s *switched) set(to *xmpptest.Hostile) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = to
}

func (s *switched) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	s.mu.Lock()
	to := s.to
	s.mu.Unlock()
	return to.DialContext(ctx, network, address)
}

// caFile is a file with the authorities of the servers.
func caFile(t *testing.T, servers ...*xmpptest.Hostile) string {
	t.Helper()
	var authorities []byte
	for _, h := range servers {
		authorities = append(authorities, h.CA()...)
	}
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, authorities, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// scriptedService is a service without an account, whose dialer leads to h until it is switched.
func scriptedService(t *testing.T, h *xmpptest.Hostile) (*peer, *switched) {
	t.Helper()
	dialer := &switched{to: h}
	p := &peer{t: t, jid: "alice@example.org", dir: t.TempDir(), opt: app.Options{Dialer: dialer}}
	p.start()
	return p, dialer
}

// scriptedPeer is a service with alice signed in at the first of the servers; its dialer is to be switched.
func scriptedPeer(t *testing.T, servers ...*xmpptest.Hostile) (*peer, *switched) {
	t.Helper()
	p, dialer := scriptedService(t, servers[0])
	p.must(app.AddAccount{JID: p.jid, Password: "alicepass", Host: "server", CAFile: caFile(t, servers...)})
	p.await("alice online", p.online)
	return p, dialer
}

func TestWeakerLoginIsTheUsersDecision(t *testing.T) {
	at := func(mechanism string) *xmpptest.Hostile {
		return xmpptest.StartHostile(t, xmpptest.Script{Mechanisms: []string{mechanism}, Then: (*xmpptest.Wire).Drain})
	}
	strong, weak, weakest := at("SCRAM-SHA-512"), at("SCRAM-SHA-1"), at("PLAIN")
	alice, dialer := scriptedPeer(t, strong, weak, weakest)
	alice.refuse(app.AcceptLogin{Account: alice.jid, Mechanism: "SCRAM-SHA-1"}, app.KindConflict) // nothing to accept

	again := func(h *xmpptest.Hostile) {
		dialer.set(h)
		alice.must(app.EnableAccount{Account: alice.jid})
		alice.must(app.EnableAccount{Account: alice.jid, On: true})
	}
	again(weak)
	refused := func(offered string) {
		t.Helper()
		alice.await("the word about it", func() bool {
			s := alice.status()
			return s.State == view.StateError && s.Err != nil && s.Err.Kind == app.KindDowngrade && strings.Contains(s.Err.Error(), offered)
		})
	}
	refused("SCRAM-SHA-1")
	alice.restart() // it is remembered
	refused("SCRAM-SHA-1")
	if a := alice.look("").Accounts[0]; a.LoginBefore != "SCRAM-SHA-512" || a.Err.About != "SCRAM-SHA-1" {
		t.Errorf("the window is told of %q before, and %q now", a.LoginBefore, a.Err.About)
	}
	if strings.Contains(weak.Received(), "<auth") {
		t.Fatal("a login was tried")
	}
	alice.refuse(app.AcceptLogin{Account: alice.jid, Mechanism: "PLAIN"}, app.KindConflict)
	alice.must(app.AcceptLogin{Account: alice.jid, Mechanism: "SCRAM-SHA-1"})
	alice.await("alice online", alice.online)

	again(weakest)
	refused("PLAIN")
	again(strong)
	alice.await("alice online", alice.online)
	again(weak) // what was accepted once counts no longer when the server was stronger since
	refused("SCRAM-SHA-1")
}
