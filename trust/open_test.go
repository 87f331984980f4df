package trust

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/crypto"
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
			change(t, filepath.Join(dir, keyName), func(b []byte) { b[len(keyMagic)] = 2 })
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

func TestRowsOfANewerFormat(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.CreateOwn(nil, start))
		k := idKey(1)
		must(t, s.table(preKeyTable).Put(k, s.seal.Box(rowFormat+1, s.path+preKeyTable, k, []byte("{}"))))
		if _, err := s.PreKey(1); !errors.Is(err, ErrNewer) {
			t.Errorf("error %v", err)
		}
	})
}

// secretsIn are the texts and bytes that a reader of the database file must not find.
func secretsIn(t testing.TB, f *File) (secrets [][]byte) {
	t.Helper()
	must(t, f.Update(func(tx *bbolt.Tx) error {
		must(t, PutAccount(tx, f.Seal(), Account{JID: me, Password: "mepassword", Host: "host.example.org", CAs: []byte("BEGIN CERTIFICATE")}))
		s := In(tx, f.Seal(), me)
		must(t, s.CreateOwn(nil, start))
		_, _, err := s.SeeList(bob, []uint32{0xABCDEF12}, start)
		must(t, err)
		_, _, err = s.SeeKey(bob, 0xABCDEF12, testKey(0xC3), start)
		must(t, err)
		must(t, s.SetLabel(bob, 0xABCDEF12, "kitchen laptop"))
		must(t, s.Decide(bob, fp(0xC3), Verified, "user", start))
		must(t, s.SetPolicy(bob, FirstUse))
		must(t, s.PutSession(crypto.Address{JID: bob, Device: 0xABCDEF12}, []byte("a session record")))
		id, err := s.Identity()
		must(t, err)
		k, err := s.PreKey(1)
		must(t, err)
		secrets = [][]byte{id.Private[:], id.Public()[1:], []byte(id.Fingerprint()), k.Private, k.Public()[1:]}
		return nil
	}))
	for _, s := range []string{
		me, bob, "example.org", "mepassword", "CERTIFICATE", "kitchen laptop", "a session record", fp(0xC3), "verified",
		"first-use", "\xAB\xCD\xEF\x12", string(testKey(0xC3)[1:]),
	} {
		secrets = append(secrets, []byte(s))
	}
	return secrets
}

func TestTheFileIsSealed(t *testing.T) {
	dir := t.TempDir()
	f := reopen(t, dir)
	secrets := secretsIn(t, f)
	must(t, f.Close())
	b, err := os.ReadFile(filepath.Join(dir, dbName))
	must(t, err)
	for i, s := range secrets {
		if bytes.Contains(b, s) {
			t.Errorf("secret %d (%q) stands in the file", i, s)
		}
	}
	f = reopen(t, dir)
	must(t, f.View(func(tx *bbolt.Tx) error {
		accounts, err := Accounts(tx, f.Seal())
		must(t, err)
		if len(accounts) != 1 || accounts[0].Password != "mepassword" {
			t.Errorf("%d accounts", len(accounts))
		}
		return nil
	}))
}

// Every operation is aborted after its writes; the file must not know of it afterwards.
func TestAbortLeavesNothing(t *testing.T) {
	ops := []struct {
		name string
		do   func(s *Store) error
	}{
		{"account", func(s *Store) error { return PutAccount(s.tx, s.seal, Account{JID: me}) }},
		{"own keys", func(s *Store) error { return s.CreateOwn(nil, start) }},
		{"list", func(s *Store) error { _, _, err := s.SeeList(bob, []uint32{1, 2}, start); return err }},
		{"key", func(s *Store) error { _, _, err := s.SeeKey(bob, 1, testKey(1), start); return err }},
		{"changed key", func(s *Store) error { _, _, err := s.SeeKey(bob, 1, testKey(2), start); return err }},
		{"broken", func(s *Store) error { return s.SeeBroken(bob, 1) }},
		{"message", func(s *Store) error { return s.SeeMessage(bob, 1, fp(2), start) }},
		{"decision", func(s *Store) error { return s.Decide(bob, fp(1), Rejected, "user", start) }},
		{"policy", func(s *Store) error { return s.SetPolicy(bob, FirstUse) }},
		{"session", func(s *Store) error { return s.PutSession(crypto.Address{JID: bob, Device: 1}, []byte{1}) }},
		{"prekey", func(s *Store) error { return s.UsePreKey(1) }},
		{"refill", func(s *Store) error { _, err := s.Refill(BundleSize, start); return err }},
		{"rotation", func(s *Store) error { _, err := s.RotateSigned(at(10), 1); return err }},
		{"removal", func(s *Store) error { return RemoveAccount(s.tx, s.seal, me) }},
	}
	dir := t.TempDir()
	abort := errors.New("abort")
	for i, op := range ops {
		f := reopen(t, dir)
		before := dump(t, f)
		err := f.Update(func(tx *bbolt.Tx) error {
			must(t, op.do(In(tx, f.Seal(), me)))
			return abort
		})
		if !errors.Is(err, abort) {
			t.Fatalf("%s: %v", op.name, err)
		}
		if after := dump(t, f); after != before {
			t.Errorf("%s: left something after an error", op.name)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the panic of an Update did not pass", op.name)
				}
			}()
			f.Update(func(tx *bbolt.Tx) error {
				must(t, op.do(In(tx, f.Seal(), me)))
				panic("abort")
			})
		}()
		must(t, f.Close())
		f = reopen(t, dir)
		if after := dump(t, f); after != before {
			t.Errorf("%s: left something after a panic", op.name)
		}
		update(t, f, func(s *Store) { must(t, op.do(s)) })
		must(t, f.Close())
		f = reopen(t, dir)
		if after := dump(t, f); after == before {
			t.Errorf("operation %d, %s, did nothing", i, op.name)
		}
		must(t, f.Close())
	}
}

// dump is everything in the file.
func dump(t testing.TB, f *File) string {
	t.Helper()
	var b strings.Builder
	var walk func(name string, bucket *bbolt.Bucket)
	walk = func(name string, bucket *bbolt.Bucket) {
		io.WriteString(&b, name)
		must(t, bucket.ForEach(func(k, v []byte) error {
			if v == nil && bucket.Bucket(k) != nil {
				walk(name+"/"+string(k), bucket.Bucket(k))
			} else {
				io.WriteString(&b, string(k)+"="+string(v)+";")
			}
			return nil
		}))
	}
	must(t, f.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, bucket *bbolt.Bucket) error {
			walk(string(name), bucket)
			return nil
		})
	}))
	return b.String()
}

// A page that is damaged behind the header is found when it is read, and does not end the process.
func TestDamageFoundLater(t *testing.T) {
	dir := closed(t)
	change(t, filepath.Join(dir, dbName), func(b []byte) {
		for i := 2 * 4096; i < len(b); i++ {
			b[i] ^= 0x5A
		}
	})
	// The second time shows that the first let go of the file.
	for range 2 {
		f, err := Open(dir, quiet)
		if err == nil {
			err = f.View(func(tx *bbolt.Tx) error {
				_, err := In(tx, f.Seal(), me).Bundle()
				return err
			})
			f.Close()
		}
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("error %v", err)
		}
	}
}
