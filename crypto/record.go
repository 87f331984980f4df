package crypto

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/chain"
	"go.mau.fi/libsignal/keys/message"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/state/record"
	"go.mau.fi/libsignal/util/optional"
)

// A stored session is one byte of format, the number of states, and each state with its length in front: the present one
// first, then the archived ones, newest first. States are decoded one at a time, so a message of the present state never
// touches the others.
const (
	recordFormat  = 1
	maxStates     = 1 + 40  // the present one and as many archived ones as the library keeps
	maxChains     = 5       // receiver chains of a state, as the library keeps them
	maxSkipped    = 2000    // kept message keys of a state; the library keeps as many of each chain
	maxRecordSize = 1 << 20 // above it archived states are dropped, oldest first
)

// sessionRecord is a session whose states are still encoded.
type sessionRecord struct{ states [][]byte }

// decodeRecord splits a stored session. The error is ErrBadRecord.
func decodeRecord(stored []byte) (sessionRecord, error) {
	r := reader{b: stored}
	if r.byte() != recordFormat {
		return sessionRecord{}, ErrBadRecord
	}
	n := r.uint(maxStates)
	rec := sessionRecord{}
	for range n {
		rec.states = append(rec.states, r.bytes(r.uint(math.MaxInt32)))
	}
	if r.bad || n == 0 || len(r.b) > 0 {
		return sessionRecord{}, ErrBadRecord
	}
	return rec, nil
}

