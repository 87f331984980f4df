package history

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/files/filename"
	"vouch/app/search"
	"vouch/trust/links"
)

// The texts of a chat lie folded in blocks beside its rows, under the chat's own key, so that they can be searched without opening each
// row. A new row is only noted as fresh, which costs a key; FlushTexts puts many into their blocks at once. What changes or goes does so
// in its block in the same transaction.

var (
	bktText    = []byte("text")
	bktTextDir = []byte("textdir")
	bktFresh   = []byte("fresh")
)

// textFormat is the format of blocks: search.Block.
const textFormat = 1

// MostFresh is how many rows are noted as fresh until somebody is told that they should be flushed. A search opens them one by one.
const MostFresh = 1024

// searched tells whether there is anything to be searched in a message.
func (m *Message) searched() bool {
	return m.Kind == KindText && !m.Retracted() && (m.Body != "" || m.Subject != "" || m.File != nil)
}

// words gives what can be searched of a message, of which there is something.
func (m *Message) words() (text string, flags search.Flags) {
	if text = m.Body; m.Subject != "" {
		text = m.Subject + "\n" + text
	}
	if m.Own {
		flags |= search.Own
	}
	if f := m.Attachment(); f != nil {
		flags |= search.File
		text = f.Name
		switch {
		case f.IsPicture():
			flags |= search.Picture
		case filename.Sound(f.Name):
			flags |= search.Sound
		}
	} else if strings.Contains(m.Body, ":") && len(links.Find(m.Body)) > 0 { // most texts have none, and looking is slow
		flags |= search.Link
	}
	return text, flags
}

// textRow is a message as it stands in a block, or false where nothing of it can be searched.
func textRow(key []byte, m *Message) (row search.Row, ok bool) {
	if !m.searched() {
		return row, false
	}
	text, flags := m.words()
	copy(row.Key[:], key[chatLen:])
	row.Flags, row.Text = flags, []byte(search.Fold(text))
	return row, true
}

// Filling has f run after the commit when so many rows are fresh that they should be flushed.
func (s *Store) Filling(f func()) *Store {
	s.filling = f
	return s
}

// textNew notes a row that is new at key.
func (s *Store) textNew(key []byte, m *Message) error {
	if !m.searched() {
		return nil
	}
	fresh, err := s.writable(bktFresh)
	if err != nil {
		return err
	}
	n, err := fresh.NextSequence()
	if err == nil {
		err = fresh.Put(key, []byte{})
	}
	if err != nil {
		return fmt.Errorf("note fresh row: %w", err)
	}
	if s.filling != nil && n%MostFresh == 0 {
		s.OnCommit(s.filling)
	}
	return nil
}

// textChanged has the text of a row of c that was changed be what it is now, wherever it stands.
func (s *Store) textChanged(c Chat, key []byte, m *Message) error {
	if fresh := s.bucket(bktFresh); fresh != nil && fresh.Get(key) != nil {
		return nil // it is read when it is searched or flushed
	}
	at := s.blockOf(key)
	if at == nil {
		return s.textNew(key, m)
	}
	rows, err := s.openBlock(c, at, nil)
	if err != nil {
		return err
	}
	now, ok := textRow(key, m)
	i, there := indexOfKey(rows, key[chatLen:])
	switch {
	case !there:
		return s.textNew(key, m)
	case ok && rows[i].Flags == now.Flags && bytes.Equal(rows[i].Text, now.Text):
		return nil
	case ok:
		rows[i] = now
	default:
		rows = append(rows[:i:i], rows[i+1:]...)
	}
	return s.putBlock(c, at, rows)
}

// textGone takes the text of a row of c away.
func (s *Store) textGone(c Chat, key []byte) error {
	if err := s.remove(bktFresh, key); err != nil {
		return err
	}
	at := s.blockOf(key)
	if at == nil {
		return nil
	}
	rows, err := s.openBlock(c, at, nil)
	if err != nil {
		return err
	}
	i, there := indexOfKey(rows, key[chatLen:])
	if !there {
		return nil
	}
	return s.putBlock(c, at, append(rows[:i:i], rows[i+1:]...))
}

// dropTexts takes all texts of a chat away.
func (s *Store) dropTexts(jid string) error {
	name := s.seal.Name("chat", s.account, jid)
	for _, bucket := range [][]byte{bktText, bktTextDir, bktFresh} {
		b := s.bucket(bucket)
		if b == nil {
			continue
		}
		for _, k := range keysOf(b, name[:], math.MaxInt) {
			if err := deleteFrom(k, b); err != nil {
				return err
			}
		}
	}
	return s.textsMoved()
}

