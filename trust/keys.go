package trust

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"vouch/crypto"
)

// BundleSize is how many prekeys a bundle has when it is full (XEP-0384 v0.3.0 §4.3).
const BundleSize = 100

var identityRow = []byte("identity")

// preKeyRow has the public part too: a bundle is made from a hundred of them.
type preKeyRow struct {
	Private []byte
	Public  []byte
	Made    time.Time `json:",omitzero"` // zero in files of Vouch 0.1.0
	Used    time.Time `json:",omitzero"` // zero while it is in the bundle
}

type signedRow struct {
	Private   []byte
	Signature []byte
	Made      time.Time
}

// CreateOwn makes the account's keys: identity, device id not in taken, BundleSize prekeys and a signed prekey. It does
// nothing when they are there.
func (s *Store) CreateOwn(taken []uint32, now time.Time) error {
	_, found, err := s.Own()
	if err != nil || found {
		return err
	}
	id, err := crypto.NewIdentity(taken)
	if err != nil {
		return err
	}
	plain, err := id.MarshalBinary()
	if err != nil {
		return err
	}
	if err := s.put(ownTable, identityRow, plain); err != nil {
		return fmt.Errorf("create own keys: %w", err)
	}
	if err := s.addSigned(id, now); err != nil {
		return err
	}
	_, err = s.Refill(BundleSize, now)
	return err
}

// Own is the account's identity, and whether it has one.
func (s *Store) Own() (crypto.Identity, bool, error) {
	var stored []byte
	if b := s.table(ownTable); b != nil {
		stored = b.Get(identityRow)
	}
	if stored == nil {
		return crypto.Identity{}, false, nil
	}
	if bytes.Equal(stored, s.own.row) { // another store may have written it in the same transaction
		return s.own.id, true, nil
	}
	plain, err := s.unbox(ownTable, identityRow, stored)
	if err != nil {
		return crypto.Identity{}, false, err
	}
	var id crypto.Identity
	if err := id.UnmarshalBinary(plain); err != nil {
		return crypto.Identity{}, false, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	s.own = ownRead{row: bytes.Clone(stored), id: id}
	return id, true, nil
}

// ownKey is the device id and the fingerprint of the account's identity, zero when it has none.
func (s *Store) ownKey() (device uint32, fingerprint string, err error) {
	id, found, err := s.Own()
	if err != nil || !found {
		return 0, "", err
	}
	if s.own.fingerprint == "" {
		s.own.fingerprint = id.Fingerprint()
	}
	return id.Device, s.own.fingerprint, nil
}

// Identity implements crypto.Store.
func (s *Store) Identity() (crypto.Identity, error) {
	id, found, err := s.Own()
	if err == nil && !found {
		err = crypto.ErrNoIdentity
	}
	return id, err
}

// Bundle is what to publish: the newest signed prekey and all prekeys that have not been used. Error: ErrNoIdentity of
// crypto.
func (s *Store) Bundle() (crypto.Bundle, error) {
	id, err := s.Identity()
	if err != nil {
		return crypto.Bundle{}, err
	}
	signed, err := s.newestSigned()
	if err != nil {
		return crypto.Bundle{}, err
	}
	b := crypto.Bundle{
		Device:         id.Device,
		IdentityKey:    id.Public(),
		SignedPreKeyID: signed.ID,
		SignedPreKey:   signed.Public(),
		Signature:      signed.Signature,
	}
	err = s.eachPreKey(preKeyTable, func(id uint32, row preKeyRow) {
		if row.Used.IsZero() {
			b.PreKeys = append(b.PreKeys, crypto.PublicPreKey{ID: id, Key: row.Public})
		}
	})
	return b, err
}

// Refill makes prekeys until want are unused, and says how many it made. Ids are never used again.
func (s *Store) Refill(want int, now time.Time) (added int, err error) {
	if err := s.makeUsed(); err != nil {
		return 0, fmt.Errorf("refill prekeys: %w", err)
	}
	left, err := s.PreKeysLeft()
	if err != nil || left >= want {
		return 0, err
	}
	b, err := s.makeTable(preKeyTable)
	if err != nil {
		return 0, fmt.Errorf("refill prekeys: %w", err)
	}
	keys, err := crypto.NewPreKeys(uint32(b.Sequence())+1, want-left)
	if err != nil {
		return 0, err
	}
	for _, k := range keys {
		if err := s.putJSON(preKeyTable, idKey(k.ID), preKeyRow{Private: k.Private, Public: k.Public(), Made: now.UTC()}); err != nil {
			return 0, fmt.Errorf("refill prekeys: %w", err)
		}
	}
	if err := b.SetSequence(b.Sequence() + uint64(len(keys))); err != nil {
		return 0, fmt.Errorf("refill prekeys: %w", err)
	}
	return len(keys), nil
}

// PreKeysMade is the highest id of all prekeys ever made.
func (s *Store) PreKeysMade() uint32 {
	b := s.table(preKeyTable)
	if b == nil {
		return 0
	}
	return uint32(b.Sequence())
}

// SignedPreKey implements crypto.Store.
func (s *Store) SignedPreKey(id uint32) (crypto.SignedPreKey, error) {
	var row signedRow
	found, err := s.getJSON(signedTable, idKey(id), &row)
	if err == nil && !found {
		err = crypto.ErrUnknownPreKey
	}
	return crypto.SignedPreKey{ID: id, Private: row.Private, Signature: row.Signature, Made: row.Made}, err
}

// RotateSigned makes a new signed prekey when the present one is older than every, and says whether it did: then the
// bundle must be published. The one before stays until the next rotation, for messages on their way; older ones go. A
// clock set back changes nothing.
func (s *Store) RotateSigned(now time.Time, every time.Duration) (bool, error) {
	id, err := s.Identity()
	if err != nil {
		return false, err
	}
	newest, err := s.newestSigned()
	if err != nil || now.Sub(newest.Made) < every {
		return false, err
	}
	var old [][]byte
	err = s.scan(signedTable, nil, func(k, _ []byte) error {
		if binary.BigEndian.Uint32(k) < newest.ID {
			old = append(old, append([]byte(nil), k...))
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	for _, k := range old {
		if err := s.remove(signedTable, k); err != nil {
			return false, fmt.Errorf("rotate signed prekey: %w", err)
		}
	}
	return true, s.addSigned(id, now)
}

func (s *Store) addSigned(id crypto.Identity, now time.Time) error {
	b, err := s.makeTable(signedTable)
	if err != nil {
		return fmt.Errorf("make signed prekey: %w", err)
	}
	number, err := b.NextSequence()
	if err != nil {
		return fmt.Errorf("make signed prekey: %w", err)
	}
	k, err := crypto.NewSignedPreKey(id, uint32(number), now.UTC())
	if err != nil {
		return err
	}
	return s.putJSON(signedTable, idKey(k.ID), signedRow{Private: k.Private, Signature: k.Signature, Made: k.Made})
}

// newestSigned is the signed prekey with the highest id: ids grow with time, whatever the clock does.
func (s *Store) newestSigned() (crypto.SignedPreKey, error) {
	b := s.table(signedTable)
	if b == nil {
		return crypto.SignedPreKey{}, crypto.ErrNoIdentity
	}
	k, _ := b.Cursor().Last()
	if len(k) != 4 {
		return crypto.SignedPreKey{}, fmt.Errorf("find signed prekey: %w", ErrDamaged)
	}
	return s.SignedPreKey(binary.BigEndian.Uint32(k))
}

func idKey(id uint32) []byte { return binary.BigEndian.AppendUint32(nil, id) }
