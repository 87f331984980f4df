package trust

import (
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/crypto/storetest"
)

const me = "me@example.org"

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// profile is an open profile in a new folder.
func profile(t testing.TB) *File {
	t.Helper()
	return reopen(t, t.TempDir())
}

func reopen(t testing.TB, dir string) *File {
	t.Helper()
	f, err := Open(dir, slog.New(slog.DiscardHandler))
	must(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// update runs fn on the view of the test's account and commits.
func update(t testing.TB, f *File, fn func(s *Store)) {
	t.Helper()
	must(t, f.Update(func(tx *bbolt.Tx) error {
		fn(In(tx, f.Seal(), me))
		return nil
	}))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStoreHoldsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Own {
		f := profile(t)
		tx, err := f.db.Begin(true)
		must(t, err)
		t.Cleanup(func() { tx.Rollback() })
		s := In(tx, f.Seal(), me)
		must(t, s.CreateOwn(nil, start))
		return s
	})
}
