package crypto_test

import (
	"bytes"
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

// device is one end of a session in a test.
type device struct {
	*storetest.Memory
	at crypto.Address
}

// message is a key message on its way.
type message struct {
	key  []byte
	data []byte
	pre  bool
}

func pair(t testing.TB) (alice, bob *device) {
	t.Helper()
	alice, bob = &device{Memory: storetest.New(t)}, &device{Memory: storetest.New(t)}
	alice.at, bob.at = storetest.Addresses(t, alice, bob)
	return alice, bob
}

func (d *device) fingerprint(t testing.TB) string {
	t.Helper()
	id, err := d.Identity()
	must(t, err)
	return id.Fingerprint()
}

// record is the stored session of d with another device, or nil.
func (d *device) record(t testing.TB, with *device) []byte {
	t.Helper()
	all, err := d.Sessions(with.at)
	must(t, err)
	for _, s := range all {
		if s.Fingerprint == with.fingerprint(t) {
			return s.Record
		}
	}
	return nil
}

// session begins a session from one device to another.
func (d *device) session(t testing.TB, to *device) {
	t.Helper()
	b, err := to.Bundle()
	must(t, err)
	must(t, crypto.StartSession(d, to.at, b))
}

func (d *device) encrypt(t testing.TB, to *device) message {
	t.Helper()
	return d.encryptFor(t, to.at, to.fingerprint(t))
}

func (d *device) encryptFor(t testing.TB, at crypto.Address, fingerprint string) message {
	t.Helper()
	key, err := crypto.NewTransportKey()
	must(t, err)
	data, pre, err := crypto.EncryptKey(d, at, fingerprint, key)
	must(t, err)
	return message{key, data, pre}
}

func (d *device) decrypt(t testing.TB, from *device, m message) crypto.Opened {
	t.Helper()
	o, err := crypto.DecryptKey(d, from.at, m.data, m.pre)
	must(t, err)
	if !bytes.Equal(o.Key, m.key) {
		t.Fatalf("another key came out")
	}
	id, err := from.Identity()
	must(t, err)
	if !bytes.Equal(o.Identity, id.Public()) {
		t.Fatalf("identity %x", o.Identity)
	}
	return o
}

// talk carries one message there and one back.
func talk(t testing.TB, a, b *device) {
	t.Helper()
	b.decrypt(t, a, a.encrypt(t, b))
	a.decrypt(t, b, b.encrypt(t, a))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
