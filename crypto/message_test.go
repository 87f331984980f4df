package crypto_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"vouch/crypto"
	"vouch/crypto/storetest"
)

// words are the control socket's words for the errors, as the vectors use them.
var words = map[string]error{
	"malformed": crypto.ErrMalformed, "no-session": crypto.ErrNoSession, "duplicate-key": crypto.ErrDuplicateKey,
	"too-far-ahead": crypto.ErrTooFarAhead, "unknown-prekey": crypto.ErrUnknownPreKey, "tampered": crypto.ErrTampered,
}

func vectors[T any](t testing.TB, file string) (all []T) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	must(t, err)
	must(t, json.Unmarshal(b, &all))
	return all
}

type messageVector struct {
	Name, Source, Hex, Expect string
	Pre                       bool
}

func TestMessagesThatMustFail(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	talk(t, alice, bob)
	for _, v := range vectors[messageVector](t, "messages.json") {
		t.Run(v.Name, func(t *testing.T) {
			before := bob.Clone()
			if _, err := crypto.DecryptKey(bob, alice.at, unhex(t, v.Hex), v.Pre); !errors.Is(err, words[v.Expect]) {
				t.Errorf("%s: %v", v.Source, err)
			}
			unchanged(t, before, bob, alice.at)
			talk(t, alice, bob)
		})
	}
}

// field appends a protobuf field: a number or bytes.
func field(b []byte, number int, value any) []byte {
	switch v := value.(type) {
	case []byte:
		b = binary.AppendUvarint(b, uint64(number)<<3|2)
		b = binary.AppendUvarint(b, uint64(len(v)))
		return append(b, v...)
	case uint32:
		return field(b, number, uint64(v))
	case uint64:
		b = binary.AppendUvarint(b, uint64(number)<<3)
		return binary.AppendUvarint(b, v)
	}
	panic("no such field")
}

// Everything here has a valid MAC, so only the checks behind it can help.
func TestAuthenticatedMessages(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	padded := append(bytes.Clone(key), bytes.Repeat([]byte{16}, 16)...)
	type write = func(ratchet []byte, counter uint32, seal func([]byte) []byte) []byte
	plain := func(body func(seal func([]byte) []byte) []byte) write {
		return func(ratchet []byte, counter uint32, seal func([]byte) []byte) []byte {
			return field(field(field(field(nil, 1, ratchet), 2, counter), 3, uint32(0)), 4, body(seal))
		}
	}
	for _, c := range []struct {
		name string
		how  write
		want error
	}{
		{"as the library writes it", plain(func(seal func([]byte) []byte) []byte { return seal(padded) }), nil},
		{"without the previous counter", func(r []byte, n uint32, seal func([]byte) []byte) []byte {
			return field(field(field(nil, 1, r), 2, n), 4, seal(padded))
		}, nil},
		{"with the fields in another order", func(r []byte, n uint32, seal func([]byte) []byte) []byte {
			return field(field(field(nil, 4, seal(padded)), 2, n), 1, r)
		}, nil},
		{"with a field nobody knows", func(r []byte, n uint32, seal func([]byte) []byte) []byte {
			return field(field(field(field(nil, 1, r), 2, n), 4, seal(padded)), 15, []byte("new"))
		}, nil},
		{"a body of 17 bytes", plain(func(func([]byte) []byte) []byte { return make([]byte, 17) }), crypto.ErrMalformed},
		{"a body of 31 bytes", plain(func(func([]byte) []byte) []byte { return make([]byte, 31) }), crypto.ErrMalformed},
		{"a body of no bytes", plain(func(func([]byte) []byte) []byte { return []byte{} }), crypto.ErrMalformed},
		{"a body with too much padding", plain(func(seal func([]byte) []byte) []byte { return seal(bytes.Repeat([]byte{200}, 16)) }), crypto.ErrMalformed},
		{"without a ratchet key", func(_ []byte, n uint32, seal func([]byte) []byte) []byte {
			return field(field(nil, 2, n), 4, seal(padded))
		}, crypto.ErrMalformed},
		{"with the counter twice", func(r []byte, n uint32, seal func([]byte) []byte) []byte {
			return field(field(field(field(nil, 1, r), 2, n), 2, n), 4, seal(padded))
		}, crypto.ErrMalformed},
		{"with a counter over 32 bits", func(r []byte, n uint32, seal func([]byte) []byte) []byte {
			return field(field(field(nil, 1, r), 2, uint64(n)+1<<32), 4, seal(padded))
		}, crypto.ErrMalformed},
		{"with the counter as bytes", func(r []byte, _ uint32, seal func([]byte) []byte) []byte {
			return field(field(field(nil, 1, r), 2, []byte{1}), 4, seal(padded))
		}, crypto.ErrMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			alice, bob := pair(t)
			alice.session(t, bob)
			talk(t, alice, bob)
			record := alice.record(t, bob)
			before := bob.Clone()
			o, err := crypto.DecryptKey(bob, alice.at, crypto.Forge(record, c.how), false)
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v", err)
			}
			if c.want != nil {
				unchanged(t, before, bob, alice.at)
				talk(t, alice, bob)
			} else if !bytes.Equal(o.Key, key) {
				t.Fatalf("another key came out")
			}
		})
	}
}

