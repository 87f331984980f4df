package crypto_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

type broken struct {
	*storetest.Memory
	method string
}

var errDisk = errors.New("disk broken")

func (b broken) fail(method string) error {
	if b.method == method {
		return errDisk
	}
	return nil
}

func (b broken) Identity() (crypto.Identity, error) {
	id, err := b.Memory.Identity()
	return id, errors.Join(err, b.fail("Identity"))
}

func (b broken) Sessions(a crypto.Address) ([]crypto.Session, error) {
	all, err := b.Memory.Sessions(a)
	return all, errors.Join(err, b.fail("Sessions"))
}

func (b broken) SessionsUnder(jid, fingerprint string) ([]crypto.Session, error) {
	all, err := b.Memory.SessionsUnder(jid, fingerprint)
	return all, errors.Join(err, b.fail("SessionsUnder"))
}

func (b broken) PreKey(id uint32) (crypto.PreKey, error) {
	k, err := b.Memory.PreKey(id)
	return k, errors.Join(err, b.fail("PreKey"))
}

func (b broken) SignedPreKey(id uint32) (crypto.SignedPreKey, error) {
	k, err := b.Memory.SignedPreKey(id)
	return k, errors.Join(err, b.fail("SignedPreKey"))
}

func TestReadErrorsPassAndNothingIsWritten(t *testing.T) {
	alice, bob := pair(t)
	bob.session(t, alice)
	fromBob := bob.encrypt(t, alice)
	alice.session(t, bob)
	bundle, err := bob.Bundle()
	must(t, err)
	for _, c := range []struct {
		method                       string
		start, encrypt, decrypt, has bool // whether the call needs that method
	}{
		{"Identity", true, false, true, false},
		{"Sessions", true, true, false, true},
		{"SessionsUnder", false, false, true, false},
		{"PreKey", false, false, true, false},
		{"SignedPreKey", false, false, true, false},
	} {
		s := broken{alice.Clone(), c.method}
		check := func(call string, fails bool, err error) {
			t.Helper()
			if fails != errors.Is(err, errDisk) || !fails && err != nil {
				t.Errorf("%s with a broken %s: %v", call, c.method, err)
			}
			if fails && s.Writes != alice.Writes {
				t.Errorf("%s with a broken %s wrote", call, c.method)
			}
			s.Memory = alice.Clone()
		}
		check("StartSession", c.start, crypto.StartSession(s, bob.at, bundle))
		_, _, err := crypto.EncryptKey(s, bob.at, bob.fingerprint(t), make([]byte, 32))
		check("EncryptKey", c.encrypt, err)
		_, err = crypto.DecryptKey(s, bob.at, fromBob.data, fromBob.pre)
		check("DecryptKey", c.decrypt, err)
		_, err = crypto.HasSession(s, bob.at, bob.fingerprint(t))
		check("HasSession", c.has, err)
	}
}

func TestPanicsOfTheLibraryAreErrors(t *testing.T) {
	err := crypto.Guard(func() error { panic("secret bytes") })
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
}

func TestTooFarAhead(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	first := alice.encrypt(t, bob)
	bob.decrypt(t, alice, first)
	var last message
	for range 2002 {
		last = alice.encrypt(t, bob)
	}
	before := bob.Clone()
	if _, err := crypto.DecryptKey(bob, alice.at, last.data, last.pre); !errors.Is(err, crypto.ErrTooFarAhead) {
		t.Fatalf("2,001 missing: %v", err)
	}
	unchanged(t, before, bob, alice.at)
	alice.decrypt(t, bob, bob.encrypt(t, alice))
	talk(t, alice, bob)
}

func TestNoSession(t *testing.T) {
	alice, bob := pair(t)
	if _, _, err := crypto.EncryptKey(alice, bob.at, bob.fingerprint(t), make([]byte, 32)); !errors.Is(err, crypto.ErrNoSession) {
		t.Fatalf("encrypt: %v", err)
	}
	if has, err := crypto.HasSession(alice, bob.at, bob.fingerprint(t)); has || err != nil {
		t.Fatalf("has session: %t, %v", has, err)
	}
	alice.session(t, bob)
	talk(t, alice, bob)
	if has, err := crypto.HasSession(alice, bob.at, bob.fingerprint(t)); !has || err != nil {
		t.Fatalf("has session: %t, %v", has, err)
	}
	m := alice.encrypt(t, bob)
	must(t, bob.PutSession(alice.at, alice.fingerprint(t), nil))
	if _, err := crypto.DecryptKey(bob, alice.at, m.data, m.pre); !errors.Is(err, crypto.ErrNoSession) {
		t.Fatalf("decrypt without session: %v", err)
	}
	// Another session than the one the message belongs to.
	bob.session(t, alice)
	if _, err := crypto.DecryptKey(bob, alice.at, m.data, m.pre); !errors.Is(err, crypto.ErrNoSession) {
		t.Fatalf("decrypt with another session: %v", err)
	}
	alice.decrypt(t, bob, bob.encrypt(t, alice))
	talk(t, alice, bob)
}

