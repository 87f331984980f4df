package storetest

import (
	"bytes"
	"errors"
	"slices"
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
	for _, kind := range []struct {
		name string
		get  func(crypto.Store, crypto.Address) ([]byte, error)
		put  func(crypto.Store, crypto.Address, []byte) error
	}{
		{"session", crypto.Store.Session, crypto.Store.PutSession},
		{"remote identity", crypto.Store.RemoteIdentity, crypto.Store.PutRemoteIdentity},
	} {
		t.Run("a "+kind.name+" that was never put is nil", func(t *testing.T) {
			if got, err := kind.get(open(t), alice); got != nil || err != nil {
				t.Fatalf("got %x, %v", got, err)
			}
		})
		t.Run("a "+kind.name+" belongs to one device of one JID", func(t *testing.T) {
			s := open(t)
			all := append([]crypto.Address{alice}, others...)
			for i, a := range all {
				must(t, kind.put(s, a, []byte{5, byte(i)}))
			}
			for i, a := range all {
				if got, err := kind.get(s, a); !bytes.Equal(got, []byte{5, byte(i)}) || err != nil {
					t.Errorf("%s: got %x, %v", a, got, err)
				}
			}
		})
		t.Run("a "+kind.name+" is a copy both ways", func(t *testing.T) {
			s, value := open(t), []byte{5, 6, 7}
			must(t, kind.put(s, alice, value))
			value[0] = 9
			first, _ := kind.get(s, alice)
			if !bytes.Equal(first, []byte{5, 6, 7}) {
				t.Fatalf("the store kept the caller's slice: %x", first)
			}
			first[0] = 9
			if second, _ := kind.get(s, alice); !bytes.Equal(second, []byte{5, 6, 7}) {
				t.Fatalf("the caller changed the store's slice: %x", second)
			}
		})
		t.Run("putting nil removes a "+kind.name, func(t *testing.T) {
			s := open(t)
			must(t, kind.put(s, alice, []byte{5}))
			must(t, kind.put(s, alice, nil))
			must(t, kind.put(s, alice, nil))
			if got, err := kind.get(s, alice); got != nil || err != nil {
				t.Fatalf("got %x, %v", got, err)
			}
		})
	}
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
			data, pre, err := crypto.EncryptKey(from, at, key)
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
