package app

import (
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

// While an account catches up the file has other work.
func TestMigratingRestsDuringACatchUp(t *testing.T) {
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const jid = "alice@localhost"
	if err := file.Update(func(tx *bbolt.Tx) error {
		m := history.Message{Chat: jid, From: jid, Kind: history.KindText, Body: "old", Time: time.Unix(1, 0)}
		if err := errors.Join(trust.PutAccount(tx, file.Seal(), trust.Account{JID: jid}), history.In(tx, file.Seal(), jid).Append(&m)); err != nil {
			return err
		}
		all := tx.Bucket([]byte("history"))
		return all.ForEachBucket(func(name []byte) error { return all.Bucket(name).Delete([]byte("format")) }) // as earlier versions began it
	}); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s, err := New(file, Options{})
		if err != nil {
			t.Fatal(err)
		}
		a := s.list()[0]
		catchUp := func(on bool) {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.live.Archive.CatchingUp = on
		}
		catchUp(true)
		go s.migrate(t.Context())
		time.Sleep(time.Minute)
		if s.migrated(jid) {
			t.Error("rewritten during a catch-up")
		}
		catchUp(false)
		time.Sleep(time.Minute)
		if !s.migrated(jid) {
			t.Error("not rewritten after it")
		}
	})
}
