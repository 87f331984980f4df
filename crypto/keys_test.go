package crypto_test

import (
	"errors"
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

// another is a device that claims the address of d and has a key of its own.
func another(t *testing.T, d *device) *device {
	t.Helper()
	return &device{storetest.New(t), d.at}
}

// A device id that comes with another key has another session: each key reads and is written to on its own.
func TestAnotherKeyOfADeviceHasASessionOfItsOwn(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	read := bob.encrypt(t, alice)
	alice.decrypt(t, bob, read)
	other := another(t, bob)
	other.session(t, alice)
	talk(t, other, alice)
	talk(t, alice, bob)
	talk(t, bob, alice)
	if _, err := crypto.DecryptKey(alice, bob.at, read.data, read.pre); !errors.Is(err, crypto.ErrDuplicateKey) {
		t.Errorf("a message that was read before: %v", err)
	}
	// A session that alice begins with one key touches the other one's no more than a message does.
	bundle, err := other.Bundle()
	must(t, err)
	bundle.Device = bob.at.Device
	must(t, crypto.StartSession(alice, bob.at, bundle))
	talk(t, alice, other)
	talk(t, alice, bob)
	if _, _, err := crypto.EncryptKey(alice, bob.at, "a key without a session", make([]byte, 32)); !errors.Is(err, crypto.ErrNoSession) {
		t.Errorf("a key without a session: %v", err)
	}
}

// A first message that was read is not read again because somebody has changed the device id in front of it, whether its
// session is under the one id or the other; and what follows stays readable.
func TestFirstMessageUnderAnotherDeviceIDIsNotReadTwice(t *testing.T) {
	for name, relabelled := range map[string]bool{"the right id first": false, "the wrong id first": true} {
		t.Run(name, func(t *testing.T) {
			alice, bob := pair(t)
			bob.session(t, alice)
			m := bob.encrypt(t, alice)
			first, second := bob.at, crypto.Address{JID: bob.at.JID, Device: bob.at.Device ^ 1}
			if relabelled {
				first, second = second, first
			}
			_, err := crypto.DecryptKey(alice, first, m.data, m.pre)
			must(t, err)
			if _, err := crypto.DecryptKey(alice, second, m.data, m.pre); !errors.Is(err, crypto.ErrDuplicateKey) {
				t.Fatalf("the same under another id: %v", err)
			}
			alice.decrypt(t, bob, bob.encrypt(t, alice))
			m = bob.encrypt(t, alice) // a later one under another id is read once too
			_, err = crypto.DecryptKey(alice, second, m.data, m.pre)
			must(t, err)
			if _, err := crypto.DecryptKey(alice, first, m.data, m.pre); !errors.Is(err, crypto.ErrDuplicateKey) {
				t.Fatalf("a later one again: %v", err)
			}
		})
	}
}

func TestForgedFirstMessageOfAnotherKeyIsTampered(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	other := another(t, bob)
	other.session(t, alice)
	m := other.encrypt(t, alice)
	m.data[len(m.data)-40] ^= 1 // inside the message, so nothing vouches for its key
	before := alice.Clone()
	if _, err := crypto.DecryptKey(alice, bob.at, m.data, m.pre); !errors.Is(err, crypto.ErrTampered) && !errors.Is(err, crypto.ErrMalformed) {
		t.Fatalf("decrypt: %v", err)
	}
	unchanged(t, before, alice, bob.at)
	talk(t, alice, bob)
}
