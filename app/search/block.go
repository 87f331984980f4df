package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// KeyLen is how long the part of a row's key is that a block keeps: its sort time and its tie, 8 bytes each, big-endian.
const KeyLen = 16

// Full is how large a block is meant to grow, in bytes: two of them fit a page of the file beside their seals.
const Full = 7900

// ErrBlock is returned for bytes that are no block.
var ErrBlock = errors.New("no block of texts")

// Flags say what a message has beside words.
type Flags byte

// The flags of a message.
const (
	Own Flags = 1 << iota
	Link
	File
	Picture
	Sound
)

// Row is a message in a block: its key without the chat, and its folded text, which has no line end.
type Row struct {
	Key   [KeyLen]byte
	Flags Flags
	Text  []byte
}

// Block writes rows, which must be in the order of their keys, as one: their number, and how many bytes their heads take; then of each
// how far its sort time and its tie are from those before, its flags and the length of its text; then all texts, each with a line end.
func Block(rows []Row) []byte {
	size := 0
	for _, r := range rows {
		size += len(r.Text) + 1
	}
	heads := make([]byte, 0, 12*len(rows))
	var sort, tie uint64
	for _, r := range rows {
		s, t := binary.BigEndian.Uint64(r.Key[:8]), binary.BigEndian.Uint64(r.Key[8:])
		heads = binary.AppendUvarint(heads, s-sort)
		heads = binary.AppendVarint(heads, int64(t-tie))
		heads = append(heads, byte(r.Flags))
		heads = binary.AppendUvarint(heads, uint64(len(r.Text)))
		sort, tie = s, t
	}
	out := binary.AppendUvarint(make([]byte, 0, 12+len(heads)+size), uint64(len(rows)))
	out = append(binary.AppendUvarint(out, uint64(len(heads))), heads...)
	for _, r := range rows {
		out = append(append(out, r.Text...), '\n')
	}
	return out
}

// reader reads the heads of a block's rows.
type reader struct {
	left      uint64
	head      []byte
	texts     []byte
	sort, tie uint64
}

// begin finds where heads and texts of a block begin.
func begin(block []byte) (r reader, err error) {
	r.head = block
	r.left = r.number()
	heads := r.number()
	if r.head == nil || heads > uint64(len(r.head)) {
		return r, ErrBlock
	}
	r.head, r.texts = r.head[:heads:heads], r.head[heads:]
	return r, nil
}

// check makes sure that all of next will be within the block.
func (r reader) check() error {
	skip := r
	size := uint64(0)
	for n := uint64(0); n < r.left; n++ {
		skip.number()
		skip.number()
		skip.byte()
		size += skip.number() + 1
		if skip.head == nil || size > uint64(len(r.texts)) {
			return ErrBlock
		}
	}
	if uint64(len(r.texts)) != size || len(skip.head) > 0 {
		return fmt.Errorf("%w: texts of %d bytes, not %d", ErrBlock, len(r.texts), size)
	}
	return nil
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.head)
	if size <= 0 {
		r.head = nil
		return 0
	}
	r.head = r.head[size:]
	return n
}

func (r *reader) byte() (b byte) {
	if len(r.head) == 0 {
		r.head = nil
		return 0
	}
	b, r.head = r.head[0], r.head[1:]
	return b
}

// next gives the next row, whose text is a part of the block.
func (r *reader) next() (row Row, ok bool) {
	if r.left == 0 {
		return row, false
	}
	r.left--
	r.sort += r.number()
	zigzag := r.number()
	r.tie += uint64(int64(zigzag>>1) ^ -int64(zigzag&1))
	row.Flags = Flags(r.byte())
	binary.BigEndian.PutUint64(row.Key[:8], r.sort)
	binary.BigEndian.PutUint64(row.Key[8:], r.tie)
	size := r.number()
	row.Text, r.texts = r.texts[:size:size], r.texts[size+1:]
	return row, true
}

// Rows gives the rows of a block, whose texts are parts of it. ErrBlock: it is none.
func Rows(block []byte) ([]Row, error) {
	r, err := begin(block)
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return nil, err
	}
	out := make([]Row, 0, r.left)
	for row, ok := r.next(); ok; row, ok = r.next() {
		out = append(out, row)
	}
	return out, nil
}

// Scan calls found for every row of a block that has all of flags and what q asks for, in the order of their keys.
func (q Query) Scan(block []byte, flags Flags, found func(key [KeyLen]byte)) error {
	r, err := begin(block)
	if err != nil {
		return err
	}
	for _, t := range q.terms { // most blocks have no row that fits
		if !bytes.Contains(r.texts, t) {
			return nil
		}
	}
	if err := r.check(); err != nil {
		return err
	}
	for row, ok := r.next(); ok; row, ok = r.next() {
		if row.Flags&flags == flags && q.Fits(row.Text) {
			found(row.Key)
		}
	}
	return nil
}
