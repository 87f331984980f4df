package crypto

import (
	"fmt"
	"log/slog"
	"time"

	"go.mau.fi/libsignal/ecc"
)

// PreKey is an own one-time key. Private has 32 bytes. Printing one shows its id alone.
type PreKey struct {
	ID      uint32
	Private []byte
}

// NewPreKeys makes n prekeys with the ids from first on. Ids begin at 1: others take 0 for "none".
func NewPreKeys(first uint32, n int) ([]PreKey, error) {
	if first == 0 || n < 0 || uint64(first)+uint64(n) > maxDevice {
		return nil, fmt.Errorf("make prekeys: no ids from %d for %d keys", first, n)
	}
	keys := make([]PreKey, n)
	for i := range keys {
		private, err := newPrivate()
		if err != nil {
			return nil, fmt.Errorf("make prekeys: %w", err)
		}
		keys[i] = PreKey{ID: first + uint32(i), Private: private}
	}
	return keys, nil
}

// Public is the 33-byte public key.
func (p PreKey) Public() []byte { return publicOf(p.Private) }

// LogValue shows the id.
func (p PreKey) LogValue() slog.Value { return slog.AnyValue(p.ID) }

// Format shows the id, whatever the verb.
func (p PreKey) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "prekey %d", p.ID) }

// SignedPreKey is an own key of medium life, signed with the identity key. Private has 32 bytes, Signature 64. Printing
// one shows id and time alone.
type SignedPreKey struct {
	ID        uint32
	Private   []byte
	Signature []byte
	Made      time.Time
}

// NewSignedPreKey makes and signs a key. keyID begins at 1.
func NewSignedPreKey(id Identity, keyID uint32, now time.Time) (SignedPreKey, error) {
	private, err := newPrivate()
	if err != nil {
		return SignedPreKey{}, fmt.Errorf("make signed prekey: %w", err)
	}
	// XEdDSA over all 33 bytes. The top bit of the last byte carries the sign of the Edwards form of the identity key;
	// python-oldmemo takes it from there.
	signature := ecc.CalculateSignature(ecc.NewDjbECPrivateKey(id.Private), publicOf(private))
	return SignedPreKey{ID: keyID, Private: private, Signature: signature[:], Made: now}, nil
}

// Public is the 33-byte public key.
func (s SignedPreKey) Public() []byte { return publicOf(s.Private) }

// LogValue shows id and time.
func (s SignedPreKey) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("id", s.ID), slog.Time("made", s.Made))
}

// Format shows the id, whatever the verb.
func (s SignedPreKey) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "signed prekey %d", s.ID) }

func newPrivate() ([]byte, error) {
	pair, err := ecc.GenerateKeyPair()
	if err != nil {
		return nil, err
	}
	private := pair.PrivateKey().Serialize()
	return private[:], nil
}
