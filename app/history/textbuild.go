package history

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"vouch/app/search"
)

// keyTexts holds the key of the row up to which the texts of a chat are in blocks that an earlier version left without.
var keyTexts = []byte("texts")

// Unsearched gives how many chats have rows of earlier versions that a search does not look at yet.
func (s *Store) Unsearched() (int, error) {
	chats, err := s.unsearched()
	return len(chats), err
}

// UnsearchedOf is Unsearched for one chat, or for all where it is "".
func (s *Store) UnsearchedOf(jid string) (int, error) {
	if jid == "" {
		return s.Unsearched()
	}
	c, err := s.Chat(jid)
	switch {
	case errors.Is(err, ErrNotFound):
		return 0, nil
	case err == nil && !c.Text && c.LastLive > 0:
		return 1, nil
	}
	return 0, err
}

// unsearched are those chats, the newest first.
func (s *Store) unsearched() ([]Chat, error) {
	chats, err := s.Chats()
	if err != nil {
		return nil, err
	}
	chats = slices.DeleteFunc(chats, func(c Chat) bool { return c.Text || c.LastLive == 0 })
	slices.SortFunc(chats, func(a, b Chat) int {
		return cmp.Compare(b.LastLive, a.LastLive)
	})
	return chats, nil
}

// BuildTexts puts the texts of up to most rows of earlier versions into blocks, chat by chat, and goes on with the next ones when it is
// called again. It is done when nothing is left. A row that does not open is left out.
func (s *Store) BuildTexts(most int) (done bool, err error) {
	chats, err := s.unsearched()
	if err != nil || len(chats) == 0 {
		return err == nil, err
	}
	last := s.built()
	at := slices.IndexFunc(chats, func(c Chat) bool {
		name := s.seal.Name("chat", s.account, c.JID)
		return bytes.HasPrefix(last, name[:])
	})
	if at < 0 {
		at, last = 0, nil
	}
	c := chats[at]
	last, err = s.buildChat(c, last, most)
	if err != nil {
		return false, fmt.Errorf("collect texts: %w", err)
	}
	if last == nil {
		if c, err = s.Chat(c.JID); err == nil {
			c.Text = true
			err = s.PutChat(c)
		}
	}
	return last == nil && len(chats) == 1, errors.Join(err, s.putBuilt(last))
}

// buildChat does up to most rows of c behind the key last, and gives the key of the last one, or nil where it was at the end.
func (s *Store) buildChat(c Chat, last []byte, most int) ([]byte, error) {
	b := s.bucket(bktRows)
	if b == nil {
		return nil, nil
	}
	name := s.seal.Name("chat", s.account, c.JID)
	cursor := b.Cursor()
	from := last
	if from == nil {
		from = name[:]
	}
	k, v := cursor.Seek(from)
	if bytes.Equal(k, last) {
		k, v = cursor.Next()
	}
	var rows []search.Row
	n := 0
	for ; k != nil && bytes.HasPrefix(k, name[:]) && n < most; k, v = cursor.Next() {
		n, last = n+1, bytes.Clone(k)
		m, err := s.row(c, k, v)
		if err != nil {
			continue
		}
		if row, ok := textRow(k, &m); ok {
			rows = append(rows, row)
		}
	}
	if err := s.mergeTexts(c, rows); err != nil {
		return nil, err
	}
	if n < most {
		return nil, nil
	}
	return last, nil
}

func (s *Store) built() []byte {
	b := s.tx.Bucket(root)
	if b != nil {
		b = b.Bucket(s.name[:])
	}
	if b == nil {
		return nil
	}
	return bytes.Clone(b.Get(keyTexts))
}

func (s *Store) putBuilt(last []byte) error {
	top, err := s.top()
	if err == nil {
		err = top.Put(keyTexts, last)
	}
	if err != nil {
		return fmt.Errorf("note how far texts are collected: %w", err)
	}
	return nil
}
