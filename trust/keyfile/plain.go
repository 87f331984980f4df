package keyfile

import (
	"bytes"
	"fmt"
	"slices"
)

// Format 1: the magic words, the format, a zero byte, the key, and four bytes of a SHA-256 over all before it.
const (
	plainSum  = 4
	plainSize = len(magic) + 2 + masterSize + plainSum
)

func encodePlain(master []byte) []byte {
	b := append([]byte(magic), formatPlain, 0)
	b = append(b, master...)
	return append(b, sum(b, plainSum)...)
}

// decodePlain is the master key of a file of format 1, a copy. Error: ErrDamaged.
func decodePlain(b []byte) ([]byte, error) {
	body := len(b) - plainSum
	if len(b) != plainSize || !bytes.Equal(sum(b[:body], plainSum), b[body:]) || b[len(magic)+1] != 0 {
		return nil, ErrDamaged
	}
	return slices.Clone(b[len(magic)+2 : body]), nil
}

// content is a key file that was read: of format 1 the master key, else the list.
type content struct {
	raw    []byte
	master []byte
	list   *list
}

func parse(b []byte) (content, error) {
	switch {
	case !bytes.HasPrefix(b, []byte(magic)) || len(b) <= len(magic):
		return content{}, fmt.Errorf("%w: not a key file", ErrDamaged)
	case b[len(magic)] > formatSlots:
		return content{}, fmt.Errorf("%w: format %d", ErrNewer, b[len(magic)])
	case b[len(magic)] == formatPlain:
		master, err := decodePlain(b)
		return content{raw: b, master: master}, err
	case b[len(magic)] == formatSlots && len(b) <= fileLimit:
		l, err := decode(b)
		return content{raw: b, list: l}, err
	}
	return content{}, ErrDamaged
}

// forget overwrites the master key, if the file has it in clear.
func (c content) forget() {
	clear(c.master)
	if c.master != nil {
		clear(c.raw)
	}
}

func (c content) state() State {
	if c.list == nil {
		return State{Format: formatPlain, Slots: []Slot{{Kind: KindFile, Usable: true}}}
	}
	s := State{Format: formatSlots, Profile: c.list.profile}
	for _, sl := range c.list.slots {
		s.Slots = append(s.Slots, sl.Slot)
	}
	return s
}
