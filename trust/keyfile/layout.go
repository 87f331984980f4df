package keyfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// What stands in a file of format 2, in bytes: see the documentation of the package.
const (
	magic       = "vouch master key"
	formatPlain = 1
	formatSlots = 2

	maxSlots    = 8
	minBody     = 8 + 1 + 8 + 8 + 1 // what slots of every kind begin with
	maxBody     = 4096
	maxBlob     = 2048
	masterSize  = 32 // of the master key
	secretSize  = 32 // of the secrets that the program makes for itself
	saltSize    = 16
	wrappedSize = masterSize + chacha20poly1305.Overhead
	sumSize     = 8
	fileLimit   = 33 << 10 // more than all of these together
)

// How the key of a slot is derived.
const (
	kdfHKDF     = 1
	kdfArgon2id = 2
)

// list is what stands in a file of format 2.
type list struct {
	profile ID
	slots   []slot
	code    [sha256.Size]byte // HMAC over all before it
}

// slot is one way in. Of one that is not Usable, only bound is known beside what Slot has.
type slot struct {
	Slot
	kdf     uint8
	cost    cost
	salt    []byte
	blob    []byte
	nonce   []byte
	bound   []byte // the body as it stands in the file, without the wrapped key
	wrapped []byte
}

// cost is what one try of a passphrase takes.
type cost struct {
	time    uint32 // passes
	memory  uint32 // KiB
	threads uint8
}

func appendHead(b []byte, profile ID) []byte {
	b = append(b, magic...)
	b = append(b, formatSlots)
	return append(b, profile[:]...)
}

func (l *list) appendSlots(b []byte) []byte {
	b = append(appendHead(b, l.profile), byte(len(l.slots)))
	for _, s := range l.slots {
		b = binary.BigEndian.AppendUint16(b, uint16(len(s.bound)+len(s.wrapped)))
		b = append(append(b, s.bound...), s.wrapped...)
	}
	return b
}

// appendBound is the body of a slot up to the wrapped key.
func (s *slot) appendBound(b []byte) []byte {
	b = append(b, s.ID[:]...)
	b = append(b, byte(s.Kind))
	b = append(b, s.Replaces[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(s.Made.Unix()))
	b = append(b, s.kdf)
	b = binary.BigEndian.AppendUint32(b, s.cost.time)
	b = binary.BigEndian.AppendUint32(b, s.cost.memory)
	b = append(b, s.cost.threads)
	b = append(b, s.salt...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(s.blob)))
	b = append(b, s.blob...)
	return append(b, s.nonce...)
}

// decode reads a file of format 2, whose magic words and format were read. Error: ErrDamaged. What b says is not believed before
// the code was checked with the master key.
func decode(b []byte) (*list, error) {
	body := len(b) - sumSize
	if body < 0 || !bytes.Equal(sum(b[:body], sumSize), b[body:]) {
		return nil, ErrDamaged
	}
	r := reader{rest: b[:body]}
	r.take(len(magic) + 1)
	l := &list{profile: ID(r.take(len(ID{})))}
	n := int(r.byte())
	if n == 0 || n > maxSlots {
		return nil, fmt.Errorf("%w: %d slots", ErrDamaged, n)
	}
	for range n {
		s, ok := decodeSlot(r.take(int(r.uint16())))
		if !ok || r.short {
			return nil, fmt.Errorf("%w: a slot", ErrDamaged)
		}
		if slices.ContainsFunc(l.slots, func(o slot) bool { return o.ID == s.ID }) {
			return nil, fmt.Errorf("%w: a slot twice", ErrDamaged)
		}
		l.slots = append(l.slots, s)
	}
	l.code = [sha256.Size]byte(r.take(sha256.Size))
	if r.short || len(r.rest) > 0 {
		return nil, ErrDamaged
	}
	return l, nil
}

// decodeSlot reads the body of a slot. Kinds and KDFs that are not known are kept as they are.
func decodeSlot(b []byte) (s slot, ok bool) {
	if len(b) < minBody || len(b) > maxBody {
		return slot{}, false
	}
	r := reader{rest: b}
	s.ID = SlotID(r.take(len(SlotID{})))
	s.Kind = Kind(r.byte())
	s.Replaces = SlotID(r.take(len(SlotID{})))
	s.Made = time.Unix(int64(r.uint64()), 0).UTC()
	s.kdf = r.byte()
	s.Usable = s.Kind.known() && s.kdf == kdfOf(s.Kind)
	if s.ID == (SlotID{}) || s.Kind == 0 {
		return slot{}, false
	}
	if !s.Usable {
		s.bound = slices.Clone(b)
		return s, true
	}
	s.cost = cost{time: r.uint32(), memory: r.uint32(), threads: r.byte()}
	s.salt = slices.Clone(r.take(saltSize))
	s.blob = slices.Clone(r.take(int(r.uint16())))
	s.nonce = slices.Clone(r.take(chacha20poly1305.NonceSizeX))
	s.bound = slices.Clone(b[:len(b)-len(r.rest)])
	s.wrapped = slices.Clone(r.take(wrappedSize))
	return s, !r.short && len(r.rest) == 0 && blobFits(s.Kind, len(s.blob)) && (s.kdf == kdfArgon2id || s.cost == cost{})
}

func kdfOf(k Kind) uint8 {
	if k == KindPassphrase {
		return kdfArgon2id
	}
	return kdfHKDF
}

func blobFits(k Kind, size int) bool {
	switch k {
	case KindFile:
		return size == secretSize
	case KindDPAPI:
		return size > 0 && size <= maxBlob
	}
	return size == 0
}

func sum(b []byte, size int) []byte {
	all := sha256.Sum256(b)
	return all[:size]
}

// reader takes fields from the front. Behind the end it gives zeros, and is short.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.rest, r.short = nil, true
		return make([]byte, n)
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) byte() byte     { return r.take(1)[0] }
func (r *reader) uint16() uint16 { return binary.BigEndian.Uint16(r.take(2)) }
func (r *reader) uint32() uint32 { return binary.BigEndian.Uint32(r.take(4)) }
func (r *reader) uint64() uint64 { return binary.BigEndian.Uint64(r.take(8)) }
