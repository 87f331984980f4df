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

// Block writes rows, which must be in the order of their keys, as one: their number, then of each how far its sort time and its tie
// are from those before, its flags and the length of its text; then all texts, each with a line end.
func Block(rows []Row) []byte {
	size := 0
	for _, r := range rows {
		size += len(r.Text) + 12
	}
	out := binary.AppendUvarint(make([]byte, 0, size), uint64(len(rows)))
	var sort, tie uint64
	for _, r := range rows {
		s, t := binary.BigEndian.Uint64(r.Key[:8]), binary.BigEndian.Uint64(r.Key[8:])
		out = binary.AppendUvarint(out, s-sort)
		out = binary.AppendVarint(out, int64(t-tie))
		out = append(out, byte(r.Flags))
		out = binary.AppendUvarint(out, uint64(len(r.Text)))
		sort, tie = s, t
	}
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

// read begins with a block.
func read(block []byte) (reader, error) {
	r := reader{head: block}
	r.left = r.number()
	skip := r
	size := uint64(0)
	for n := uint64(0); n < r.left; n++ {
		skip.number()
		skip.number()
		skip.byte()
		size += skip.number() + 1
		if skip.head == nil || size > uint64(len(block)) {
			return r, ErrBlock
		}
	}
	if uint64(len(skip.head)) != size {
		return r, fmt.Errorf("%w: texts of %d bytes, not %d", ErrBlock, len(skip.head), size)
	}
	r.texts = skip.head
	return r, nil
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
	r, err := read(block)
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
	r, err := read(block)
	if err != nil {
		return err
	}
	for _, t := range q.terms { // most blocks have no row that fits
		if !bytes.Contains(r.texts, t) {
			return nil
		}
	}
	for row, ok := r.next(); ok; row, ok = r.next() {
		if row.Flags&flags == flags && q.Fits(row.Text) {
			found(row.Key)
		}
	}
	return nil
}
