package trust

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"
)

// Seal encrypts and authenticates values for the place where they are stored. It is safe for use by several goroutines.
// Printing one shows nothing.
type Seal struct {
	values cipher.AEAD
	names  []byte
	macs   sync.Pool // of hash.Hash under names: a message to a group makes thousands of names
}

// newSeal derives the keys of a seal from a secret of at least 32 bytes. purpose keeps seals of different use apart.
func newSeal(secret []byte, purpose string) *Seal {
	values, err := chacha20poly1305.NewX(subkey(secret, purpose+" values"))
	if err != nil {
		panic(err) // only for a key of another length
	}
	return &Seal{values: values, names: subkey(secret, purpose+" names")}
}

func subkey(secret []byte, info string) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, "vouch "+info, chacha20poly1305.KeySize)
	if err != nil {
		panic(err) // only for more than 255 blocks
	}
	return key
}

// Format prints a fixed word, whatever the verb.
func (s *Seal) Format(f fmt.State, _ rune) { io.WriteString(f, "seal") }

// Box seals plain for the row key of the bucket path. format is that of the row; it stands in clear as the first byte of
// the result. A row costs 41 bytes more than its plain value.
func (s *Seal) Box(format byte, path string, key, plain []byte) []byte {
	nonceEnd := 1 + chacha20poly1305.NonceSizeX
	b := make([]byte, nonceEnd, nonceEnd+len(plain)+chacha20poly1305.Overhead)
	b[0] = format
	rand.Read(b[1:nonceEnd]) // never fails, as documented
	return s.values.Seal(b, b[1:nonceEnd], plain, place(format, path, key))
}

// Unbox opens what Box made for the same path and key; plain is a copy. Anything else is ErrDamaged: another place,
// another seal, or changed bytes.
func (s *Seal) Unbox(path string, key, stored []byte) (format byte, plain []byte, err error) {
	return s.UnboxTo(nil, path, key, stored)
}

// UnboxTo is Unbox behind the bytes of a buffer, which it makes larger where it has to.
func (s *Seal) UnboxTo(buffer []byte, path string, key, stored []byte) (format byte, plain []byte, err error) {
	nonceEnd := 1 + chacha20poly1305.NonceSizeX
	if len(stored) < nonceEnd+chacha20poly1305.Overhead {
		return 0, nil, fmt.Errorf("unbox row of %s: %w: %d bytes", path, ErrDamaged, len(stored))
	}
	plain, err = s.values.Open(buffer, stored[1:nonceEnd], stored[nonceEnd:], place(stored[0], path, key))
	if err != nil {
		return 0, nil, fmt.Errorf("unbox row of %s: %w", path, ErrDamaged)
	}
	return stored[0], plain, nil
}

// place is what a row is bound to. The length in front keeps path and key apart.
func place(format byte, path string, key []byte) []byte {
	b := make([]byte, 0, 1+4+len(path)+len(key))
	b = append(b, format)
	b = binary.BigEndian.AppendUint32(b, uint32(len(path)))
	b = append(b, path...)
	return append(b, key...)
}

// Name is a keyed hash of parts, for row keys that must not tell what they name. ("a", "bc") and ("ab", "c") differ.
func (s *Seal) Name(parts ...string) [16]byte {
	mac, made := s.macs.Get().(hash.Hash)
	if !made {
		mac = hmac.New(sha256.New, s.names)
	}
	defer s.macs.Put(mac)
	mac.Reset()
	var size [4]byte
	for _, p := range parts {
		binary.BigEndian.PutUint32(size[:], uint32(len(p)))
		mac.Write(size[:])
		io.WriteString(mac, p)
	}
	return [16]byte(mac.Sum(nil))
}

// Chat is the seal of one chat, made from its own random key of at least 32 bytes alone: values and names. Whoever loses
// the key can no longer read the chat, also with the master key. history keeps it sealed in the chat's row.
func (s *Seal) Chat(chatKey []byte) *Seal { return newSeal(chatKey, "chat") }
