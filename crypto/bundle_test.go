package crypto_test

import (
	"bytes"
	"errors"
	"testing"

	"vouch/crypto"
)

func TestCheckBundle(t *testing.T) {
	alice, bob := pair(t)
	for _, c := range []struct {
		name  string
		spoil func(b *crypto.Bundle)
		good  bool
	}{
		{"as published", func(*crypto.Bundle) {}, true},
		{"with one usable prekey", func(b *crypto.Bundle) {
			for i := range b.PreKeys[1:] {
				b.PreKeys[i].Key = b.PreKeys[i].Key[1:]
			}
		}, true},
		{"with prekey id 0 alone", func(b *crypto.Bundle) { b.PreKeys = []crypto.PublicPreKey{{ID: 0, Key: b.PreKeys[0].Key}} }, true},
		{"of device 0", func(b *crypto.Bundle) { b.Device = 0 }, false},
		{"without prekeys", func(b *crypto.Bundle) { b.PreKeys = nil }, false},
		{"with bad prekeys alone", func(b *crypto.Bundle) {
			for i := range b.PreKeys {
				b.PreKeys[i].Key = append(b.PreKeys[i].Key, 0)
			}
		}, false},
		{"without identity", func(b *crypto.Bundle) { b.IdentityKey = nil }, false},
		{"with an identity of 32 bytes", func(b *crypto.Bundle) { b.IdentityKey = b.IdentityKey[1:] }, false},
		{"with an identity of 34 bytes", func(b *crypto.Bundle) { b.IdentityKey = append(b.IdentityKey, 0) }, false},
		{"with an identity of another type", func(b *crypto.Bundle) { b.IdentityKey[0] = 6 }, false},
		{"with another identity", func(b *crypto.Bundle) { b.IdentityKey[9] ^= 1 }, false},
		{"without signed prekey", func(b *crypto.Bundle) { b.SignedPreKey = nil }, false},
		{"with a signed prekey of 32 bytes", func(b *crypto.Bundle) { b.SignedPreKey = b.SignedPreKey[1:] }, false},
		{"with another signed prekey", func(b *crypto.Bundle) { b.SignedPreKey = b.PreKeys[0].Key }, false},
		{"without signature", func(b *crypto.Bundle) { b.Signature = nil }, false},
		{"with a signature of 63 bytes", func(b *crypto.Bundle) { b.Signature = b.Signature[:63] }, false},
		{"with a signature of 65 bytes", func(b *crypto.Bundle) { b.Signature = append(b.Signature, 0) }, false},
		{"with a changed signature", func(b *crypto.Bundle) { b.Signature[5] ^= 1 }, false},
		{"with another sign bit in the signature", func(b *crypto.Bundle) { b.Signature[63] ^= 0x80 }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := bob.Bundle()
			must(t, err)
			c.spoil(&b)
			err = b.Check()
			if c.good && err != nil || !c.good && !errors.Is(err, crypto.ErrBadBundle) {
				t.Errorf("check: %v", err)
			}
			a := alice.Clone()
			at := crypto.Address{JID: bob.at.JID, Device: b.Device}
			err = crypto.StartSession(a, at, b)
			if c.good && err != nil || !c.good && !errors.Is(err, crypto.ErrBadBundle) {
				t.Errorf("start: %v", err)
			}
			if !c.good && a.Writes != alice.Writes {
				t.Error("something was written")
			}
		})
	}
	t.Run("of another device", func(t *testing.T) {
		b, err := bob.Bundle()
		must(t, err)
		if err := crypto.StartSession(alice, crypto.Address{JID: bob.at.JID, Device: bob.at.Device ^ 1}, b); !errors.Is(err, crypto.ErrBadBundle) {
			t.Errorf("start: %v", err)
		}
	})
}

// Half of all identity keys have the sign bit set; signatures must fit for both.
func TestSignaturesOfBothSigns(t *testing.T) {
	var signs [2]int
	for range 40 {
		alice, _ := pair(t)
		b, err := alice.Bundle()
		must(t, err)
		must(t, b.Check())
		signs[b.Signature[63]>>7]++
	}
	if signs[0] == 0 || signs[1] == 0 {
		t.Errorf("signs %v", signs)
	}
}

func TestARandomPreKeyIsTaken(t *testing.T) {
	_, bob := pair(t)
	taken := map[uint32]bool{}
	for range 60 {
		alice, _ := pair(t)
		alice.session(t, bob)
		m := alice.encrypt(t, bob)
		o, err := crypto.DecryptKey(&device{Memory: bob.Clone()}, alice.at, m.data, m.pre)
		must(t, err)
		taken[o.UsedPreKey] = true
	}
	if len(taken) < 10 {
		t.Errorf("only %d of 20 prekeys in 60 sessions", len(taken))
	}
}

func TestNewKeys(t *testing.T) {
	seen := map[uint32]bool{}
	for range 200 {
		id, err := crypto.NewIdentity([]uint32{1, 2, 3})
		must(t, err)
		if id.Device == 0 || id.Device > 1<<31-1 || seen[id.Device] {
			t.Fatalf("device id %d", id.Device)
		}
		seen[id.Device] = true
		b, err := id.MarshalBinary()
		must(t, err)
		var again crypto.Identity
		must(t, again.UnmarshalBinary(b))
		if again != id || again.Fingerprint() != crypto.Fingerprint(id.Public()) {
			t.Fatal("identity does not read back")
		}
		if err := again.UnmarshalBinary(b[1:]); !errors.Is(err, crypto.ErrMalformed) {
			t.Fatalf("short identity: %v", err)
		}
	}
	keys, err := crypto.NewPreKeys(41, 3)
	must(t, err)
	if len(keys) != 3 || keys[0].ID != 41 || keys[2].ID != 43 || bytes.Equal(keys[0].Private, keys[1].Private) || len(keys[0].Public()) != 33 {
		t.Errorf("keys %v", keys)
	}
	for _, c := range []struct {
		first uint32
		n     int
	}{{0, 1}, {1, -1}, {1<<31 - 1, 1}, {1<<32 - 1, 2}} {
		if _, err := crypto.NewPreKeys(c.first, c.n); err == nil {
			t.Errorf("%d keys from %d", c.n, c.first)
		}
	}
}
