package app_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"vouch/app"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// TestAccountAddedBeforeRunHasOneLoop adds an account to a service that does not run yet. Two loops for it would end twice.
func TestAccountAddedBeforeRunHasOneLoop(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Users("alice"))
	at := server.Place()
	alice := &peer{t: t, jid: "alice@" + at.Domain}
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if alice.Service, err = app.New(file, app.Options{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := alice.Do(t.Context(), app.AddAccount{JID: alice.jid, Password: "alicepass", Host: at.Host, Port: at.Port, CAFile: at.CAFile}); err != nil {
			t.Error(err)
		}
	})
	for deadline := time.After(patience); alice.status().JID != alice.jid; { // nothing tells of it before Run
		select {
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			t.Fatal("the account was not kept")
		}
	}
	running.Go(func() { alice.Run(ctx) })
	alice.await("online", alice.online)
	cancel()
	running.Wait()
}
