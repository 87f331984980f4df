package trust

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vouch/trust/keyfile"
)

func alices() keyfile.Secret { return keyfile.CheapPassphrase([]byte("correct horse")) }

// protected is a closed profile with own keys, which alice's passphrase opens.
func protected(t testing.TB) string {
	t.Helper()
	dir := closed(t)
	f, err := Open(dir, quiet)
	must(t, err)
	if f.Protected() != "file" {
		t.Errorf("protected by %q", f.Protected())
	}
	_, err = f.KeyFile().Add(keyfile.Secret{}, alices())
	must(t, err)
	if f.Protected() != "passphrase" {
		t.Errorf("protected by %q", f.Protected())
	}
	must(t, f.Close())
	return dir
}

func TestOpenProtected(t *testing.T) {
	dir := protected(t)
	before := contents(t, dir)
	var locked *keyfile.LockedError
	if _, err := Open(dir, quiet); !errors.As(err, &locked) || !locked.Has(keyfile.KindPassphrase) {
		t.Errorf("error %v", err)
	}
	for name, c := range map[string]struct {
		by       keyfile.Secret
		expected error
	}{
		"another passphrase": {keyfile.CheapPassphrase([]byte("incorrect horse")), keyfile.ErrWrongSecret},
		"a recovery key":     {keyfile.NewRecoveryKey().Secret(), keyfile.ErrNoSlot},
	} {
		if _, err := OpenWith(dir, c.by, quiet); !errors.Is(err, c.expected) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if contents(t, dir) != before {
		t.Error("files changed")
	}
	f, err := OpenWith(dir, alices(), quiet)
	must(t, err)
	update(t, f, func(s *Store) {
		if _, found, err := s.Own(); !found || err != nil {
			t.Errorf("own keys: %t, %v", found, err)
		}
	})
	if s, err := f.Protection(); err != nil || s.Level() != keyfile.Protected {
		t.Errorf("%v, %v", s, err)
	}
	if _, err := Open(dir, quiet); !errors.Is(err, ErrLocked) {
		t.Errorf("a second start without secret: %v", err)
	}
	if _, err := OpenWith(dir, alices(), quiet); !errors.Is(err, ErrLocked) {
		t.Errorf("a second start: %v", err)
	}
	must(t, f.KeyFile().Unprotect(alices()))
	must(t, f.Close())
	reopen(t, dir)
}

// A wrong passphrase does not even look for the database, nor make the folder.
func TestWrongPassphraseTouchesNothing(t *testing.T) {
	dir := protected(t)
	must(t, os.Remove(filepath.Join(dir, dbName)))
	must(t, os.Chmod(dir, 0o755))
	must(t, os.Chtimes(dir, time.Time{}, start))
	if _, err := OpenWith(dir, keyfile.CheapPassphrase([]byte("incorrect horse")), quiet); !errors.Is(err, keyfile.ErrWrongSecret) {
		t.Errorf("error %v", err)
	}
	info, err := os.Stat(dir)
	must(t, err)
	if info.Mode().Perm() != 0o755 || !info.ModTime().Equal(start) || !slices.Equal(files(t, dir), []string{keyName}) {
		t.Errorf("mode %v, files %v", info.Mode(), files(t, dir))
	}
	missing := filepath.Join(dir, "missing")
	if _, err := OpenWith(missing, alices(), quiet); !errors.Is(err, ErrNoKey) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a folder was made")
	}
}

// Beside a key that does not open, or that had a database, no profile begins.
func TestNoNewProfileBesideAKey(t *testing.T) {
	dir := protected(t)
	whole, err := os.ReadFile(filepath.Join(dir, keyName))
	must(t, err)
	must(t, os.Remove(filepath.Join(dir, dbName)))
	check := func(name string, expected ...error) {
		t.Helper()
		before := contents(t, dir)
		for _, by := range []keyfile.Secret{{}, alices()} {
			_, err := OpenWith(dir, by, quiet)
			if !slices.ContainsFunc(expected, func(e error) bool { return errors.Is(err, e) }) {
				t.Errorf("%s, by %v: %v", name, by.Kind(), err)
			}
		}
		if contents(t, dir) != before {
			t.Errorf("%s: files changed", name)
		}
	}
	check("whole", ErrNoDatabase)
	for i := range whole {
		cut, flipped := whole[:i], bytes.Clone(whole)
		flipped[i] ^= 4
		must(t, os.WriteFile(filepath.Join(dir, keyName), cut, 0o600))
		check("cut", ErrDamaged)
		must(t, os.WriteFile(filepath.Join(dir, keyName), flipped, 0o600))
		check("flipped", ErrDamaged, ErrNewer)
	}
}

// A key file that does not open leaves the database alone, too.
func TestDamagedKeyBesideADatabase(t *testing.T) {
	dir := protected(t)
	whole, err := os.ReadFile(filepath.Join(dir, keyName))
	must(t, err)
	db, err := os.ReadFile(filepath.Join(dir, dbName))
	must(t, err)
	for i := 0; i < len(whole); i += 7 {
		must(t, os.WriteFile(filepath.Join(dir, keyName), whole[:i], 0o600))
		if _, err := Open(dir, quiet); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes: %v", i, err)
		}
	}
	if now, err := os.ReadFile(filepath.Join(dir, dbName)); err != nil || !bytes.Equal(now, db) || len(files(t, dir)) != 2 {
		t.Errorf("files %v, %v", files(t, dir), err)
	}
}

// What an unfinished write has left, which may hold the key in clear, goes when the profile is opened, and not before.
func TestUnfinishedKeyFileGoes(t *testing.T) {
	dir := protected(t)
	left := filepath.Join(dir, keyName+".new")
	must(t, os.WriteFile(left, []byte("vouch"), 0o600))
	if s, err := keyfile.In(dir).Read(); err != nil || s.Level() != keyfile.NotYet {
		t.Errorf("%v, %v", s, err)
	}
	if _, err := Open(dir, quiet); err == nil || !slices.Contains(files(t, dir), keyName+".new") {
		t.Errorf("error %v, files %v", err, files(t, dir))
	}
	f, err := OpenWith(dir, alices(), quiet)
	must(t, err)
	defer f.Close()
	if got := f.Protected(); got != "passphrase" || len(files(t, dir)) != 2 {
		t.Errorf("%q, files %v", got, files(t, dir))
	}
}

// The key file of another profile with the same passphrase opens, and its database does not.
func TestProtectedKeyOfAnotherProfile(t *testing.T) {
	dir, bobs := protected(t), protected(t)
	must(t, os.Rename(filepath.Join(bobs, keyName), filepath.Join(dir, keyName)))
	if _, err := OpenWith(dir, alices(), quiet); !errors.Is(err, ErrWrongKey) {
		t.Errorf("error %v", err)
	}
}
