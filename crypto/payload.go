package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"io"
)

const (
	payloadKeySize = 16 // AES-128, XEP-0384 v0.3.0 §4.4
	payloadTagSize = 16
	payloadIVSize  = 12
	payloadKeyAll  = payloadKeySize + payloadTagSize
	longIVSize     = 16 // what older clients write
)

// Payload is an encrypted text. Key holds the 16 bytes of the AES key and the 16 of the tag; it goes into EncryptKey for
// each device and nowhere else. Printing a Payload shows its size alone.
type Payload struct {
	IV         []byte
	Ciphertext []byte
	Key        []byte
}

// Format shows the size, whatever the verb.
func (p Payload) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "payload of %d bytes", len(p.Ciphertext))
}

// SealPayload encrypts a text under a new random key.
func SealPayload(plaintext []byte) (Payload, error) {
	random := make([]byte, payloadKeySize+payloadIVSize)
	if _, err := io.ReadFull(rand.Reader, random); err != nil {
		return Payload{}, fmt.Errorf("make payload key: %w", err)
	}
	key, iv := random[:payloadKeySize:payloadKeySize], random[payloadKeySize:]
	gcm, err := payloadCipher(key, payloadIVSize)
	if err != nil {
		return Payload{}, fmt.Errorf("seal payload: %w", err)
	}
	sealed := gcm.Seal(nil, iv, plaintext, nil)
	// The tag travels inside the ratchet, not behind the ciphertext: only so does it authenticate to each device.
	n := len(plaintext)
	return Payload{IV: iv, Ciphertext: sealed[:n:n], Key: append(key, sealed[n:]...)}, nil
}

// OpenPayload decrypts a text with the 32 bytes that came out of DecryptKey. A bare 16-byte key, whose tag would be
// outside the ratchet, is refused. Errors: ErrMalformed, ErrTampered.
func OpenPayload(key, iv, ciphertext []byte) ([]byte, error) {
	if len(key) != payloadKeyAll {
		return nil, fmt.Errorf("open payload: %w: key of %d bytes", ErrMalformed, len(key))
	}
	if len(iv) != payloadIVSize && len(iv) != longIVSize {
		return nil, fmt.Errorf("open payload: %w: iv of %d bytes", ErrMalformed, len(iv))
	}
	gcm, err := payloadCipher(key[:payloadKeySize], len(iv))
	if err != nil {
		return nil, fmt.Errorf("open payload: %w", err)
	}
	sealed := make([]byte, 0, len(ciphertext)+payloadTagSize)
	sealed = append(append(sealed, ciphertext...), key[payloadKeySize:]...)
	plaintext, err := gcm.Open(sealed[:0], iv, sealed, nil)
	if err != nil {
		return nil, fmt.Errorf("open payload: %w", ErrTampered)
	}
	return plaintext, nil
}

// NewTransportKey makes the 32 random bytes that a key transport carries: a message without payload, which only moves
// the ratchet.
func NewTransportKey() ([]byte, error) {
	key := make([]byte, payloadKeyAll)
	if _, err := io.ReadFull(rand.Reader, key); err != nil {
		return nil, fmt.Errorf("make transport key: %w", err)
	}
	return key, nil
}

func payloadCipher(key []byte, ivSize int) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithNonceSize(block, ivSize)
}
