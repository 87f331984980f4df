package crypto_test

import (
	"bytes"
	"errors"
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

func (b broken) Session(a crypto.Address) ([]byte, error) {
	r, err := b.Memory.Session(a)
	return r, errors.Join(err, b.fail("Session"))
}

func (b broken) RemoteIdentity(a crypto.Address) ([]byte, error) {
	k, err := b.Memory.RemoteIdentity(a)
	return k, errors.Join(err, b.fail("RemoteIdentity"))
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
		{"Session", true, true, true, true},
		{"RemoteIdentity", true, true, true, false},
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
		_, _, err := crypto.EncryptKey(s, bob.at, make([]byte, 32))
		check("EncryptKey", c.encrypt, err)
		_, err = crypto.DecryptKey(s, bob.at, fromBob.data, fromBob.pre)
		check("DecryptKey", c.decrypt, err)
		_, err = crypto.HasSession(s, bob.at)
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
	if _, _, err := crypto.EncryptKey(alice, bob.at, make([]byte, 32)); !errors.Is(err, crypto.ErrNoSession) {
		t.Fatalf("encrypt: %v", err)
	}
	if has, err := crypto.HasSession(alice, bob.at); has || err != nil {
		t.Fatalf("has session: %t, %v", has, err)
	}
	alice.session(t, bob)
	talk(t, alice, bob)
	if has, err := crypto.HasSession(alice, bob.at); !has || err != nil {
		t.Fatalf("has session: %t, %v", has, err)
	}
	m := alice.encrypt(t, bob)
	must(t, crypto.ForgetDevice(bob, alice.at))
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
	good, err := bob.Session(alice.at)
	must(t, err)
	for name, record := range map[string][]byte{
		"empty": {}, "another format": append([]byte{9}, good[1:]...), "cut off": good[:len(good)/2], "with a tail": append(good[:len(good):len(good)], 0),
	} {
		t.Run(name, func(t *testing.T) {
			b := &device{bob.Clone(), bob.at}
			a := &device{alice.Clone(), alice.at}
			must(t, b.PutSession(a.at, record))
			m := a.encrypt(t, b)
			if _, err := crypto.DecryptKey(b, a.at, m.data, m.pre); !errors.Is(err, crypto.ErrBadRecord) || !errors.Is(err, crypto.ErrNoSession) {
				t.Fatalf("decrypt: %v", err)
			}
			if _, _, err := crypto.EncryptKey(b, a.at, m.key); !errors.Is(err, crypto.ErrBadRecord) {
				t.Fatalf("encrypt: %v", err)
			}
			if has, err := crypto.HasSession(b, a.at); has || err != nil {
				t.Fatalf("has session: %t, %v", has, err)
			}
			a.session(t, b)
			talk(t, a, b)
		})
	}
}

func TestIdentityChange(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	// Bob's device comes back with the same id and another key.
	again := &device{storetest.New(t), bob.at}
	bundle, err := again.Bundle()
	must(t, err)
	bundle.Device = bob.at.Device
	if err := crypto.StartSession(alice, bob.at, bundle); !errors.Is(err, crypto.ErrIdentityChanged) {
		t.Fatalf("start: %v", err)
	}
	again.session(t, alice)
	m := again.encrypt(t, alice)
	before := alice.Clone()
	o, err := crypto.DecryptKey(alice, bob.at, m.data, m.pre)
	if !errors.Is(err, crypto.ErrIdentityChanged) {
		t.Fatalf("decrypt: %v", err)
	}
	if crypto.Fingerprint(o.Identity) != crypto.Fingerprint(bundle.IdentityKey) || o.Key != nil {
		t.Fatalf("opened %v", o)
	}
	unchanged(t, before, alice, bob.at)
	alice.decrypt(t, bob, bob.encrypt(t, alice)) // the old device still works
	must(t, crypto.ForgetDevice(alice, bob.at))
	alice.decrypt(t, again, m)
	again.decrypt(t, alice, alice.encrypt(t, again))

	// A session left over from the old key is not encrypted to.
	must(t, alice.PutRemoteIdentity(bob.at, bundle.IdentityKey))
	record, err := before.Session(bob.at)
	must(t, err)
	must(t, alice.PutSession(bob.at, record))
	if _, _, err := crypto.EncryptKey(alice, bob.at, m.key); !errors.Is(err, crypto.ErrIdentityChanged) {
		t.Fatalf("encrypt: %v", err)
	}
}

func TestForgedIdentityChangeIsTampered(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	again := &device{storetest.New(t), bob.at}
	again.session(t, alice)
	m := again.encrypt(t, alice)
	m.data[len(m.data)-40] ^= 1 // inside the message, so nothing vouches for the new identity
	if _, err := crypto.DecryptKey(alice, bob.at, m.data, m.pre); errors.Is(err, crypto.ErrIdentityChanged) || err == nil {
		t.Fatalf("decrypt: %v", err)
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
	if _, _, err := crypto.EncryptKey(alice, bob.at, first.key); !errors.Is(err, broken) {
		t.Fatalf("encrypt: %v", err)
	}
	bundle, err := bob.Bundle()
	must(t, err)
	if err := crypto.StartSession(alice, bob.at, bundle); !errors.Is(err, broken) {
		t.Fatalf("start: %v", err)
	}
	if err := crypto.ForgetDevice(alice, bob.at); !errors.Is(err, broken) {
		t.Fatalf("forget: %v", err)
	}
}

func unchanged(t testing.TB, before *storetest.Memory, d *device, at crypto.Address) {
	t.Helper()
	if before.Writes != d.Writes {
		t.Errorf("%d writes", d.Writes-before.Writes)
	}
	for name, get := range map[string]func(crypto.Store, crypto.Address) ([]byte, error){
		"session": crypto.Store.Session, "identity": crypto.Store.RemoteIdentity,
	} {
		was, _ := get(before, at)
		is, _ := get(d, at)
		if !bytes.Equal(was, is) {
			t.Errorf("%s changed", name)
		}
	}
}
