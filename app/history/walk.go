package history

import (
	"bytes"
	"encoding/binary"

	"go.etcd.io/bbolt"
)

// Before gives up to n rows of jid before the row key (nil: the end), oldest first.
func (s *Store) Before(jid string, key []byte, n int) ([]Message, error) {
	return s.walk(jid, n, func(c *bbolt.Cursor, prefix []byte) ([]byte, []byte) {
		if key == nil {
			key = append(bytes.Clone(prefix), bytes.Repeat([]byte{0xff}, sortLen-chatLen)...)
		}
		k, v := c.Seek(key)
		if k == nil {
			return c.Last()
		}
		if bytes.Compare(k, key) >= 0 {
			k, v = c.Prev()
		}
		return k, v
	}, (*bbolt.Cursor).Prev, true)
}

// UpTo is Before with the row of that key itself.
func (s *Store) UpTo(jid string, key []byte, n int) ([]Message, error) {
	return s.Before(jid, append(bytes.Clone(key), 0), n)
}

// Until gives up to n rows of jid that do not sort behind a time in ms, oldest first.
func (s *Store) Until(jid string, sort uint64, n int) ([]Message, error) {
	name := s.seal.Name("chat", s.account, jid)
	return s.Before(jid, binary.BigEndian.AppendUint64(name[:], sort+1), n)
}

// After gives up to n rows of jid after the row key (nil: the beginning), oldest first.
func (s *Store) After(jid string, key []byte, n int) ([]Message, error) {
	return s.walk(jid, n, func(c *bbolt.Cursor, prefix []byte) ([]byte, []byte) {
		if key == nil {
			return c.Seek(prefix)
		}
		k, v := c.Seek(key)
		if bytes.Equal(k, key) {
			return c.Next()
		}
		return k, v
	}, (*bbolt.Cursor).Next, false)
}

// walk collects rows of jid from where first puts the cursor, in the direction of step.
func (s *Store) walk(jid string, n int, first func(*bbolt.Cursor, []byte) ([]byte, []byte), step func(*bbolt.Cursor) ([]byte, []byte), reverse bool) ([]Message, error) {
	rows := s.bucket(bktRows)
	if rows == nil || n <= 0 {
		return nil, nil
	}
	chat, err := s.Chat(jid)
	if err != nil {
		return nil, err
	}
	name := s.seal.Name("chat", s.account, jid)
	var out []Message
	cursor := rows.Cursor()
	for k, v := first(cursor, name[:]); k != nil && bytes.HasPrefix(k, name[:]) && len(out) < n; k, v = step(cursor) {
		m, err := s.row(chat, k, v)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	if reverse {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return out, nil
}

// each calls f for every row of c.
func (s *Store) each(c Chat, f func(key []byte, m Message) error) error {
	rows := s.bucket(bktRows)
	if rows == nil {
		return nil
	}
	name := s.seal.Name("chat", s.account, c.JID)
	cursor := rows.Cursor()
	for k, v := cursor.Seek(name[:]); k != nil && bytes.HasPrefix(k, name[:]); k, v = cursor.Next() {
		m, err := s.row(c, k, v)
		if err != nil {
			return err
		}
		if err := f(k, m); err != nil {
			return err
		}
	}
	return nil
}
