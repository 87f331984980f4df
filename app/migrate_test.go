package app_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// A service rewrites by itself what an earlier version stored, of every account.
func TestAServiceMigratesItsHistory(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob", "carol", "dave"))
	alice := &peer{t: t, jid: "alice@localhost", dir: oldStore(t, "0.1.0")}
	alice.moveTo(server)
	done := make(rewrites, 2)
	alice.opt.Log = slog.New(slog.NewTextHandler(done, nil))
	alice.start()
	for range 2 {
		select {
		case <-done:
		case <-time.After(patience):
			t.Fatal("it was not rewritten")
		}
	}
	alice.stop()
	file, err := trust.Open(alice.dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.View(func(tx *bbolt.Tx) error {
		for _, jid := range []string{"alice@localhost", "bob@localhost"} {
			if !history.In(tx, file.Seal(), jid).Migrated() {
				t.Errorf("the history of %s is as it was", jid)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// rewrites has an entry for each account that a log says was rewritten.
type rewrites chan struct{}

func (r rewrites) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("rewrote history")) {
		r <- struct{}{}
	}
	return len(line), nil
}
