package history

import (
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"vouch/trust"
)

// Chat is a conversation: with a person, a room, or oneself.
type Chat struct {
	JID       string    `json:"jid"`
	Kind      ChatKind  `json:"kind,omitempty"`
	Key       []byte    `json:"key"`   // seals its messages; a new one after Clear
	Plain     bool      `json:"plain"` // the user turned encryption off; the zero value is encrypted
	Listed    bool      `json:"listed"`
	Wrote     bool      `json:"wrote,omitempty"` // the user has written in it, here or on another device
	Made      time.Time `json:"made"`
	LastLive  uint64    `json:"last_live"` // sort time of the newest row, ms
	Settled   uint64    `json:"settled"`   // up to here the rows are in the order of the archive
	Unread    int       `json:"unread"`
	Mentions  int       `json:"mentions,omitempty"`  // of Unread, those that name the user
	ReadTo    []byte    `json:"read_to,omitempty"`   // key of the last row the user has seen
	Alarm     bool      `json:"alarm,omitempty"`     // a key changed and nobody looked yet
	Earlier   string    `json:"earlier,omitempty"`   // row that counts the messages from before this device existed
	Strangers string    `json:"strangers,omitempty"` // of the chat with our server: row that counts what strangers sent
	Reacts    bool      `json:"reacts,omitempty"`    // the user knows that servers can read reactions
	WAV       bool      `json:"wav,omitempty"`       // voice messages are recorded as WAV, for programs that play no Ogg
	Older     Older     `json:"older,omitzero"`
	Text      bool      `json:"text,omitempty"`      // its texts can be searched; not yet where an earlier version left it
	Displayed string    `json:"displayed,omitempty"` // archive id up to which our devices know from each other that it was read
	ToBeRead  string    `json:"to_read,omitempty"`   // the same, of a message that has not come yet
	Keep      int       `json:"keep,omitempty"`      // days for which messages are kept; 0: as the account says; less: for ever
	Clearing  uint64    `json:"clearing,omitempty"`  // rows before that sort time are being deleted; 0: none
	Cleared   uint64    `json:"cleared,omitempty"`   // sort time of the last row that was cleared: what a backup has up to there stays away
	Unknown   uint64    `json:"unknown,omitempty"`   // sort time up to which rows were cleared in the profile of a backup: no index row here knows them
	Restoring bool      `json:"restoring,omitempty"` // made by a restore that has not ended
	New       bool      `json:"-"`                   // made by this call
}

// Older is how far back the archive was asked for what was written in a chat before its first row.
type Older struct {
	ID  string    `json:"id,omitempty"`  // of the oldest message that it gave, with or without a row; "" before it gave one
	At  time.Time `json:"at,omitzero"`   // its stamp
	All bool      `json:"all,omitempty"` // it has nothing before that, or the user does not want it
}

// Chat gives the chat with jid, or ErrNotFound.
func (s *Store) Chat(jid string) (Chat, error) {
	key := s.seal.Name("chat", s.account, jid)
	stored := s.get(bktChats, key[:])
	if stored == nil {
		return Chat{}, fmt.Errorf("read chat: %w", ErrNotFound)
	}
	var c Chat
	if err := s.open(s.seal, bktChats, key[:], stored, &c); err != nil {
		return Chat{}, err
	}
	if c.Kind == "" {
		c.Kind = s.kindOf(jid)
	}
	return c, nil
}

// ChatOrNew gives the chat with jid, or how it would begin.
func (s *Store) ChatOrNew(jid string) (Chat, error) {
	c, err := s.Chat(jid)
	if errors.Is(err, ErrNotFound) {
		kind := s.kindOf(jid)
		return Chat{JID: jid, Kind: kind, Plain: kind == ChatOccupant}, nil
	}
	return c, err
}