// Any flipped bit makes a message unreadable, writes nothing, and hurts no later message.
func TestFlippedBits(t *testing.T) {
	alice, bob := pair(t)
	alice.session(t, bob)
	first := alice.encrypt(t, bob)
	flip := func(t *testing.T, m message, step int) {
		before := bob.Clone()
		for i := 0; i < len(m.data)*8; i += step {
			forged := bytes.Clone(m.data)
			forged[i/8] ^= 1 << (i % 8)
			o, err := crypto.DecryptKey(bob, alice.at, forged, m.pre)
			// The registration id of a prekey message is authenticated by nothing and used for nothing.
			if err == nil && m.pre && bytes.Equal(o.Key, m.key) {
				bob.Memory = before.Clone()
				continue
			}
			if err == nil {
				t.Fatalf("bit %d flipped and read", i)
			}
			unchanged(t, before, bob, alice.at)
		}
	}
	t.Run("of a prekey message", func(t *testing.T) { flip(t, first, 5) })
	bob.decrypt(t, alice, first)
	talk(t, bob, alice)
	later := alice.encrypt(t, bob)
	t.Run("of a message", func(t *testing.T) { flip(t, later, 1) })
	bob.decrypt(t, alice, later)
	talk(t, alice, bob)
}

func TestLowOrderPoints(t *testing.T) {
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	must(t, err)
	points := crypto.LowOrder()
	if len(points) != 7 {
		t.Fatalf("%d points", len(points))
	}
	for _, p := range points {
		for _, top := range []byte{0, 0x80} {
			p := bytes.Clone(p)
			p[32] |= top
			public, err := ecdh.X25519().NewPublicKey(p[1:])
			must(t, err)
			// The standard library refuses a shared secret of zeros, so this shows that the table has no other points.
			if _, err := private.ECDH(public); err == nil {
				t.Errorf("%x is not of low order", p)
			}
			alice, bob := pair(t)
			for name, spoil := range map[string]func(*crypto.Bundle){
				"identity":      func(b *crypto.Bundle) { b.IdentityKey = p },
				"signed prekey": func(b *crypto.Bundle) { b.SignedPreKey = p },
				"prekeys": func(b *crypto.Bundle) {
					for i := range b.PreKeys {
						b.PreKeys[i].Key = p
					}
				},
			} {
				b, err := bob.Bundle()
				must(t, err)
				spoil(&b)
				if err := crypto.StartSession(alice, bob.at, b); !errors.Is(err, crypto.ErrBadBundle) {
					t.Errorf("%s %x: %v", name, p, err)
				}
			}
		}
	}
}

// The keys inside a prekey message are checked too.
func TestPreKeyMessageKeys(t *testing.T) {
	good := append([]byte{5}, bytes.Repeat([]byte{9}, 32)...)
	inner := append(field(field(field(append([]byte{0x33}, []byte(nil)...), 1, good), 2, uint32(0)), 4, make([]byte, 16)), make([]byte, 8)...)
	for _, c := range []struct {
		name           string
		base, identity []byte
		inner          []byte
		want           error
	}{
		{"good keys of nobody", good, good, inner, crypto.ErrTampered},
		{"no base key", nil, good, inner, crypto.ErrMalformed},
		{"a base key of 1 byte", good[:1], good, inner, crypto.ErrMalformed},
		{"a base key of 32 bytes", good[:32], good, inner, crypto.ErrMalformed},
		{"a base key of 100 bytes", append(bytes.Clone(good), make([]byte, 67)...), good, inner, crypto.ErrMalformed},
		{"a base key of low order", crypto.LowOrder()[0], good, inner, crypto.ErrMalformed},
		{"no identity key", good, nil, inner, crypto.ErrMalformed},
		{"an identity key of 34 bytes", good, append(bytes.Clone(good), 0), inner, crypto.ErrMalformed},
		{"an identity key of low order", good, crypto.LowOrder()[0], inner, crypto.ErrMalformed},
		{"an identity key of another type", good, append([]byte{6}, good[1:]...), inner, crypto.ErrMalformed},
		{"no message inside", good, good, nil, crypto.ErrMalformed},
		{"a message inside of 9 bytes", good, good, inner[:9], crypto.ErrMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			bob := storetest.New(t)
			data := []byte{0x33}
			data = field(data, 5, uint32(77))
			data = field(data, 1, uint32(1))
			data = field(data, 6, uint32(1))
			for n, v := range map[int][]byte{2: c.base, 3: c.identity, 4: c.inner} {
				if v != nil {
					data = field(data, n, v)
				}
			}
			_, err := crypto.DecryptKey(bob, crypto.Address{JID: "alice@example.org", Device: 77}, data, true)
			if !errors.Is(err, c.want) {
				t.Errorf("error %v", err)
			}
			if bob.Writes != 0 {
				t.Errorf("%d writes", bob.Writes)
			}
		})
	}
	t.Run("no prekey id", func(t *testing.T) {
		data := field(field(field(field([]byte{0x33}, 6, uint32(1)), 2, good), 3, good), 4, inner)
		if _, err := crypto.DecryptKey(storetest.New(t), crypto.Address{JID: "alice@example.org", Device: 77}, data, true); !errors.Is(err, crypto.ErrMalformed) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("prekey id 0 is an unknown one", func(t *testing.T) {
		data := field(field(field(field(field([]byte{0x33}, 1, uint32(0)), 6, uint32(1)), 2, good), 3, good), 4, inner)
		if _, err := crypto.DecryptKey(storetest.New(t), crypto.Address{JID: "alice@example.org", Device: 77}, data, true); !errors.Is(err, crypto.ErrUnknownPreKey) {
			t.Errorf("error %v", err)
		}
	})
}
