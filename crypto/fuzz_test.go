package crypto_test

import (
	"bytes"
	"testing"

	"vouch/crypto"
)

func FuzzDecryptKey(f *testing.F) {
	alice, bob := pair(f)
	alice.session(f, bob)
	first := alice.encrypt(f, bob)
	f.Add(first.data, true)
	for _, v := range vectors[messageVector](f, "messages.json") {
		f.Add(unhex(f, v.Hex), v.Pre)
	}
	bob.decrypt(f, alice, first)
	alice.decrypt(f, bob, bob.encrypt(f, alice))
	later := alice.encrypt(f, bob)
	f.Add(later.data, false)
	f.Fuzz(func(t *testing.T, data []byte, pre bool) {
		b := bob.Clone()
		o, err := crypto.DecryptKey(b, alice.at, data, pre)
		if err != nil && b.Writes != bob.Writes {
			t.Fatalf("%d writes after %v", b.Writes-bob.Writes, err)
		}
		if err == nil && !bytes.Equal(o.Key, later.key) {
			t.Fatal("a message that nobody wrote was read")
		}
	})
}

func FuzzBundle(f *testing.F) {
	alice, bob := pair(f)
	good, err := bob.Bundle()
	must(f, err)
	f.Add(good.IdentityKey, good.SignedPreKey, good.Signature, good.PreKeys[0].Key, uint32(1))
	f.Add([]byte{}, []byte{5}, []byte{}, []byte{}, uint32(0))
	f.Fuzz(func(t *testing.T, identity, signed, signature, once []byte, id uint32) {
		a := alice.Clone()
		b := crypto.Bundle{
			Device: bob.at.Device, IdentityKey: identity, SignedPreKeyID: id, SignedPreKey: signed, Signature: signature,
			PreKeys: []crypto.PublicPreKey{{ID: id, Key: once}},
		}
		check, start := b.Check(), crypto.StartSession(a, bob.at, b)
		if (check == nil) != (start == nil) {
			t.Fatalf("check %v, start %v", check, start)
		}
		if start != nil && a.Writes != alice.Writes {
			t.Fatal("a refused bundle changed the store")
		}
	})
}

func FuzzRecord(f *testing.F) {
	alice, bob := pair(f)
	alice.session(f, bob)
	f.Add(alice.record(f, bob))
	talk(f, alice, bob)
	f.Add(alice.record(f, bob))
	f.Add(bob.record(f, alice))
	alice.session(f, bob)
	for range 3 {
		alice.encrypt(f, bob)
	}
	bob.decrypt(f, alice, alice.encrypt(f, bob))
	f.Add(bob.record(f, alice))
	key := alice.fingerprint(f)
	m := alice.encrypt(f, bob)
	f.Fuzz(func(t *testing.T, stored []byte) {
		b := bob.Clone()
		must(t, b.PutSession(alice.at, key, stored))
		if n, err := crypto.DecodeAll(stored); err == nil {
			again, err := crypto.EncodeAgain(stored)
			must(t, err)
			if m, err := crypto.DecodeAll(again); err != nil || m != n {
				t.Fatalf("%d states, then %d, %v", n, m, err)
			}
		}
		// None of these may panic, whatever they say.
		crypto.HasSession(b, alice.at, key)
		crypto.EncryptKey(b, alice.at, key, m.key)
		crypto.DecryptKey(b, alice.at, m.data, m.pre)
	})
}

func FuzzFingerprint(f *testing.F) {
	for _, v := range vectors[fingerprintVector](f, "fingerprints.json") {
		f.Add(v.Text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fp, err := crypto.ParseFingerprint(s)
		if err != nil {
			return
		}
		if again, err := crypto.ParseFingerprint(fp); err != nil || again != fp || len(fp) != 64 {
			t.Fatalf("%q: %q, then %q, %v", s, fp, again, err)
		}
		key, err := crypto.PublicKey(fp)
		if err != nil || crypto.Fingerprint(key) != fp {
			t.Fatalf("%q: key %x, %v", s, key, err)
		}
	})
}
