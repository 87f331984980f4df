package trust

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/trust/keyfile"
)

// compactMarked tells whether the next Open will compact.
func compactMarked(tx *bbolt.Tx) bool {
	b := tx.Bucket(metaBucket)
	return b != nil && b.Get(compactRow) != nil
}

func TestCompaction(t *testing.T) {
	dir := t.TempDir()
	f := reopen(t, dir)
	big := bytes.Repeat([]byte("x"), 1<<20)
	must(t, f.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte("big"))
		must(t, err)
		return b.Put([]byte("row"), big)
	}))
	update(t, f, func(s *Store) { must(t, s.CreateOwn(nil, start)) })
	must(t, f.Update(func(tx *bbolt.Tx) error {
		must(t, tx.DeleteBucket([]byte("big")))
		if compactMarked(tx) {
			t.Error("marked before it was asked for")
		}
		return MarkCompact(tx)
	}))
	before := dump(t, f)
	size := func() int64 {
		info, err := os.Stat(filepath.Join(dir, dbName))
		must(t, err)
		return info.Size()
	}
	large := size()
	must(t, f.Close())

	f = reopen(t, dir)
	if small := size(); small > large/2 {
		t.Errorf("%d bytes before, %d after", large, small)
	}
	must(t, f.View(func(tx *bbolt.Tx) error {
		if compactMarked(tx) {
			t.Error("still marked")
		}
		return nil
	}))
	must(t, f.Update(MarkCompact)) // the mark is the only difference
	if dump(t, f) != before {
		t.Error("rows changed")
	}
	update(t, f, func(s *Store) {
		if _, err := s.Refill(BundleSize+1, start); err != nil {
			t.Error(err)
		}
		if _, err := s.PreKey(BundleSize + 1); err != nil {
			t.Errorf("numbers do not go on: %v", err)
		}
	})
	b, err := os.ReadFile(filepath.Join(dir, dbName))
	must(t, err)
	if bytes.Contains(b, big[:100]) {
		t.Error("deleted row still in the file")
	}
	if got := files(t, dir); !slices.Equal(got, []string{"vouch.db", "vouch.key"}) {
		t.Errorf("files %v", got)
	}
}

// A start that finds what a killed compaction left begins it anew.
func TestCompactionAfterAKill(t *testing.T) {
	dir := t.TempDir()
	f := reopen(t, dir)
	update(t, f, func(s *Store) { must(t, s.CreateOwn(nil, start)) })
	must(t, f.Update(MarkCompact))
	before := dump(t, f)
	must(t, f.Close())
	must(t, os.WriteFile(filepath.Join(dir, newName), bytes.Repeat([]byte{1}, 9000), 0o600))
	f = reopen(t, dir)
	must(t, f.Update(MarkCompact))
	if dump(t, f) != before {
		t.Error("rows changed")
	}
}

// A compaction that fails leaves the user with the file as it was.
func TestCompactionThatFails(t *testing.T) {
	dir := t.TempDir()
	f := reopen(t, dir)
	must(t, f.Update(MarkCompact))
	must(t, f.Close())
	// A folder in the way of the new file.
	must(t, os.MkdirAll(filepath.Join(dir, newName, "sub"), 0o700))
	f = reopen(t, dir)
	must(t, f.View(func(tx *bbolt.Tx) error {
		if !compactMarked(tx) {
			t.Error("the mark is gone")
		}
		return nil
	}))
}

func TestMigration(t *testing.T) {
	dir := closed(t)
	add := func(row string) migration {
		return func(tx *bbolt.Tx, seal *Seal) error {
			if _, _, err := readHeader(tx, seal, 100); err != nil {
				return err
			}
			return tx.Bucket(metaBucket).Put([]byte(row), []byte{1})
		}
	}
	broken := errors.New("broken step")
	rows := func(t *testing.T, steps []migration) (format uint32, rows []string) {
		t.Helper()
		f, err := open(dir, keyfile.Secret{}, quiet, steps)
		must(t, err)
		defer f.Close()
		must(t, f.View(func(tx *bbolt.Tx) error {
			format, _, err = readHeader(tx, f.Seal(), 100)
			must(t, err)
			return tx.Bucket(metaBucket).ForEach(func(k, _ []byte) error {
				rows = append(rows, string(k))
				return nil
			})
		}))
		return format, rows
	}
	before := contents(t, dir)
	_, err := open(dir, keyfile.Secret{}, quiet, []migration{add("x-first"), func(*bbolt.Tx, *Seal) error { return broken }})
	if !errors.Is(err, broken) {
		t.Fatalf("error %v", err)
	}
	if contents(t, dir) != before {
		t.Fatal("a failed migration changed the file")
	}
	format, names := rows(t, []migration{add("x-first"), add("x-second")})
	if format != 3 || !slices.Equal(names, []string{"check", "format", "x-first", "x-second"}) {
		t.Fatalf("format %d, rows %v", format, names)
	}
	format, names = rows(t, []migration{nil, nil, add("x-third")})
	if format != 4 || !slices.Equal(names, []string{"check", "format", "x-first", "x-second", "x-third"}) {
		t.Fatalf("format %d, rows %v", format, names)
	}
	f, err := open(dir, keyfile.Secret{}, quiet, []migration{nil, nil, nil})
	must(t, err)
	update(t, f, func(s *Store) {
		if _, found, err := s.Own(); !found || err != nil {
			t.Errorf("own keys after migration: %t, %v", found, err)
		}
	})
	must(t, f.Close())
	if _, err := Open(dir, quiet); !errors.Is(err, ErrNewer) {
		t.Errorf("an older version opens it: %v", err)
	}
}
