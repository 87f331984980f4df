package crypto

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
)

// maxDevice is the largest device id (XEP-0384 v0.3.0 §4.1: between 1 and 2^31-1).
const maxDevice = 1<<31 - 1

// Identity is the own long-term key and the device id that goes with it. Printing one shows the fingerprint alone.
type Identity struct {
	Device  uint32
	Private [32]byte
}

// NewIdentity makes a key and a random device id from 1 to 2^31-1 that is not in taken.
func NewIdentity(taken []uint32) (Identity, error) {
	pair, err := ecc.GenerateKeyPair()
	if err != nil {
		return Identity{}, fmt.Errorf("make identity: %w", err)
	}
	id := Identity{Private: pair.PrivateKey().Serialize()}
	for id.Device == 0 || slices.Contains(taken, id.Device) {
		var b [4]byte
		if _, err := io.ReadFull(rand.Reader, b[:]); err != nil {
			return Identity{}, fmt.Errorf("make device id: %w", err)
		}
		id.Device = binary.BigEndian.Uint32(b[:]) & maxDevice
	}
	return id, nil
}

// Public is the 33-byte identity key.
func (i Identity) Public() []byte { return publicOf(i.Private[:]) }

// Fingerprint is the fingerprint of the identity key.
func (i Identity) Fingerprint() string { return Fingerprint(i.Public()) }

// LogValue shows device id and fingerprint.
func (i Identity) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("device", i.Device), slog.String("fingerprint", i.Fingerprint()))
}

// Format shows device id and fingerprint, whatever the verb.
func (i Identity) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "identity %d %s", i.Device, i.Fingerprint())
}

// MarshalBinary is the form for a store: the device id in 4 bytes, big endian, and the 32 bytes of the private key.
func (i Identity) MarshalBinary() ([]byte, error) {
	return append(binary.BigEndian.AppendUint32(nil, i.Device), i.Private[:]...), nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (i *Identity) UnmarshalBinary(b []byte) error {
	if len(b) != 4+32 {
		return fmt.Errorf("read identity: %w: %d bytes", ErrMalformed, len(b))
	}
	i.Device = binary.BigEndian.Uint32(b)
	copy(i.Private[:], b[4:])
	return nil
}

// pair is the identity in the library's form.
func (i Identity) pair() *identity.KeyPair {
	p := ecc.CreateKeyPair(i.Private[:])
	return identity.NewKeyPair(identity.NewKey(p.PublicKey()), p.PrivateKey())
}
