package keyfile

import (
	"fmt"
	"slices"
)

// Keyring is the secret of slots whose 32 bytes lie in the keyring of the operating system, under the ids of profile and slot. get
// and put may wait for the user; put is nil for a secret that only opens. Bytes that get returns are overwritten, and those that put is
// given, when it has returned: so it keeps a copy. Their errors come back wrapped. They run on the goroutine of the caller.
//
// The keyring never has the master key itself, so that what leaks from it can be withdrawn: who removes the slot takes it
// away from the keyring too.
func Keyring(get func(ID, SlotID) ([]byte, error), put func(ID, SlotID, []byte) error) Secret {
	return Secret{inKeyring{get, put}}
}

type inKeyring struct {
	get func(ID, SlotID) ([]byte, error)
	put func(ID, SlotID, []byte) error
}

func (inKeyring) kind() Kind { return KindKeyring }

func (w inKeyring) material(profile ID, s *slot) ([]byte, error) {
	b, err := w.get(profile, s.ID)
	if err != nil {
		return nil, fmt.Errorf("get secret from keyring: %w", err)
	}
	return sized(b)
}

func (w inKeyring) settle(profile ID, s *slot) ([]byte, error) {
	if w.put == nil {
		return nil, ErrCannotMake
	}
	s.kdf = kdfHKDF
	b := randomBytes(secretSize)
	given := slices.Clone(b)
	defer clear(given)
	if err := w.put(profile, s.ID, given); err != nil {
		return nil, fmt.Errorf("put secret into keyring: %w", err)
	}
	return b, nil
}

func (inKeyring) forget() {}

// DPAPI is the secret of slots whose 32 bytes stand in the file as the system has sealed them for the user. seal is nil for a
// secret that only opens. What is said of Keyring's functions holds for these.
func DPAPI(unseal, seal func([]byte) ([]byte, error)) Secret {
	return Secret{bySystem{unseal, seal}}
}

type bySystem struct {
	unseal, seal func([]byte) ([]byte, error)
}

func (bySystem) kind() Kind { return KindDPAPI }

func (w bySystem) material(_ ID, s *slot) ([]byte, error) {
	b, err := w.unseal(slices.Clone(s.blob))
	if err != nil {
		return nil, fmt.Errorf("unseal secret: %w", err)
	}
	return sized(b)
}

func (w bySystem) settle(_ ID, s *slot) ([]byte, error) {
	if w.seal == nil {
		return nil, ErrCannotMake
	}
	b := randomBytes(secretSize)
	given := slices.Clone(b)
	defer clear(given)
	sealed, err := w.seal(given)
	if err != nil {
		return nil, fmt.Errorf("seal secret: %w", err)
	}
	if len(sealed) == 0 || len(sealed) > maxBlob {
		return nil, fmt.Errorf("seal secret: %d bytes, at most %d have a place", len(sealed), maxBlob)
	}
	s.kdf, s.blob = kdfHKDF, slices.Clone(sealed)
	return b, nil
}

func (bySystem) forget() {}

// sized refuses what cannot be a secret that this package has made.
func sized(b []byte) ([]byte, error) {
	if len(b) != secretSize {
		clear(b)
		return nil, ErrWrongSecret
	}
	return b, nil
}
