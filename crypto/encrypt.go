package crypto

import (
	"bytes"
	"fmt"

	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
)

// EncryptKey encrypts Payload.Key, or a transport key, for one device under one identity key of it, and moves the session on. preKey says that data is a
// prekey message, which the XML must mark; it stays so until the device has answered. The session must be committed before
// data is sent, and the same data be sent again after a cut. Errors: ErrNoSession, ErrBadRecord (the same to errors.Is).
func EncryptKey(s Store, a Address, fingerprint string, key []byte) (data []byte, preKey bool, err error) {
	data, preKey, err = encryptKey(s, a, fingerprint, key)
	if err != nil {
		return nil, false, fmt.Errorf("encrypt key for %s: %w", a, err)
	}
	return data, preKey, nil
}

func encryptKey(s Store, a Address, fingerprint string, key []byte) (data []byte, preKey bool, err error) {
	rec, err := loadSession(s, a, fingerprint)
	if err != nil {
		return nil, false, err
	}
	state, err := decodeState(rec.states[0])
	if err != nil {
		return nil, false, err
	}
	if Fingerprint(state.RemoteIdentityKey().Serialize()) != fingerprint {
		return nil, false, fmt.Errorf("%w: it is of another key", ErrBadRecord)
	}
	var moved []byte
	err = guard(func() error {
		stand := &standIn{state: state}
		// The library pads in place, so it gets a copy.
		m, err := session.NewCipher(stand.builder(), nil).Encrypt(noContext, bytes.Clone(key))
		if err != nil {
			return err
		}
		data, preKey, moved = m.Serialize(), m.Type() == protocol.PREKEY_TYPE, encodeState(stand.made)
		return nil
	})
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrBadRecord, err)
	}
	return data, preKey, s.PutSession(a, fingerprint, rec.promote(0, moved).encode())
}
