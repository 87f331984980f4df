package history

import (
	"bytes"
	"errors"
	"slices"

	"vouch/app/search"
)

// Wanted is what is looked for in the texts of an account. The zero value is everything that can be searched.
type Wanted struct {
	Chat  string // bare JID, or "" for all chats
	Query search.Query
	Flags search.Flags          // all of them are wanted
	From  uint64                // sort time in ms from which on, or 0
	Until uint64                // sort time in ms before which, or 0
	Fits  func(m *Message) bool // what else is wanted of a row, or nil; it costs that each candidate is opened
	After []byte                // what Found gave last: only what is older is looked for; nil for the newest
	Most  int                   // how many, at least 1
}

// Finding is a search that is under way. It holds copies alone, so that it goes on in another transaction. It is used by one goroutine.
type Finding struct {
	wanted  Wanted
	blocks  []blockAt // what is left of them, the newest last row first
	state   uint64    // of the directory that they were read from
	begun   bool
	restart int
	keys    [][]byte // of rows that fit, the newest first, at most wanted.Most
	buffer  []byte
}

// blockAt is a block, and the sort time of its last row.
type blockAt struct {
	key  []byte
	last uint64
}

// mostRestarts bounds how often a search begins anew because blocks have moved; then it goes on to its end at once.
const mostRestarts = 3

// Find begins a search.
func Find(w Wanted) *Finding {
	w.Most = max(w.Most, 1)
	return &Finding{wanted: w}
}

// Search goes on with a search until it is done or pause, which is asked between blocks, says so.
func (s *Store) Search(f *Finding, pause func() bool) (done bool, err error) {
	chats := map[[chatLen]byte]Chat{}
	if state := s.textState(); !f.begun || state != f.state {
		f.restart++
		if err := s.beginFinding(f, state, chats); err != nil {
			return false, err
		}
	}
	text := s.bucket(bktText)
	for len(f.blocks) > 0 {
		b := f.blocks[0]
		if f.full() && sortOf(f.keys[len(f.keys)-1]) > b.last {
			break
		}
		if err := s.searchBlock(f, chats, b.key, text.Get(b.key)); err != nil {
			return false, err
		}
		if f.blocks = f.blocks[1:]; len(f.blocks) > 0 && f.restart <= mostRestarts && pause() {
			return false, nil
		}
	}
	f.blocks = nil
	return true, nil
}

// Found gives the rows that were found so far, the newest first, and what Wanted.After takes to go on behind them: nil where there are
// no more. Rows that have gone meanwhile are left out.
func (s *Store) Found(f *Finding) (rows []Message, after []byte, err error) {
	chats := map[[chatLen]byte]Chat{}
	for _, key := range f.keys {
		m, err := s.atKey(key, chats)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, m)
	}
	if f.full() {
		after = f.keys[len(f.keys)-1]
	}
	return rows, after, nil
}

func (f *Finding) full() bool { return len(f.keys) >= f.wanted.Most }

// textState changes when the keys of blocks do.
func (s *Store) textState() uint64 {
	if dir := s.bucket(bktTextDir); dir != nil {
		return dir.Sequence()
	}
	return 0
}

// beginFinding reads which blocks there are, and looks at the rows that are in none yet.
func (s *Store) beginFinding(f *Finding, state uint64, chats map[[chatLen]byte]Chat) error {
	f.begun, f.state, f.blocks, f.keys = true, state, nil, nil
	var prefix []byte
	if f.wanted.Chat != "" {
		name := s.seal.Name("chat", s.account, f.wanted.Chat)
		prefix = name[:]
	}
	if dir := s.bucket(bktTextDir); dir != nil {
		c := dir.Cursor()
		for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if len(k) != sortLen || len(v) != 8 {
				continue
			}
			last := sortOf(append(make([]byte, chatLen, chatLen+8), v...))
			if last >= f.wanted.From && (f.wanted.Until == 0 || sortOf(k) < f.wanted.Until) && (f.wanted.After == nil || sortOf(k) <= sortOf(f.wanted.After)) {
				f.blocks = append(f.blocks, blockAt{bytes.Clone(k), last})
			}
		}
	}
	slices.SortStableFunc(f.blocks, func(a, b blockAt) int {
		switch {
		case a.last > b.last:
			return -1
		case a.last < b.last:
			return 1
		}
		return 0
	})
	return s.searchFresh(f, prefix, chats)
}

