package trust

import (
	"bytes"
	"encoding/binary"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

var quiet = slog.New(slog.DiscardHandler)

// files are the names in a profile folder.
func files(t testing.TB, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// closed is a folder with a profile that nobody has open, with own keys in it.
func closed(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	f, err := Open(dir, quiet)
	must(t, err)
	update(t, f, func(s *Store) { must(t, s.CreateOwn(nil, start)) })
	must(t, f.Close())
	return dir
}

func TestOpenAgain(t *testing.T) {
	dir := t.TempDir()
	var device uint32
	for i := range 3 {
		f, err := Open(dir, quiet)
		must(t, err)
		update(t, f, func(s *Store) {
			must(t, s.CreateOwn(nil, start))
			id, found, err := s.Own()
			must(t, err)
			if !found || i > 0 && id.Device != device {
				t.Errorf("open %d: identity %v", i, id)
			}
			device = id.Device
		})
		if f.Protected() != "file" {
			t.Errorf("protected by %q", f.Protected())
		}
		must(t, f.Close())
		if got := files(t, dir); !slices.Equal(got, []string{"vouch.db", "vouch.key"}) {
			t.Errorf("files %v", got)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, dir string)
		want  error
	}{
		{"a database without key file", func(t *testing.T, dir string) {
			must(t, os.Remove(filepath.Join(dir, keyName)))
		}, ErrNoKey},
		{"the key file of another profile", func(t *testing.T, dir string) {
			other, err := os.ReadFile(filepath.Join(closed(t), keyName))
			must(t, err)
			must(t, os.WriteFile(filepath.Join(dir, keyName), other, 0o600))
		}, ErrWrongKey},
		{"a key file that is cut off", func(t *testing.T, dir string) {
			must(t, os.Truncate(filepath.Join(dir, keyName), 30))
		}, ErrDamaged},
		{"an empty key file", func(t *testing.T, dir string) {
			must(t, os.Truncate(filepath.Join(dir, keyName), 0))
		}, ErrDamaged},
		{"a key file with a changed byte", func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, keyName), func(b []byte) { b[25] ^= 1 })
		}, ErrDamaged},
		{"a key file of a newer version", func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, keyName), func(b []byte) { b[len("vouch master key")] = 3 })
		}, ErrNewer},
		{"an empty database", func(t *testing.T, dir string) {
			must(t, os.Truncate(filepath.Join(dir, dbName), 0))
		}, ErrDamaged},
		{"a database that is cut off in the header", func(t *testing.T, dir string) {
			must(t, os.Truncate(filepath.Join(dir, dbName), 100))
		}, ErrDamaged},
		{"a database that is cut off behind the header", func(t *testing.T, dir string) {
			must(t, os.Truncate(filepath.Join(dir, dbName), 8192))
		}, ErrDamaged},
		{"a file that is no database", func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, dbName), bytes.Repeat([]byte("no database "), 5000), 0o600))
		}, ErrDamaged},
		{"a database without a header", func(t *testing.T, dir string) {
			raw(t, dir, func(tx *bbolt.Tx) error { return tx.DeleteBucket(metaBucket) })
		}, ErrDamaged},
		{"a database of a newer version", func(t *testing.T, dir string) {
			raw(t, dir, func(tx *bbolt.Tx) error {
				return tx.Bucket(metaBucket).Put(formatRow, binary.BigEndian.AppendUint32(nil, 2))
			})
		}, ErrNewer},
		{"a database that is read-only", func(t *testing.T, dir string) {
			must(t, os.Chmod(filepath.Join(dir, dbName), 0o400))
		}, ErrReadOnly},
		{"a database that another process has open", func(t *testing.T, dir string) {
			f, err := Open(dir, quiet)
			must(t, err)
			t.Cleanup(func() { f.Close() })
		}, ErrLocked},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := closed(t)
			c.spoil(t, dir)
			before := contents(t, dir)
			f, err := Open(dir, quiet)
			if err == nil {
				f.Close()
			}
			if !errors.Is(err, c.want) {
				t.Errorf("error %v", err)
			}
			if after := contents(t, dir); after != before {
				t.Errorf("files changed")
			}
		})
	}
}

func contents(t testing.TB, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range files(t, dir) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		all.WriteString(name + string(b))
	}
	return all.String()
}

func change(t testing.TB, path string, how func([]byte)) {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	how(b)
	must(t, os.WriteFile(path, b, 0o600))
}

// raw changes a closed database without the package.
func raw(t testing.TB, dir string, how func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, dbName), 0o600, nil)
	must(t, err)
	must(t, db.Update(how))
	must(t, db.Close())
}

// What a power cut leaves of creating a profile does not stop the next start.
func TestOpenAfterAnInterruptedCreation(t *testing.T) {
	for name, leave := range map[string]func(t *testing.T, dir string){
		"an empty new file": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, newName), nil, 0o600))
		},
		"half a new file": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, newName), bytes.Repeat([]byte{7}, 5000), 0o600))
		},
		"a finished new file and the key": func(t *testing.T, dir string) {
			done := closed(t)
			must(t, os.Rename(filepath.Join(done, dbName), filepath.Join(dir, newName)))
			must(t, os.Rename(filepath.Join(done, keyName), filepath.Join(dir, keyName)))
		},
		"the key alone": func(t *testing.T, dir string) {
			must(t, os.Rename(filepath.Join(closed(t), keyName), filepath.Join(dir, keyName)))
		},
		"half a key file": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, keyName+".new"), []byte("vouch"), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			leave(t, dir)
			f, err := Open(dir, quiet)
			must(t, err)
			update(t, f, func(s *Store) { must(t, s.CreateOwn(nil, start)) })
			must(t, f.Close())
			reopen(t, dir)
			if got := files(t, dir); !slices.Equal(got, []string{"vouch.db", "vouch.key"}) {
				t.Errorf("files %v", got)
			}
		})
	}
}

func TestTwoStartsAtOnce(t *testing.T) {
	dir := t.TempDir()
	type result struct {
		f   *File
		err error
	}
	results := make(chan result)
	for range 4 {
		go func() {
			f, err := Open(dir, quiet)
			results <- result{f, err}
		}()
	}
	opened := 0
	for range 4 {
		r := <-results
		switch {
		case r.err == nil:
			opened++
			t.Cleanup(func() { r.f.Close() })
		case !errors.Is(r.err, ErrLocked):
			t.Error(r.err)
		}
	}
	if opened != 1 {
		t.Errorf("%d opened the profile", opened)
	}
}

// Whoever waits for the lock on a file that is replaced meanwhile must not work on what is left of it.
func TestAReplacedFileIsNoticed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, dbName)
	must(t, os.WriteFile(path, []byte("old"), 0o600))
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	if !stillAt(path, f) {
		t.Error("not there although nothing happened")
	}
	must(t, os.WriteFile(path+".new", []byte("new"), 0o600))
	must(t, os.Rename(path+".new", path))
	if stillAt(path, f) {
		t.Error("still there after it was replaced")
	}
	must(t, os.Remove(path))
	if stillAt(path, f) {
		t.Error("still there after it was removed")
	}
}

// secretsIn are the texts and bytes that a reader of the database file must not find.
// Every operation is aborted after its writes; the file must not know of it afterwards.
// dump is everything in the file.
// A page that is damaged behind the header is found when it is read, and does not end the process.
