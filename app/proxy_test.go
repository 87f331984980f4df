package app_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// noted is a Dialer and Resolver that notes all it is asked. It knows no service records.
type noted struct {
	mu    sync.Mutex // guards asked
	asked []string
}

func (n *noted) note(what string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked = append(n.asked, what)
}

func (n *noted) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	n.note(address)
	if host, _, _ := net.SplitHostPort(address); net.ParseIP(host) == nil {
		return nil, errors.New("no names are looked up here")
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

func (n *noted) LookupSRV(_ context.Context, service, _, name string) (string, []*net.SRV, error) {
	n.note(service)
	return "", nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func TestAccountGoesThroughItsProxy(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice"))
	at := server.Place()
	socks := xmpptest.StartSocks(t, "u", "p:w")
	direct := net.JoinHostPort(at.Host, strconv.Itoa(int(at.Port)))
	socks.LeadTo("named.example:5222", func(ctx context.Context) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", direct)
	})
	outside := &noted{}
	alice := &peer{t: t, jid: "alice@" + at.Domain, dir: t.TempDir(), opt: app.Options{Dialer: outside, Resolver: outside}}
	alice.start()
	proxy := "socks5://u:p%3Aw@" + socks.Address
	alice.refuse(app.AddAccount{JID: alice.jid, Password: "alicepass", Proxy: "http://u:secret@x"}, app.KindInvalid)
	alice.must(app.AddAccount{JID: alice.jid, Password: "alicepass", Host: "named.example", CAFile: at.CAFile, Proxy: proxy})
	alice.await("alice online", alice.online)
	alice.restart()
	alice.await("alice online", alice.online)
	notInProfile(t, alice, "p%3Aw")
	if got := alice.look("").Accounts[0].Proxy; got != proxy {
		t.Errorf("the window is told of %q", got)
	}
	if asked := socks.Asked(); len(asked) < 2 || slices.ContainsFunc(asked, func(a string) bool { return a != "named.example:5222" }) {
		t.Errorf("the proxy was asked for %v", asked)
	}
	outside.mu.Lock()
	if slices.ContainsFunc(outside.asked, func(a string) bool { return a != socks.Address }) {
		t.Errorf("beside the proxy: %v", outside.asked)
	}
	outside.asked = nil
	outside.mu.Unlock()

	alice.must(app.SetProxy{Account: alice.jid})
	alice.await("a try without it", func() bool {
		outside.mu.Lock()
		defer outside.mu.Unlock()
		return slices.Contains(outside.asked, "named.example:5222")
	})
	alice.refuse(app.SetProxy{Account: alice.jid, Proxy: "socks5://"}, app.KindInvalid)
	alice.must(app.SetProxy{Account: alice.jid, Proxy: proxy})
	alice.await("alice online", alice.online)
	if s := alice.status(); s.Err != nil && strings.Contains(s.Err.Error(), "p:w") {
		t.Errorf("status %v", s.Err)
	}
}