// Begin gives the chat with jid, made when there is none. A new chat is encrypted.
func (s *Store) Begin(jid string, now time.Time) (Chat, error) {
	c, err := s.Chat(jid)
	if err == nil {
		return c, nil
	}
	key := s.seal.Name("chat", s.account, jid)
	if s.get(bktChats, key[:]) != nil {
		return Chat{}, err // there, but unreadable: never overwrite it
	}
	c = Chat{JID: jid, Kind: s.kindOf(jid), Key: newKey(), Made: now, Text: true, New: true}
	c.Plain = c.Kind == ChatOccupant // nobody can say whose devices they are
	return c, s.PutChat(c)
}

// BeginRoom gives the chat of a room, made and listed when there is none, and of that kind from now on. A new channel is in clear,
// since nobody can say who reads it. A group that becomes a channel stays encrypted, which means that nothing leaves.
func (s *Store) BeginRoom(jid string, kind ChatKind, now time.Time) (Chat, error) {
	c, err := s.Begin(jid, now)
	if err != nil || c.Kind == kind && !c.New {
		return c, err
	}
	if kind == ChatChannel && c.Kind != ChatGroup {
		c.Plain = true
	}
	c.Kind, c.Listed = kind, c.Listed || c.New
	return c, s.PutChat(c)
}

// PutChat writes c back.
func (s *Store) PutChat(c Chat) error {
	key := s.seal.Name("chat", s.account, c.JID)
	return s.putSealed(s.seal, bktChats, key[:], c)
}

// Chats gives all chats of the account, in no order that means anything.
func (s *Store) Chats() ([]Chat, error) {
	b := s.bucket(bktChats)
	if b == nil {
		return nil, nil
	}
	var out []Chat
	err := b.ForEach(func(k, v []byte) error {
		var c Chat
		if err := s.open(s.seal, bktChats, k, v, &c); err != nil {
			return err
		}
		if c.Kind == "" {
			c.Kind = s.kindOf(c.JID)
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// Clear deletes the rows of a chat and the key they were sealed with, and marks the file for compaction: until that has
// run, the pages still hold the rows, but nothing that opens them. Messages in the outbox stay, and what is older than the
// rows is not fetched any more. It returns how many rows went.
func (s *Store) Clear(jid string) (int, error) {
	c, err := s.Chat(jid)
	if err != nil {
		return 0, err
	}
	waiting := s.waitingRows(jid)
	var kept, files []Message
	var keys [][]byte
	if err := s.each(c, func(k []byte, m Message) error {
		keys = append(keys, append([]byte(nil), k...))
		if waiting[m.ID] {
			kept = append(kept, m)
		} else if m.File != nil {
			files = append(files, m)
		}
		return nil
	}); err != nil {
		return 0, err
	}
	for _, k := range keys {
		if err := s.remove(bktRows, k); err != nil {
			return 0, err
		}
	}
	for i := range files {
		if err := s.DropFile(&files[i]); err != nil {
			return 0, err
		}
	}
	if len(keys) > 0 {
		c.Cleared = max(c.Cleared, sortOf(keys[len(keys)-1]))
	}
	c.Mentions = 0
	c.Key, c.Unread, c.ReadTo, c.Alarm, c.Older.All = newKey(), 0, nil, false, true
	c.Text = true
	delete(s.chats, jid)
	if err := errors.Join(s.PutChat(c), s.dropTexts(jid), s.dropAllRefs(jid)); err != nil {
		return 0, err
	}
	for _, m := range kept { // under the new key, at the old place
		if err := errors.Join(s.write(c, m.Sort, &m), s.textNew(m.Sort, &m)); err != nil {
			return 0, err
		}
	}
	return len(keys) - len(kept), trust.MarkCompact(s.tx)
}

// sealOf is the seal of a chat's messages.
func (s *Store) sealOf(c Chat) *trust.Seal {
	if seal, ok := s.chats[c.JID]; ok {
		return seal
	}
	seal := s.seal.Chat(c.Key)
	s.chats[c.JID] = seal
	return seal
}

func newKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails, crypto/rand
	return key
}