// textsMoved notes that the keys of blocks are others now: a search that is under way begins anew.
func (s *Store) textsMoved() error {
	dir, err := s.writable(bktTextDir)
	if err != nil {
		return err
	}
	if _, err := dir.NextSequence(); err != nil {
		return fmt.Errorf("note that texts have moved: %w", err)
	}
	return nil
}

// blockOf is the key of the block in which a row has its place: the last one of its chat that begins at the row or before, else the
// first one. It is nil where the chat has none.
func (s *Store) blockOf(key []byte) []byte {
	dir := s.bucket(bktTextDir)
	if dir == nil {
		return nil
	}
	name := key[:chatLen]
	c := dir.Cursor()
	k, _ := c.Seek(key)
	if !bytes.Equal(k, key) {
		if k == nil {
			k, _ = c.Last()
		} else {
			k, _ = c.Prev()
		}
		if !bytes.HasPrefix(k, name) {
			k, _ = c.Seek(name)
		}
	}
	if !bytes.HasPrefix(k, name) {
		return nil
	}
	return bytes.Clone(k)
}

// openBlock gives the rows of a block of c; their texts may lie in buffer.
func (s *Store) openBlock(c Chat, at, buffer []byte) ([]search.Row, error) {
	plain, err := s.unboxBlock(c, at, s.get(bktText, at), buffer)
	if err != nil {
		return nil, err
	}
	rows, err := search.Rows(plain)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	return rows, nil
}

// unboxBlock opens a block of c as it is stored.
func (s *Store) unboxBlock(c Chat, at, stored, buffer []byte) ([]byte, error) {
	if stored == nil {
		return nil, fmt.Errorf("read texts: %w", ErrNotFound)
	}
	format, plain, err := s.sealOf(c).UnboxTo(buffer[:0], s.path(bktText), at, stored)
	if err == nil && format != textFormat {
		err = fmt.Errorf("unknown format %d", format)
	}
	if err != nil {
		return nil, fmt.Errorf("open texts: %w", err)
	}
	return plain, nil
}

// putBlock writes rows in the place of a block of c, or of none where at is nil, and in as many as they need.
func (s *Store) putBlock(c Chat, at []byte, rows []search.Row) error {
	text, err := s.writable(bktText)
	if err != nil {
		return err
	}
	dir, err := s.writable(bktTextDir)
	if err != nil {
		return err
	}
	moved := false
	for first := true; len(rows) > 0; first = false {
		n := fitting(rows)
		name := s.seal.Name("chat", s.account, c.JID)
		key := append(name[:], rows[0].Key[:]...)
		if first && at != nil && bytes.Compare(at, key) <= 0 {
			key = at // also where its first row has gone
		} else {
			moved = true
		}
		if bytes.Equal(key, at) {
			at = nil
		}
		block := s.sealOf(c).Box(textFormat, s.path(bktText), key, search.Block(rows[:n]))
		if err := text.Put(key, block); err != nil {
			return fmt.Errorf("write texts: %w", err)
		}
		if err := dir.Put(key, rows[n-1].Key[:8]); err != nil {
			return fmt.Errorf("write directory of texts: %w", err)
		}
		rows = rows[n:]
	}
	if at != nil {
		moved = true
		if err := deleteFrom(at, text, dir); err != nil {
			return err
		}
	}
	if moved {
		return s.textsMoved()
	}
	return nil
}

// keysOf are copies of the keys of a bucket that begin with prefix, at most n.
func keysOf(b *bbolt.Bucket, prefix []byte, n int) (keys [][]byte) {
	c := b.Cursor()
	k, _ := c.Seek(prefix)
	for ; k != nil && bytes.HasPrefix(k, prefix) && len(keys) < n; k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	return keys
}

func deleteFrom(key []byte, buckets ...*bbolt.Bucket) error {
	for _, b := range buckets {
		if err := b.Delete(key); err != nil {
			return fmt.Errorf("delete texts: %w", err)
		}
	}
	return nil
}

// fitting is how many of the rows go into one block: at least one.
func fitting(rows []search.Row) int {
	size := 0
	for n, r := range rows {
		if size += len(r.Text) + 12; size > search.Full && n > 0 {
			return n
		}
	}
	return len(rows)
}

// indexOfKey finds a row in a block by its key without the chat, or where it would stand.
func indexOfKey(rows []search.Row, key []byte) (i int, there bool) {
	return slices.BinarySearchFunc(rows, key, func(r search.Row, key []byte) int { return bytes.Compare(r.Key[:], key) })
}

// sortOf is the sort time in the key of a row or of a block.
func sortOf(key []byte) uint64 { return binary.BigEndian.Uint64(key[chatLen:]) }
