package app_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"vouch/app"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// accept-then-close: a server that lets us in and closes, again and again, is asked less and less often: at most ten times
// in the first minute, and then about once a minute.
func TestServerThatClosesAtOnceIsNotHammered(t *testing.T) {
	dir := t.TempDir()
	authority := filepath.Join(dir, "ca.pem")
	synctest.Test(t, func(t *testing.T) {
		server, err := xmpptest.NewHostile(xmpptest.Script{
			Features: "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>", // nothing to resume
			Then:     func(*xmpptest.Wire) {},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		if err := os.WriteFile(authority, server.CA(), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := trust.Open(dir, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		service, err := app.New(file, app.Options{Dialer: server})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); service.Run(ctx) }()
		defer func() { cancel(); <-ended }()
		if err := service.Do(ctx, app.AddAccount{JID: "alice@example.org", Password: "alicepass", Host: "server", CAFile: authority}); err != nil && app.KindOf(err) != app.KindNotConnected {
			t.Fatal(err)
		}
		time.Sleep(time.Minute) // of the bubble's clock
		first := server.Dials()
		time.Sleep(10 * time.Minute)
		if later := server.Dials() - first; first < 4 || first > 10 || later < 6 || later > 11 {
			t.Errorf("%d connections in the first minute, %d in the next ten", first, later)
		}
	})
}
