package storetest

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"vouch/crypto"
)

// Own is what the suite needs beside the Store: the bundle that belongs to it.
type Own interface {
	crypto.Store
	Bundle() (crypto.Bundle, error)
}

// Run checks the contract of crypto.Store. open gives a store with new own keys: an identity, at least two prekeys and a
// signed prekey. It is called once for each test and may use t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) Own) {
	alice := crypto.Address{JID: "alice@example.org", Device: 1}
	others := []crypto.Address{
		{JID: "alice@example.org", Device: 2},
		{JID: "alice@example.org", Device: 11},
		{JID: "alice@example.or", Device: 1},
		{JID: "alice@example.org/1", Device: 1},
		{JID: "alice@example.org1", Device: 1},
		{JID: "bob@example.org", Device: 1},
	}
	one, two := strings.Repeat("01", 32), strings.Repeat("02", 32) // fingerprints
	record := func(t *testing.T, s crypto.Store, a crypto.Address, fingerprint string) []byte {
		t.Helper()
		all, err := s.Sessions(a)
		must(t, err)
		for _, got := range all {
			if got.Device != a.Device {
				t.Errorf("a session of device %d among those with %s", got.Device, a)
			}
			if got.Fingerprint == fingerprint {
				return got.Record
			}
		}
		return nil
	}
	t.Run("a session that was never put is not there", func(t *testing.T) {
		s := open(t)
		at, err := s.Sessions(alice)
		must(t, err)
		under, err := s.SessionsUnder(alice.JID, one)
		must(t, err)
		if len(at)+len(under) != 0 {
			t.Fatalf("got %d and %d", len(at), len(under))
		}
	})
	t.Run("a session belongs to one key of one device of one JID", func(t *testing.T) {
		s := open(t)
		all := append([]crypto.Address{alice}, others...)
		for i, a := range all {
			must(t, s.PutSession(a, one, []byte{1, byte(i)}))
			must(t, s.PutSession(a, two, []byte{2, byte(i)}))
		}
		for i, a := range all {
			if first, second := record(t, s, a, one), record(t, s, a, two); !bytes.Equal(first, []byte{1, byte(i)}) || !bytes.Equal(second, []byte{2, byte(i)}) {
				t.Errorf("%s: got %x and %x", a, first, second)
			}
		}
	})
	t.Run("the sessions under a key are those of all devices of the JID", func(t *testing.T) {
		s := open(t)
		for _, a := range append([]crypto.Address{alice}, others...) {
			must(t, s.PutSession(a, one, []byte{byte(a.Device)}))
		}
		must(t, s.PutSession(alice, two, []byte{9}))
		all, err := s.SessionsUnder(alice.JID, one)
		must(t, err)
		var devices []uint32
		for _, got := range all {
			devices = append(devices, got.Device)
			if got.Fingerprint != one || !bytes.Equal(got.Record, []byte{byte(got.Device)}) {
				t.Errorf("device %d: key %q, record %x", got.Device, got.Fingerprint, got.Record)
			}
		}
		if slices.Sort(devices); !slices.Equal(devices, []uint32{1, 2, 11}) {
			t.Errorf("devices %v", devices)
		}
	})
	t.Run("a session is a copy both ways", func(t *testing.T) {
		s, value := open(t), []byte{5, 6, 7}
		must(t, s.PutSession(alice, one, value))
		value[0] = 9
		first := record(t, s, alice, one)
		if !bytes.Equal(first, []byte{5, 6, 7}) {
			t.Fatalf("the store kept the caller's slice: %x", first)
		}
		first[0] = 9
		if second := record(t, s, alice, one); !bytes.Equal(second, []byte{5, 6, 7}) {
			t.Fatalf("the caller changed the store's slice: %x", second)
		}
	})
	t.Run("putting nil removes one session alone", func(t *testing.T) {
		s := open(t)
		must(t, s.PutSession(alice, one, []byte{5}))
		must(t, s.PutSession(alice, two, []byte{6}))
		must(t, s.PutSession(alice, one, nil))
		must(t, s.PutSession(alice, one, nil))
		if first, second := record(t, s, alice, one), record(t, s, alice, two); first != nil || second == nil {
			t.Fatalf("got %x and %x", first, second)
		}
	})
	t.Run("the bundle can be checked and is of the identity", func(t *testing.T) {
		s := open(t)
		b, err := s.Bundle()
		must(t, err)
		must(t, b.Check())
		id, err := s.Identity()
		must(t, err)
		if id.Device != b.Device || !bytes.Equal(id.Public(), b.IdentityKey) {
			t.Fatalf("identity %v, bundle of device %d", id, b.Device)
		}
		for _, p := range b.PreKeys {
			k, err := s.PreKey(p.ID)
			must(t, err)
			if k.ID != p.ID || !bytes.Equal(k.Public(), p.Key) {
				t.Errorf("prekey %d is another in the bundle", p.ID)
			}
		}
		k, err := s.SignedPreKey(b.SignedPreKeyID)
		must(t, err)
		if k.ID != b.SignedPreKeyID || !bytes.Equal(k.Public(), b.SignedPreKey) {
			t.Error("the signed prekey is another in the bundle")
		}
	})
	t.Run("a used prekey leaves the bundle and keeps its private part", func(t *testing.T) {
		s := open(t)
		before, err := s.Bundle()
		must(t, err)
		id := before.PreKeys[0].ID
		must(t, s.UsePreKey(id))
		must(t, s.UsePreKey(id))
		after, err := s.Bundle()
		must(t, err)
		if slices.ContainsFunc(after.PreKeys, func(p crypto.PublicPreKey) bool { return p.ID == id }) {
			t.Error("still in the bundle")
		}
		if len(after.PreKeys) != len(before.PreKeys)-1 {
			t.Errorf("%d prekeys before, %d after", len(before.PreKeys), len(after.PreKeys))
		}
		k, err := s.PreKey(id)
		must(t, err)
		if !bytes.Equal(k.Public(), before.PreKeys[0].Key) {
			t.Error("another key")
		}
	})
	t.Run("unknown ids are ErrUnknownPreKey", func(t *testing.T) {
		s := open(t)
		for _, id := range []uint32{0, 1 << 30, 1<<32 - 1} {
			if _, err := s.PreKey(id); !errors.Is(err, crypto.ErrUnknownPreKey) {
				t.Errorf("PreKey(%d): %v", id, err)
			}
			if err := s.UsePreKey(id); !errors.Is(err, crypto.ErrUnknownPreKey) {
				t.Errorf("UsePreKey(%d): %v", id, err)
			}
			if _, err := s.SignedPreKey(id); !errors.Is(err, crypto.ErrUnknownPreKey) {
				t.Errorf("SignedPreKey(%d): %v", id, err)
			}
		}
	})
	t.Run("two stores talk", func(t *testing.T) {
		a, b := open(t), open(t)
		aa, ba := Addresses(t, a, b)
		bundle, err := b.Bundle()
		must(t, err)
		must(t, crypto.StartSession(a, ba, bundle))
		for i := range 4 {
			from, to, at, of := a, b, ba, aa
			if i%2 == 1 {
				from, to, at, of = b, a, aa, ba
			}
			key, err := crypto.NewTransportKey()
			must(t, err)
			id, err := to.Identity()
			must(t, err)
			data, pre, err := crypto.EncryptKey(from, at, id.Fingerprint(), key)
			must(t, err)
			o, err := crypto.DecryptKey(to, of, data, pre)
			must(t, err)
			if !bytes.Equal(o.Key, key) || o.NewSession != (i == 0) || pre != (i == 0) {
				t.Fatalf("message %d: %v, new session %t, prekey message %t", i, o, o.NewSession, pre)
			}
		}
	})
}

// Addresses are those of alice's device a and bob's device b.
func Addresses(t testing.TB, a, b crypto.Store) (alice, bob crypto.Address) {
	t.Helper()
	ai, err := a.Identity()
	must(t, err)
	bi, err := b.Identity()
	must(t, err)
	return crypto.Address{JID: "alice@example.org", Device: ai.Device}, crypto.Address{JID: "bob@example.org", Device: bi.Device}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