// encode is the stored form. States beyond the bounds are dropped from the end, where the oldest are.
func (rec sessionRecord) encode() []byte {
	states := rec.states
	if len(states) > maxStates {
		states = states[:maxStates]
	}
	size := 0
	for _, s := range states {
		size += len(s)
	}
	for size > maxRecordSize && len(states) > 1 {
		size -= len(states[len(states)-1])
		states = states[:len(states)-1]
	}
	b := make([]byte, 0, size+4*len(states)+4)
	b = append(b, recordFormat)
	b = binary.AppendUvarint(b, uint64(len(states)))
	for _, s := range states {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// promote is the session after state i, now encoded as winner, became the present one.
func (rec sessionRecord) promote(i int, winner []byte) sessionRecord {
	states := make([][]byte, 0, len(rec.states)+1)
	states = append(states, winner)
	for j, s := range rec.states {
		if j != i {
			states = append(states, s)
		}
	}
	return sessionRecord{states}
}

// begin is the session with a new present state; the others are archived.
func (rec sessionRecord) begin(state []byte) sessionRecord { return rec.promote(-1, state) }

// holds says whether a state was built from that base key: the prekey message that carries it has been seen, or was ours.
func (rec sessionRecord) holds(baseKey []byte) bool {
	for _, s := range rec.states {
		if len(s) >= keySize && bytes.Equal(s[:keySize], baseKey) {
			return true
		}
	}
	return false
}

// encodeState begins with the base key, where holds looks for it.
func encodeState(state *record.State) []byte {
	s := record.NewSessionFromState(state, nil).Structure().SessionState
	b := make([]byte, 0, 512)
	b = append(b, s.SenderBaseKey...)
	b = append(b, s.LocalIdentityPublic...)
	b = append(b, s.RemoteIdentityPublic...)
	b = append(b, s.RootKey...)
	b = binary.AppendUvarint(b, uint64(s.LocalRegistrationID))
	b = binary.AppendUvarint(b, uint64(s.RemoteRegistrationID))
	b = binary.AppendUvarint(b, uint64(s.PreviousCounter))
	if p := s.PendingPreKey; p != nil {
		b = append(b, 1)
		id := uint64(0) // 0 for none, else one more than the id
		if p.PreKeyID != nil && !p.PreKeyID.IsEmpty {
			id = 1 + uint64(p.PreKeyID.Value)
		}
		b = binary.AppendUvarint(b, id)
		b = binary.AppendUvarint(b, uint64(p.SignedPreKeyID))
		b = append(b, p.BaseKey...)
	} else {
		b = append(b, 0)
	}
	b = appendChain(b, s.SenderChain, 0)
	b = append(b, byte(len(s.ReceiverChains)))
	for i, c := range s.ReceiverChains {
		b = appendChain(b, c, keptKeys(s.ReceiverChains[i:]))
	}
	return b
}

// keptKeys is how many message keys are kept of the first of these chains, which are in the order of their age: those of
// newer ones go first, so that a sender who skips as much as may be makes no state larger than one chain would.
func keptKeys(chains []*record.ChainStructure) int {
	left := maxSkipped
	for _, newer := range chains[1:] {
		left -= len(newer.MessageKeys)
	}
	return max(0, left)
}

// appendChain keeps the newest message keys.
func appendChain(b []byte, c *record.ChainStructure, keys int) []byte {
	b = append(b, c.SenderRatchetKeyPublic...)
	b = append(b, byte(len(c.SenderRatchetKeyPrivate)))
	b = append(b, c.SenderRatchetKeyPrivate...)
	b = append(b, c.ChainKey.Key...)
	b = binary.AppendUvarint(b, uint64(c.ChainKey.Index))
	kept := c.MessageKeys[max(0, len(c.MessageKeys)-keys):]
	b = binary.AppendUvarint(b, uint64(len(kept)))
	for _, k := range kept {
		b = binary.AppendUvarint(b, uint64(k.Index))
		b = append(b, k.CipherKey...)
		b = append(b, k.MacKey...)
		b = append(b, k.IV...)
	}
	return b
}

// decodeState makes a state that shares nothing changeable with any other. The error is ErrBadRecord.
func decodeState(b []byte) (*record.State, error) {
	r := reader{b: b}
	s := &record.StateStructure{
		SenderBaseKey:        r.key(),
		LocalIdentityPublic:  r.key(),
		RemoteIdentityPublic: r.key(),
		RootKey:              r.bytes(32),
		LocalRegistrationID:  uint32(r.uint(math.MaxUint32)),
		RemoteRegistrationID: uint32(r.uint(math.MaxUint32)),
		PreviousCounter:      uint32(r.uint(math.MaxUint32)),
		SessionVersion:       protocol.CurrentVersion,
	}
	if r.byte() == 1 {
		id := optional.NewEmptyUint32()
		if n := r.uint(1 + math.MaxUint32); n > 0 {
			id = optional.NewOptionalUint32(uint32(n - 1))
		}
		s.PendingPreKey = &record.PendingPreKeyStructure{
			PreKeyID: id, SignedPreKeyID: uint32(r.uint(math.MaxUint32)), BaseKey: r.key(),
		}
	}
	s.SenderChain = r.chain()
	for n := r.byte(); n > 0 && !r.bad; n-- {
		s.ReceiverChains = append(s.ReceiverChains, r.chain())
	}
	// Without the own private ratchet key the library would run into a nil pointer.
	if r.bad || len(r.b) > 0 || len(s.ReceiverChains) > maxChains || len(s.SenderChain.SenderRatchetKeyPrivate) == 0 {
		return nil, ErrBadRecord
	}
	state, err := record.NewStateFromStructure(s, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadRecord, err)
	}
	return state, nil
}

// reader takes a record apart. After the first fault bad is set and everything read is empty.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) bytes(n uint64) []byte {
	if r.bad || n > uint64(len(r.b)) {
		r.b, r.bad = nil, true
		return nil
	}
	p := r.b[:n:n]
	r.b = r.b[n:]
	return p
}

func (r *reader) byte() byte {
	if p := r.bytes(1); p != nil {
		return p[0]
	}
	return 0
}

func (r *reader) uint(max uint64) uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > max {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) key() []byte {
	k := r.bytes(keySize)
	if k != nil && k[0] != ecc.DjbType {
		r.bad = true
	}
	return k
}

func (r *reader) chain() *record.ChainStructure {
	c := &record.ChainStructure{SenderRatchetKeyPublic: r.key()}
	switch r.byte() {
	case 0:
	case 32:
		c.SenderRatchetKeyPrivate = r.bytes(32)
	default:
		r.bad = true
	}
	c.ChainKey = &chain.KeyStructure{Key: r.bytes(32), Index: uint32(r.uint(math.MaxUint32))}
	n := r.uint(maxSkipped)
	if r.bad {
		return c
	}
	// One allocation for all: a chain with 2,000 skipped keys is read with every message of its session.
	keys := make([]message.KeysStructure, n)
	c.MessageKeys = make([]*message.KeysStructure, n)
	for i := range keys {
		k := &keys[i]
		k.Index = uint32(r.uint(math.MaxUint32))
		k.CipherKey, k.MacKey, k.IV = r.bytes(32), r.bytes(32), r.bytes(16)
		c.MessageKeys[i] = k
	}
	return c
}