// searchFresh looks at the rows that are in no block yet.
func (s *Store) searchFresh(f *Finding, prefix []byte, chats map[[chatLen]byte]Chat) error {
	b := s.bucket(bktFresh)
	if b == nil {
		return nil
	}
	c := b.Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if !f.inTime(k) {
			continue
		}
		m, err := s.atKey(k, chats)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		row, ok := textRow(k, &m)
		if ok && row.Flags&f.wanted.Flags == f.wanted.Flags && f.wanted.Query.Fits(row.Text) && (f.wanted.Fits == nil || f.wanted.Fits(&m)) {
			f.take(k)
		}
	}
	return nil
}

// searchBlock looks at a block. One that does not open is an error: nobody may believe that there was nothing.
func (s *Store) searchBlock(f *Finding, chats map[[chatLen]byte]Chat, at, stored []byte) error {
	c, err := s.chatAt(at, chats)
	if err != nil {
		return err
	}
	block, err := s.unboxBlock(c, at, stored, f.buffer)
	if err != nil {
		return err
	}
	f.buffer = block
	var failed error
	err = f.wanted.Query.Scan(block, f.wanted.Flags, func(rest [search.KeyLen]byte) {
		key := append(at[:chatLen:chatLen], rest[:]...)
		if failed != nil || !f.inTime(key) {
			return
		}
		if f.wanted.Fits != nil {
			m, err := s.atKey(key, chats)
			if err != nil || !f.wanted.Fits(&m) {
				if err != nil && !errors.Is(err, ErrNotFound) {
					failed = err
				}
				return
			}
		}
		f.take(key)
	})
	return errors.Join(err, failed)
}

// inTime tells whether a row is of the time that is wanted, and older than what was found before.
func (f *Finding) inTime(key []byte) bool {
	sort := sortOf(key)
	return sort >= f.wanted.From && (f.wanted.Until == 0 || sort < f.wanted.Until) && (f.wanted.After == nil || Newer(f.wanted.After, key) < 0)
}

// take keeps a row that fits, unless it is known or there are enough newer ones.
func (f *Finding) take(key []byte) {
	i, known := slices.BinarySearchFunc(f.keys, key, Newer)
	if known || i == f.wanted.Most {
		return
	}
	f.keys = slices.Insert(f.keys, i, bytes.Clone(key))
	f.keys = f.keys[:min(len(f.keys), f.wanted.Most)]
}

// Newer orders keys of rows of all chats, the newest first.
func Newer(a, b []byte) int {
	if c := bytes.Compare(b[chatLen:], a[chatLen:]); c != 0 {
		return c
	}
	return bytes.Compare(a[:chatLen], b[:chatLen])
}

// chatAt is the chat of a row or block, read once in a transaction that changes none.
func (s *Store) chatAt(key []byte, chats map[[chatLen]byte]Chat) (Chat, error) {
	name := [chatLen]byte(key)
	c, known := chats[name]
	if known {
		return c, nil
	}
	c, err := s.chatOf(key)
	if err == nil {
		chats[name] = c
	}
	return c, err
}

// atKey is the row at a key.
func (s *Store) atKey(key []byte, chats map[[chatLen]byte]Chat) (Message, error) {
	stored := s.get(bktRows, key)
	if stored == nil {
		return Message{}, ErrNotFound
	}
	c, err := s.chatAt(key, chats)
	if err != nil {
		return Message{}, err
	}
	return s.row(c, key, stored)
}
