package keyfile

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"

	"golang.org/x/crypto/chacha20poly1305"
)

// wrap encrypts the master key for a new slot, whose other fields are set, and makes the slot's body.
func (s *slot) wrap(profile ID, with Secret, master []byte) error {
	s.salt, s.nonce = randomBytes(saltSize), randomBytes(chacha20poly1305.NonceSizeX)
	material, err := with.ways().settle(profile, s)
	if err != nil {
		return err
	}
	s.bound = s.appendBound(nil)
	s.wrapped = s.aead(material).Seal(nil, s.nonce, master, s.place(profile))
	return nil
}

// unwrap is the master key, if the secret is that of the slot. Errors: ErrWrongSecret, ErrCost, and those of the functions that
// Keyring and DPAPI were given.
func (s *slot) unwrap(profile ID, by Secret) ([]byte, error) {
	material, err := by.ways().material(profile, s)
	if err != nil {
		return nil, err
	}
	master, err := s.aead(material).Open(nil, s.nonce, s.wrapped, s.place(profile))
	if err != nil {
		return nil, ErrWrongSecret
	}
	return master, nil
}

// place is what the wrapped key is bound to: the head of the file, and all of the slot that stands before it. Other slots are not
// part of it, since they change while the secret of this one is not at hand; the code at the end of the file has them.
func (s *slot) place(profile ID) []byte { return append(appendHead(nil, profile), s.bound...) }

// aead encrypts under the key of the slot, and overwrites what that is derived from.
func (s *slot) aead(material []byte) cipher.AEAD {
	defer clear(material)
	key := derive(material, s.salt, "key file slot "+s.Kind.String())
	defer clear(key)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic(err) // only for a key of another length
	}
	return aead
}

// listKey is the key of the code over the list.
func listKey(master []byte) []byte { return derive(master, nil, "key file list") }

// encode is the file, with the code over the list that the key makes.
func (l *list) encode(key []byte) []byte {
	l.code = l.sign(key)
	b := append(l.appendSlots(nil), l.code[:]...)
	return append(b, sum(b, sumSize)...)
}

// sign is the code over the list of slots.
func (l *list) sign(key []byte) (code [sha256.Size]byte) {
	mac := hmac.New(sha256.New, key)
	mac.Write(l.appendSlots(nil))
	mac.Sum(code[:0])
	return code
}

// signed says whether the list is one that was made by somebody with the master key.
func (l *list) signed(key []byte) bool {
	code := l.sign(key)
	return hmac.Equal(code[:], l.code[:])
}

func derive(secret, salt []byte, info string) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, "vouch "+info, chacha20poly1305.KeySize)
	if err != nil {
		panic(err) // only for more than 255 blocks
	}
	return key
}
