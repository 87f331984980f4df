package history

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"

	"vouch/app/search"
	"vouch/trust"
)

// Everything is a sort time that no row reaches.
const Everything = math.MaxUint64

// Sweep deletes up to most of the oldest rows of a chat that sort before a time in ms, and says how many went and whether there are more.
// With read it leaves what the user has not read. What is in the outbox stays. Copies of what went stay known, and what is older is not
// fetched any more, so that nothing comes back by itself. ErrNotFound: there is no such chat.
func (s *Store) Sweep(jid string, before uint64, read bool, most int) (n int, more bool, err error) {
	c, err := s.Chat(jid)
	if err != nil {
		return 0, false, err
	}
	rows, more, err := s.sweepable(c, before, read, most)
	if err != nil || len(rows) == 0 {
		return 0, more, err
	}
	keys := make([][]byte, len(rows))
	for i := range rows {
		keys[i] = rows[i].Sort
		if err := errors.Join(s.DropFile(&rows[i]), s.remove(bktRows, rows[i].Sort)); err != nil {
			return 0, false, err
		}
	}
	if err := s.textsGone(c, keys); err != nil {
		return 0, false, err
	}
	if c.Unread > 0 {
		if err := s.countUnread(&c); err != nil {
			return 0, false, err
		}
	}
	c.Older.All, c.Cleared = true, max(c.Cleared, sortOf(keys[len(keys)-1]))
	err = s.PutChat(c)
	if !more {
		err = errors.Join(err, trust.MarkCompact(s.tx))
	}
	return len(rows), more, err
}

// sweepable are the rows that Sweep deletes.
func (s *Store) sweepable(c Chat, before uint64, read bool, most int) (rows []Message, more bool, err error) {
	waiting := s.waitingRows(c.JID)
	err = s.each(c, func(k []byte, m Message) error {
		switch {
		case sortOf(k) >= before, read && c.Unread > 0 && bytes.Compare(k, c.ReadTo) > 0:
			return errEnough
		case waiting[m.ID]:
			return nil
		case len(rows) == most:
			more = true
			return errEnough
		}
		rows = append(rows, m)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return rows, more, err
}

var errEnough = errors.New("enough")

// countUnread counts again what is unread, of which some went.
func (s *Store) countUnread(c *Chat) error {
	rows, err := s.After(c.JID, c.ReadTo, c.Unread)
	if err != nil {
		return fmt.Errorf("count unread rows: %w", err)
	}
	unread, mentions := 0, 0
	for _, m := range rows {
		if m.Own || m.Kind == KindNotice || m.Ignored {
			continue
		}
		unread++
		if m.Mention {
			mentions++
		}
	}
	c.Unread, c.Mentions = min(c.Unread, unread), min(c.Mentions, mentions)
	return nil
}

// textsGone takes the texts of rows of c away, which are in their order: each block is written once.
func (s *Store) textsGone(c Chat, keys [][]byte) error {
	for _, k := range keys {
		if err := s.remove(bktFresh, k); err != nil {
			return err
		}
	}
	for len(keys) > 0 {
		at := s.blockOf(keys[0])
		if at == nil {
			return nil
		}
		n := len(keys)
		if next := s.blockBehind(at); next != nil {
			n, _ = slices.BinarySearchFunc(keys, next, bytes.Compare)
		}
		rows, err := s.openBlock(c, at, nil)
		if err != nil {
			return err
		}
		left := slices.DeleteFunc(slices.Clone(rows), func(r search.Row) bool {
			_, gone := slices.BinarySearchFunc(keys[:n], r.Key[:], func(k, key []byte) int { return bytes.Compare(k[chatLen:], key) })
			return gone
		})
		if len(left) < len(rows) {
			if err := s.putBlock(c, at, left); err != nil {
				return err
			}
		}
		keys = keys[n:]
	}
	return nil
}
