package crypto

import (
	"errors"
	"fmt"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/util/optional"
)

// StartSession builds a session with a, under the bundle's identity key, from the bundle it published, with a random prekey
// of it. A session under the same key is archived: late messages of it stay readable. Sessions under other keys stay as
// they are. Trust is the caller's matter. Errors: ErrBadBundle, ErrNoIdentity.
func StartSession(s Store, a Address, b Bundle) error {
	if err := startSession(s, a, b); err != nil {
		return fmt.Errorf("start session with %s: %w", a, err)
	}
	return nil
}

func startSession(s Store, a Address, b Bundle) error {
	if b.Device != a.Device {
		return fmt.Errorf("%w: it is of device %d", ErrBadBundle, b.Device)
	}
	if err := b.Check(); err != nil {
		return err
	}
	own, err := s.Identity()
	if err != nil {
		return err
	}
	fingerprint := Fingerprint(b.IdentityKey)
	old, err := loadSession(s, a, fingerprint)
	if err != nil && !errors.Is(err, ErrNoSession) {
		return err
	}
	once, err := b.pick()
	if err != nil {
		return err
	}
	var made []byte
	err = guard(func() error {
		stand := &standIn{own: own.pair(), device: own.Device}
		if err := stand.builder().ProcessBundle(noContext, b.library(once)); err != nil {
			return err
		}
		made = encodeState(stand.made)
		return nil
	})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadBundle, err)
	}
	return s.PutSession(a, fingerprint, old.begin(made).encode())
}

// library is a checked bundle in the library's form, with one of its prekeys.
func (b Bundle) library(once PublicPreKey) *prekey.Bundle {
	key := func(k []byte) ecc.ECPublicKeyable { return ecc.NewDjbECPublicKey([32]byte(k[1:])) }
	return prekey.NewBundle(b.Device, b.Device, optional.NewOptionalUint32(once.ID), b.SignedPreKeyID,
		key(once.Key), key(b.SignedPreKey), [signatureSize]byte(b.Signature), identity.NewKey(key(b.IdentityKey)))
}

// HasSession says whether EncryptKey has a session with a under that identity key. One that cannot be decoded does not
// count.
func HasSession(s Store, a Address, fingerprint string) (bool, error) {
	_, err := loadSession(s, a, fingerprint)
	if errors.Is(err, ErrNoSession) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for session with %s: %w", a, err)
	}
	return true, nil
}

// loadSession is the session with a under one identity key. Errors: ErrNoSession, ErrBadRecord; the record is empty then.
func loadSession(s Store, a Address, fingerprint string) (sessionRecord, error) {
	all, err := s.Sessions(a)
	if err != nil {
		return sessionRecord{}, err
	}
	for _, one := range all {
		if one.Fingerprint == fingerprint {
			return decodeRecord(one.Record)
		}
	}
	return sessionRecord{}, ErrNoSession
}
