package crypto_test

import (
	"errors"
	"testing"

	"go.mau.fi/libsignal/ecc"

	"vouch/crypto"
)

// forgedFirst is a first message to d that is well formed and not authentic, with as many missing before it.
func forgedFirst(t testing.TB, d *device, missing uint32) []byte {
	t.Helper()
	b, err := d.Bundle()
	must(t, err)
	public := func() []byte {
		pair, err := ecc.GenerateKeyPair()
		must(t, err)
		return pair.PublicKey().Serialize()
	}
	inner := append(field(field(field([]byte{0x33}, 1, public()), 2, missing), 4, make([]byte, 16)), make([]byte, 8)...)
	first := field(field(field(field([]byte{0x33}, 1, b.PreKeys[0].ID), 2, public()), 3, public()), 4, inner)
	return field(field(first, 5, uint32(7)), 6, b.SignedPreKeyID)
}

// What an attempt costs is counted, and ends at the limit; nothing is written then, and with a higher one the message is
// read.
func TestWorkIsLimited(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	first := alice.encrypt(t, bob)
	var late message
	for range 300 {
		late = alice.encrypt(t, bob)
	}
	for range 40 {
		bob.session(t, alice)
	}
	stranger := crypto.Address{JID: "mallory@example.org", Device: 7}
	for _, c := range []struct {
		name        string
		from        crypto.Address
		data        []byte
		pre         bool
		least, most int // of what it costs
		want        error
	}{
		{"a forged first message", stranger, forgedFirst(t, bob, 0), true, 500, crypto.OrdinaryWork, crypto.ErrTampered},
		{"a forged one with many missing", stranger, forgedFirst(t, bob, 2000), true, 2500, 3000, crypto.ErrTampered},
		{"one with too many missing", stranger, forgedFirst(t, bob, 2001), true, 400, crypto.OrdinaryWork, crypto.ErrTooFarAhead},
		{"an unknown prekey", stranger, forgedFirst(t, alice, 2000)[:40], true, 0, 0, crypto.ErrMalformed},
		{"an authentic one with many missing", alice.at, late.data, true, 2000, 3000, nil},
		{"an authentic first one", alice.at, first.data, true, 500, crypto.OrdinaryWork, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &device{bob.Clone(), bob.at}
			for limit := 0; limit < c.least; limit += 100 {
				w := crypto.Work{Limit: limit}
				if _, err := w.DecryptKey(d, c.from, c.data, c.pre); !errors.Is(err, crypto.ErrTooCostly) || w.Spent > limit {
					t.Fatalf("limit %d: %v, spent %d", limit, err, w.Spent)
				}
			}
			unchanged(t, bob.Memory, d, c.from)
			w := crypto.Work{Limit: crypto.MostWork}
			if _, err := w.DecryptKey(d, c.from, c.data, c.pre); !errors.Is(err, c.want) || w.Spent < c.least || w.Spent > c.most {
				t.Errorf("%v, spent %d", err, w.Spent)
			}
		})
	}
}

// A forged message is tried against no more archived sessions than it is worth, and the session goes on.
func TestForgedMessageAgainstManySessions(t *testing.T) {
	alice, bob := pair(t)
	for range 41 {
		alice.session(t, bob)
	}
	ratchet, err := ecc.GenerateKeyPair()
	must(t, err)
	forged := func(counter uint32) []byte {
		return append(field(field(field([]byte{0x33}, 1, ratchet.PublicKey().Serialize()), 2, counter), 4, make([]byte, 16)), make([]byte, 8)...)
	}
	for counter, want := range map[uint32]error{0: crypto.ErrNoSession, 16: crypto.ErrNoSession, 2000: crypto.ErrTooCostly} {
		w := crypto.Work{Limit: crypto.MostWork}
		if _, err := w.DecryptKey(alice, bob.at, forged(counter), false); !errors.Is(err, want) || w.Spent > crypto.MostWork {
			t.Errorf("%d missing: %v, spent %d", counter, err, w.Spent)
		}
	}
	talk(t, alice, bob)
}
