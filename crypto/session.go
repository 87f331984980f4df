package crypto

import (
	"bytes"
	"errors"
	"fmt"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/util/optional"
)

// StartSession builds a session with a from the bundle it published, with a random prekey of it, and pins the bundle's
// identity key. A session that is there already is archived: late messages of it stay readable. Trust is the caller's
// matter. Errors: ErrBadBundle, ErrIdentityChanged, ErrNoIdentity.
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
	pinned, err := s.RemoteIdentity(a)
	if err != nil {
		return err
	}
	if pinned != nil && !bytes.Equal(pinned, b.IdentityKey) {
		return ErrIdentityChanged
	}
	own, err := s.Identity()
	if err != nil {
		return err
	}
	old, err := loadSession(s, a)
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
	if pinned == nil {
		if err := s.PutRemoteIdentity(a, bytes.Clone(b.IdentityKey)); err != nil {
			return err
		}
	}
	return s.PutSession(a, old.begin(made).encode())
}

// library is a checked bundle in the library's form, with one of its prekeys.
func (b Bundle) library(once PublicPreKey) *prekey.Bundle {
	key := func(k []byte) ecc.ECPublicKeyable { return ecc.NewDjbECPublicKey([32]byte(k[1:])) }
	return prekey.NewBundle(b.Device, b.Device, optional.NewOptionalUint32(once.ID), b.SignedPreKeyID,
		key(once.Key), key(b.SignedPreKey), [signatureSize]byte(b.Signature), identity.NewKey(key(b.IdentityKey)))
}

// HasSession says whether EncryptKey has a session with a. One that cannot be decoded does not count.
func HasSession(s Store, a Address) (bool, error) {
	_, err := loadSession(s, a)
	if errors.Is(err, ErrNoSession) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for session with %s: %w", a, err)
	}
	return true, nil
}

// ForgetDevice removes session and pinned identity of a, so that it can begin anew, also with another identity key. What
// the user decided about the old key is not touched and does not carry over.
func ForgetDevice(s Store, a Address) error {
	if err := s.PutSession(a, nil); err != nil {
		return fmt.Errorf("forget device %s: %w", a, err)
	}
	if err := s.PutRemoteIdentity(a, nil); err != nil {
		return fmt.Errorf("forget device %s: %w", a, err)
	}
	return nil
}

// loadSession is the session with a. Errors: ErrNoSession, ErrBadRecord; the record is empty then.
func loadSession(s Store, a Address) (sessionRecord, error) {
	stored, err := s.Session(a)
	if err != nil {
		return sessionRecord{}, err
	}
	if stored == nil {
		return sessionRecord{}, ErrNoSession
	}
	return decodeRecord(stored)
}
