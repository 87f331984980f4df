// Package storetest holds the contract of crypto.Store as a suite of tests, and a store in memory for tests of packages
// that need two devices and no file.
package storetest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"vouch/crypto"
)

// Memory is a crypto.Store in memory. It is used by one goroutine at a time.
type Memory struct {
	Writes   int   // calls that changed something
	Fail     error // what every writing method answers, when set
	id       crypto.Identity
	sessions map[sessionKey][]byte
	preKeys  map[uint32]crypto.PreKey
	used     map[uint32]bool
	signed   crypto.SignedPreKey
}

var _ crypto.Store = (*Memory)(nil)

type sessionKey struct {
	at          crypto.Address
	fingerprint string
}

// New is a store with new own keys: an identity, 20 prekeys with the ids from 1 and a signed prekey with id 1.
func New(t testing.TB) *Memory {
	t.Helper()
	id, err := crypto.NewIdentity(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := crypto.NewPreKeys(1, 20)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := crypto.NewSignedPreKey(id, 1, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return From(id, keys, signed)
}

// From is a store with the given own keys.
func From(id crypto.Identity, keys []crypto.PreKey, signed crypto.SignedPreKey) *Memory {
	m := &Memory{
		id:       id,
		sessions: map[sessionKey][]byte{},
		preKeys:  map[uint32]crypto.PreKey{},
		used:     map[uint32]bool{},
		signed:   signed,
	}
	for _, k := range keys {
		m.preKeys[k.ID] = k
	}
	return m
}

// Clone is an independent copy, as if the store had been read from disk a second time.
func (m *Memory) Clone() *Memory {
	c := *m
	c.sessions, c.preKeys = maps.Clone(m.sessions), maps.Clone(m.preKeys)
	c.used = maps.Clone(m.used)
	return &c
}

// Bundle is what this device publishes: the prekeys that have not been used.
func (m *Memory) Bundle() (crypto.Bundle, error) {
	b := crypto.Bundle{
		Device:         m.id.Device,
		IdentityKey:    m.id.Public(),
		SignedPreKeyID: m.signed.ID,
		SignedPreKey:   m.signed.Public(),
		Signature:      bytes.Clone(m.signed.Signature),
	}
	for _, id := range slices.Sorted(maps.Keys(m.preKeys)) {
		if !m.used[id] {
			b.PreKeys = append(b.PreKeys, crypto.PublicPreKey{ID: id, Key: m.preKeys[id].Public()})
		}
	}
	return b, nil
}

// RemovePreKey deletes a prekey altogether.
func (m *Memory) RemovePreKey(id uint32) { delete(m.preKeys, id) }

// Identity implements crypto.Store.
func (m *Memory) Identity() (crypto.Identity, error) { return m.id, nil }

// Sessions implements crypto.Store.
func (m *Memory) Sessions(a crypto.Address) ([]crypto.Session, error) {
	return m.those(func(k sessionKey) bool { return k.at == a }), nil
}

// SessionsUnder implements crypto.Store.
func (m *Memory) SessionsUnder(jid, fingerprint string) ([]crypto.Session, error) {
	return m.those(func(k sessionKey) bool { return k.at.JID == jid && k.fingerprint == fingerprint }), nil
}

func (m *Memory) those(want func(sessionKey) bool) (all []crypto.Session) {
	for k, record := range m.sessions {
		if want(k) {
			all = append(all, crypto.Session{Device: k.at.Device, Fingerprint: k.fingerprint, Record: bytes.Clone(record)})
		}
	}
	return all
}

// PutSession implements crypto.Store.
func (m *Memory) PutSession(a crypto.Address, fingerprint string, record []byte) error {
	return m.write(func() {
		if k := (sessionKey{a, fingerprint}); record == nil {
			delete(m.sessions, k)
		} else {
			m.sessions[k] = bytes.Clone(record)
		}
	})
}

// PreKey implements crypto.Store.
func (m *Memory) PreKey(id uint32) (crypto.PreKey, error) {
	k, ok := m.preKeys[id]
	if !ok {
		return crypto.PreKey{}, fmt.Errorf("%w %d", crypto.ErrUnknownPreKey, id)
	}
	return k, nil
}

// UsePreKey implements crypto.Store.
func (m *Memory) UsePreKey(id uint32) error {
	if _, ok := m.preKeys[id]; !ok {
		return fmt.Errorf("%w %d", crypto.ErrUnknownPreKey, id)
	}
	return m.write(func() { m.used[id] = true })
}

// SignedPreKey implements crypto.Store.
func (m *Memory) SignedPreKey(id uint32) (crypto.SignedPreKey, error) {
	if id != m.signed.ID {
		return crypto.SignedPreKey{}, fmt.Errorf("%w %d", crypto.ErrUnknownPreKey, id)
	}
	return m.signed, nil
}

func (m *Memory) write(change func()) error {
	if m.Fail != nil {
		return m.Fail
	}
	m.Writes++
	change()
	return nil
}
