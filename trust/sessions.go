package trust

import (
	"fmt"
	"strconv"

	"vouch/crypto"
)

// Session implements crypto.Store.
func (s *Store) Session(a crypto.Address) ([]byte, error) { return s.get(sessionTable, s.address(a)) }

// PutSession implements crypto.Store.
func (s *Store) PutSession(a crypto.Address, record []byte) error {
	return s.putBytes(sessionTable, a, record)
}

// RemoteIdentity implements crypto.Store.
func (s *Store) RemoteIdentity(a crypto.Address) ([]byte, error) {
	return s.get(identityTable, s.address(a))
}

// PutRemoteIdentity implements crypto.Store.
func (s *Store) PutRemoteIdentity(a crypto.Address, key []byte) error {
	return s.putBytes(identityTable, a, key)
}

// DropSession removes the session with a. The next message to it begins another one.
func (s *Store) DropSession(a crypto.Address) error { return s.PutSession(a, nil) }

// DropIdentity removes the identity key pinned for a; the session with it must go too. Decisions stay.
func (s *Store) DropIdentity(a crypto.Address) error { return s.PutRemoteIdentity(a, nil) }

func (s *Store) putBytes(table string, a crypto.Address, value []byte) error {
	var err error
	if value == nil {
		err = s.remove(table, s.address(a))
	} else {
		err = s.put(table, s.address(a), value)
	}
	if err != nil {
		return fmt.Errorf("put row of %s: %w", table, err)
	}
	return nil
}

func (s *Store) address(a crypto.Address) []byte { return key(s.deviceName(a.JID, a.Device)) }

// deviceName names one device id of one JID.
func (s *Store) deviceName(jid string, id uint32) [16]byte {
	return s.seal.Name("device", jid, strconv.FormatUint(uint64(id), 10))
}
