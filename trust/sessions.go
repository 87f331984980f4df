package trust

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"vouch/crypto"
)

// Sessions implements crypto.Store.
func (s *Store) Sessions(a crypto.Address) ([]crypto.Session, error) {
	device := s.deviceName(a.JID, a.Device)
	all, err := s.sessions(a.JID, func(k []byte) bool { return bytes.Equal(k[16:32], device[:]) })
	if err != nil {
		return nil, err
	}
	old, found, err := s.oldSession(a)
	if found {
		all = append(all, old)
	}
	return all, err
}

// SessionsUnder implements crypto.Store.
func (s *Store) SessionsUnder(jid, fingerprint string) ([]crypto.Session, error) {
	name := s.seal.Name("fingerprint", fingerprint)
	all, err := s.sessions(jid, func(k []byte) bool { return bytes.Equal(k[32:], name[:]) })
	if err != nil || s.table(identityTable) == nil {
		return all, err
	}
	rows, err := s.deviceRows(jid)
	if err != nil {
		return nil, err
	}
	var asked []uint32
	for _, r := range rows {
		if slices.Contains(asked, r.ID) {
			continue
		}
		asked = append(asked, r.ID)
		old, found, err := s.oldSession(crypto.Address{JID: jid, Device: r.ID})
		if err != nil {
			return nil, err
		}
		if found && old.Fingerprint == fingerprint {
			all = append(all, old)
		}
	}
	return all, nil
}

// PutSession implements crypto.Store. The session goes with the key of its device, when that is forgotten.
func (s *Store) PutSession(a crypto.Address, fingerprint string, record []byte) error {
	if err := s.putSession(a, fingerprint, record); err != nil {
		return fmt.Errorf("put session with device %d: %w", a.Device, err)
	}
	return nil
}

func (s *Store) putSession(a crypto.Address, fingerprint string, record []byte) error {
	old, found, err := s.oldSession(a)
	if err != nil {
		return err
	}
	if found && old.Fingerprint == fingerprint { // it moves to where its key has a place
		for _, table := range []string{sessionTable, identityTable} {
			if err := s.remove(table, s.address(a)); err != nil {
				return err
			}
		}
	}
	if record == nil {
		return s.remove(sessionTable, s.sessionKey(a, fingerprint))
	}
	identity, err := crypto.PublicKey(fingerprint)
	if err != nil {
		return err
	}
	value := binary.BigEndian.AppendUint32(nil, a.Device)
	value = append(append(value, identity...), record...)
	return s.put(sessionTable, s.sessionKey(a, fingerprint), value)
}

// sessions are those of jid whose row key is wanted. A row holds the device id, the identity key and the record. One that is
// damaged is as none: another session can take its place.
func (s *Store) sessions(jid string, want func(k []byte) bool) (all []crypto.Session, err error) {
	const head = 4 + 33
	b := s.table(sessionTable)
	if b == nil {
		return nil, nil
	}
	prefix := key(s.seal.Name("jid", jid))
	c := b.Cursor()
	for k, stored := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, stored = c.Next() {
		if !want(k) {
			continue
		}
		plain, err := s.unbox(sessionTable, k, stored)
		switch {
		case errors.Is(err, ErrDamaged) || err == nil && len(plain) < head:
		case err != nil:
			return nil, err
		default:
			all = append(all, crypto.Session{Device: binary.BigEndian.Uint32(plain), Fingerprint: crypto.Fingerprint(plain[4:head]), Record: plain[head:]})
		}
	}
	return all, nil
}

// oldSession is the session with a as Vouch 0.1.0 kept it: one for each device, and beside it the key that it is with.
func (s *Store) oldSession(a crypto.Address) (crypto.Session, bool, error) {
	pinned, err := s.get(identityTable, s.address(a))
	var record []byte
	if err == nil && pinned != nil {
		record, err = s.get(sessionTable, s.address(a))
	}
	if errors.Is(err, ErrDamaged) {
		return crypto.Session{}, false, nil // as above
	}
	return crypto.Session{Device: a.Device, Fingerprint: crypto.Fingerprint(pinned), Record: record}, record != nil, err
}

func (s *Store) sessionKey(a crypto.Address, fingerprint string) []byte {
	return key(s.seal.Name("jid", a.JID), s.deviceName(a.JID, a.Device), s.seal.Name("fingerprint", fingerprint))
}

// address is the row key of a session of the older form, and of the key it is with.
func (s *Store) address(a crypto.Address) []byte { return key(s.deviceName(a.JID, a.Device)) }

// deviceName names one device id of one JID.
func (s *Store) deviceName(jid string, id uint32) [16]byte {
	return s.seal.Name("device", jid, strconv.FormatUint(uint64(id), 10))
}
