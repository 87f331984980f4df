package history

import (
	"bytes"
	"fmt"
	"slices"

	"vouch/app/search"
)

// Fresh is how many rows at most are noted as fresh.
func (s *Store) Fresh() int {
	b := s.bucket(bktFresh)
	if b == nil {
		return 0
	}
	return int(b.Sequence())
}

// FlushTexts puts the texts of up to most fresh rows into their blocks. It is done when no row is fresh any more.
func (s *Store) FlushTexts(most int) (done bool, err error) {
	fresh := s.bucket(bktFresh)
	if fresh == nil {
		return true, nil
	}
	keys := keysOf(fresh, nil, most)
	for rest := keys; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(k []byte) bool { return !bytes.Equal(k[:chatLen], rest[0][:chatLen]) })
		if n < 0 {
			n = len(rest)
		}
		if err := s.flushChat(rest[:n]); err != nil {
			return false, err
		}
		rest = rest[n:]
	}
	for _, k := range keys {
		if err := deleteFrom(k, fresh); err != nil {
			return false, err
		}
	}
	left := 0
	if len(keys) == most {
		left = int(fresh.Sequence()) - most
	}
	if err := fresh.SetSequence(uint64(max(left, 0))); err != nil {
		return false, fmt.Errorf("count fresh rows: %w", err)
	}
	return len(keys) < most, nil
}

// flushChat puts the texts of rows of one chat, which are in their order, into blocks. One that is not there, or does not open, has none.
func (s *Store) flushChat(keys [][]byte) error {
	c, err := s.chatOf(keys[0])
	if err != nil {
		return nil
	}
	var rows []search.Row
	for _, k := range keys {
		stored := s.get(bktRows, k)
		if stored == nil {
			continue
		}
		m, err := s.row(c, k, stored)
		if err != nil {
			continue
		}
		if row, ok := textRow(k, &m); ok {
			rows = append(rows, row)
		}
	}
	return s.mergeTexts(c, rows)
}

// mergeTexts puts rows of c, which are in their order, into its blocks. A row that is in one already is replaced.
func (s *Store) mergeTexts(c Chat, rows []search.Row) error {
	name := s.seal.Name("chat", s.account, c.JID)
	for len(rows) > 0 {
		at := s.blockOf(append(name[:], rows[0].Key[:]...))
		n, there := len(rows), []search.Row(nil)
		if at != nil {
			if next := s.blockBehind(at); next != nil {
				n, _ = indexOfKey(rows, next[chatLen:])
			}
			var err error
			if there, err = s.openBlock(c, at, nil); err != nil {
				return err
			}
		}
		if err := s.putBlock(c, at, merged(there, rows[:n])); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// blockBehind is the key of the next block of the same chat, or nil.
func (s *Store) blockBehind(at []byte) []byte {
	c := s.bucket(bktTextDir).Cursor()
	c.Seek(at)
	next, _ := c.Next()
	if !bytes.HasPrefix(next, at[:chatLen]) {
		return nil
	}
	return bytes.Clone(next)
}

// merged gives both lists of rows as one, in their order; of two with the same key the new one.
func merged(there, rows []search.Row) []search.Row {
	out := make([]search.Row, 0, len(there)+len(rows))
	for len(there) > 0 && len(rows) > 0 {
		switch bytes.Compare(there[0].Key[:], rows[0].Key[:]) {
		case -1:
			out, there = append(out, there[0]), there[1:]
		case 0:
			there = there[1:]
		default:
			out, rows = append(out, rows[0]), rows[1:]
		}
	}
	return append(append(out, there...), rows...)
}
