package trust

import (
	"time"

	"go.etcd.io/bbolt"

	"vouch/crypto"
)

var _ crypto.Store = (*Store)(nil)

// Store is one account's view of the file. It lives as long as its transaction.
type Store struct{}

// In is the view of account through tx.
func In(tx *bbolt.Tx, seal *Seal, account string) *Store { return &Store{} }

func (s *Store) Identity() (crypto.Identity, error)                   { return crypto.Identity{}, crypto.ErrNoIdentity }
func (s *Store) Session(a crypto.Address) ([]byte, error)             { return nil, nil }
func (s *Store) PutSession(a crypto.Address, record []byte) error     { return nil }
func (s *Store) RemoteIdentity(a crypto.Address) ([]byte, error)      { return nil, nil }
func (s *Store) PutRemoteIdentity(a crypto.Address, key []byte) error { return nil }
func (s *Store) PreKey(id uint32) (crypto.PreKey, error) {
	return crypto.PreKey{}, crypto.ErrUnknownPreKey
}
func (s *Store) UsePreKey(id uint32) error { return nil }
func (s *Store) SignedPreKey(id uint32) (crypto.SignedPreKey, error) {
	return crypto.SignedPreKey{}, crypto.ErrUnknownPreKey
}

// DropSession removes the session with a.
func (s *Store) DropSession(a crypto.Address) error { return nil }

// DropIdentity removes the pinned identity key of a.
func (s *Store) DropIdentity(a crypto.Address) error { return nil }

func (s *Store) CreateOwn(taken []uint32, now time.Time) error                 { return nil }
func (s *Store) Own() (crypto.Identity, bool, error)                           { return crypto.Identity{}, false, nil }
func (s *Store) Bundle() (crypto.Bundle, error)                                { return crypto.Bundle{}, nil }
func (s *Store) Refill(want int, now time.Time) (added int, err error)         { return 0, nil }
func (s *Store) PreKeysLeft() (int, error)                                     { return 0, nil }
func (s *Store) RotateSigned(now time.Time, every time.Duration) (bool, error) { return false, nil }
func (s *Store) Prune(now time.Time) error                                     { return nil }
