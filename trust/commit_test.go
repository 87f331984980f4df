package trust

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	bolt "go.etcd.io/bbolt/errors"

	"vouch/crypto"
)

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
		must(t, s.SetLabel(bob, 0xABCDEF12, "kitchen laptop", "on the shelf", start))
		must(t, s.Decide(bob, fp(0xC3), Verified, ByHand, start))
		must(t, s.SetPolicy(bob, FirstUse, start))
		must(t, s.PutSession(crypto.Address{JID: bob, Device: 0xABCDEF12}, fp(0xC3), []byte("a session record")))
		id, err := s.Identity()
		must(t, err)
		k, err := s.PreKey(1)
		must(t, err)
		secrets = [][]byte{id.Private[:], id.Public()[1:], []byte(id.Fingerprint()), k.Private, k.Public()[1:]}
		return nil
	}))
	for _, s := range []string{
		me, bob, "example.org", "mepassword", "CERTIFICATE", "kitchen laptop", "on the shelf", "a session record", fp(0xC3), "verified",
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
		{"decision", func(s *Store) error { return s.Decide(bob, fp(1), Rejected, ByHand, start) }},
		{"policy", func(s *Store) error { return s.SetPolicy(bob, FirstUse, start) }},
		{"session", func(s *Store) error { return s.PutSession(crypto.Address{JID: bob, Device: 1}, fp(1), []byte{1}) }},
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

// What goes wrong with the file is told from what goes wrong in a transaction, a row that does not open among it.
func TestErrorsOfTheFileAreTold(t *testing.T) {
	abort := errors.New("abort")
	damage := func(f *File) error {
		update(t, f, func(s *Store) { must(t, s.put(decisionTable, s.decisionKey(bob, fp(1)), []byte("no row"))) })
		return f.View(func(tx *bbolt.Tx) error { _, err := In(tx, f.Seal(), me).Decisions(bob); return err })
	}
	for _, c := range []struct {
		name string
		do   func(f *File) error
		file bool
		want error
	}{
		{"done", func(f *File) error { return f.Update(func(*bbolt.Tx) error { return nil }) }, false, nil},
		{"an error in a transaction", func(f *File) error { return f.Update(func(*bbolt.Tx) error { return abort }) }, false, abort},
		{"a row that does not open", damage, false, ErrDamaged},
		{"writing a closed file", func(f *File) error {
			must(t, f.Close())
			return f.Update(func(*bbolt.Tx) error { return nil })
		}, true, bolt.ErrDatabaseNotOpen},
		{"reading a closed file", func(f *File) error {
			must(t, f.Close())
			return f.View(func(*bbolt.Tx) error { return nil })
		}, true, bolt.ErrDatabaseNotOpen},
		{"a file that cannot grow", func(f *File) error {
			f.db.MaxSize = smallest
			return f.Update(func(tx *bbolt.Tx) error {
				return In(tx, f.Seal(), me).put(ownTable, doubtRow, make([]byte, 1<<20))
			})
		}, true, bolt.ErrMaxSizeReached},
	} {
		if err := c.do(profile(t)); errors.Is(err, ErrFile) != c.file || c.want != nil && !errors.Is(err, c.want) || c.want == nil && !c.file && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