func TestDamagedRecordIsReplaced(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	good := bob.record(t, alice)
	for name, record := range map[string][]byte{
		"empty": {}, "another format": append([]byte{9}, good[1:]...), "cut off": good[:len(good)/2], "with a tail": append(good[:len(good):len(good)], 0),
	} {
		t.Run(name, func(t *testing.T) {
			b := &device{bob.Clone(), bob.at}
			a := &device{alice.Clone(), alice.at}
			must(t, b.PutSession(a.at, a.fingerprint(t), record))
			m := a.encrypt(t, b)
			if _, err := crypto.DecryptKey(b, a.at, m.data, m.pre); !errors.Is(err, crypto.ErrBadRecord) || !errors.Is(err, crypto.ErrNoSession) {
				t.Fatalf("decrypt: %v", err)
			}
			if _, _, err := crypto.EncryptKey(b, a.at, a.fingerprint(t), m.key); !errors.Is(err, crypto.ErrBadRecord) {
				t.Fatalf("encrypt: %v", err)
			}
			if has, err := crypto.HasSession(b, a.at, a.fingerprint(t)); has || err != nil {
				t.Fatalf("has session: %t, %v", has, err)
			}
			a.session(t, b)
			talk(t, a, b)
		})
	}
}

func TestUnknownPreKeys(t *testing.T) {
	alice, bob := pair(t)
	bundle, err := bob.Bundle()
	must(t, err)
	bundle.PreKeys = bundle.PreKeys[:1]
	must(t, crypto.StartSession(alice, bob.at, bundle))
	m := alice.encrypt(t, bob)
	bob.RemovePreKey(bundle.PreKeys[0].ID)
	before := bob.Clone()
	if _, err := crypto.DecryptKey(bob, alice.at, m.data, m.pre); !errors.Is(err, crypto.ErrUnknownPreKey) {
		t.Fatalf("prekey: %v", err)
	}
	unchanged(t, before, bob, alice.at)
	signed := bundle
	signed.SignedPreKeyID = 7
	must(t, crypto.StartSession(alice, bob.at, signed))
	m = alice.encrypt(t, bob)
	if _, err := crypto.DecryptKey(bob, alice.at, m.data, m.pre); !errors.Is(err, crypto.ErrUnknownPreKey) {
		t.Fatalf("signed prekey: %v", err)
	}
	alice.session(t, bob)
	talk(t, alice, bob)
}

func TestReplayedFirstMessage(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	m := alice.encrypt(t, bob)
	bob.decrypt(t, alice, m)
	for range 2 {
		if _, err := crypto.DecryptKey(bob, alice.at, m.data, m.pre); !errors.Is(err, crypto.ErrDuplicateKey) {
			t.Fatalf("again: %v", err)
		}
		talk(t, bob, alice)
	}
}

func TestStoreErrorsPass(t *testing.T) {
	broken := errors.New("disk full")
	alice, bob := pair(t)
	alice.session(t, bob)
	first := alice.encrypt(t, bob)
	bob.Fail = broken
	if _, err := crypto.DecryptKey(bob, alice.at, first.data, first.pre); !errors.Is(err, broken) {
		t.Fatalf("decrypt: %v", err)
	}
	bob.Fail = nil
	bob.decrypt(t, alice, first)
	alice.Fail = broken
	if _, _, err := crypto.EncryptKey(alice, bob.at, bob.fingerprint(t), first.key); !errors.Is(err, broken) {
		t.Fatalf("encrypt: %v", err)
	}
	bundle, err := bob.Bundle()
	must(t, err)
	if err := crypto.StartSession(alice, bob.at, bundle); !errors.Is(err, broken) {
		t.Fatalf("start: %v", err)
	}
}

func unchanged(t testing.TB, before *storetest.Memory, d *device, at crypto.Address) {
	t.Helper()
	if before.Writes != d.Writes {
		t.Errorf("%d writes", d.Writes-before.Writes)
	}
	was, err := before.Sessions(at)
	must(t, err)
	is, err := d.Sessions(at)
	must(t, err)
	byKey := func(a, b crypto.Session) int { return strings.Compare(a.Fingerprint, b.Fingerprint) }
	slices.SortFunc(was, byKey)
	slices.SortFunc(is, byKey)
	if !reflect.DeepEqual(was, is) {
		t.Error("sessions changed")
	}
}
