package crypto

import (
	"crypto/rand"
	"fmt"
	"math/big"

	"go.mau.fi/libsignal/ecc"
)

// signatureSize is the length of a signed prekey's signature.
const signatureSize = 64

// Bundle is what a device publishes so that others can begin sessions with it (XEP-0384 v0.3.0 §4.3). Keys have 33
// bytes. A Bundle from the network is unchecked.
type Bundle struct {
	Device         uint32
	IdentityKey    []byte
	SignedPreKeyID uint32
	SignedPreKey   []byte
	Signature      []byte
	PreKeys        []PublicPreKey
}

// PublicPreKey is a prekey as others see it.
type PublicPreKey struct {
	ID  uint32
	Key []byte
}

// Check says whether a session can be built: keys of 33 bytes that begin with 0x05 and are of full order, a signed prekey
// with a valid signature, and at least one usable prekey. Unusable prekeys beside a usable one do no harm. The error is an
// ErrBadBundle.
func (b Bundle) Check() error {
	if err := b.checkSigned(); err != nil {
		return fmt.Errorf("check bundle of device %d: %w: %w", b.Device, ErrBadBundle, err)
	}
	if len(b.usable()) == 0 {
		return fmt.Errorf("check bundle of device %d: %w: none of %d prekeys is usable", b.Device, ErrBadBundle, len(b.PreKeys))
	}
	return nil
}

func (b Bundle) checkSigned() error {
	if b.Device == 0 {
		return fmt.Errorf("device id 0")
	}
	identity, err := point(b.IdentityKey)
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	if err := checkKey(b.SignedPreKey); err != nil {
		return fmt.Errorf("signed prekey: %w", err)
	}
	if len(b.Signature) != signatureSize {
		return fmt.Errorf("signature of %d bytes", len(b.Signature))
	}
	if !ecc.VerifySignature(identity, b.SignedPreKey, [signatureSize]byte(b.Signature)) {
		return fmt.Errorf("signature does not fit")
	}
	return nil
}

// usable are the prekeys that can be used; those with id 0 only when there is no other, because some libraries take it
// for "none".
func (b Bundle) usable() []PublicPreKey {
	var good, zero []PublicPreKey
	for _, p := range b.PreKeys {
		switch {
		case checkKey(p.Key) != nil:
		case p.ID == 0:
			zero = append(zero, p)
		default:
			good = append(good, p)
		}
	}
	if len(good) == 0 {
		return zero
	}
	return good
}

// pick is a random usable prekey: two senders with the same bundle shall rarely meet.
func (b Bundle) pick() (PublicPreKey, error) {
	usable := b.usable()
	if len(usable) == 0 {
		return PublicPreKey{}, ErrBadBundle
	}
	n, err := rand.Int(rand.Reader, big.NewInt(int64(len(usable))))
	if err != nil {
		return PublicPreKey{}, fmt.Errorf("pick prekey: %w", err)
	}
	return usable[n.Int64()], nil
}
