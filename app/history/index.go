package history

import (
	"bytes"
	"fmt"
	"time"
)

// Ids of messages mean something within one chat: a room hands on those that its members chose, so the same sender, or
// another one, may give an id again elsewhere. Index rows of 0.1.0 do not name the chat; they count for the chat in which
// their row stands, and for every chat where that was cleared.

// index is the key of an index row.
func (s *Store) index(label, chat string, parts ...string) []byte {
	key := s.seal.Name(append([]string{label + " in", chat}, parts...)...)
	return key[:]
}

// formerIndex is the key of the same in a file of 0.1.0.
func (s *Store) formerIndex(label string, parts ...string) []byte {
	key := s.seal.Name(append([]string{label}, parts...)...)
	return key[:]
}

// indexed gives the row that an index row names, "-" for a message without one, and "" where there is no index row.
func (s *Store) indexed(bucket []byte, label, chat string, parts ...string) string {
	key := s.index(label, chat, parts...)
	if s.former() {
		return s.formerly(bucket, key, label, chat, parts...)
	}
	return unpackRow(s.get(bucket, key))
}

// formerly is indexed in a history that an earlier version began; key is that of the index row as it would be today.
func (s *Store) formerly(bucket, key []byte, label, chat string, parts ...string) string {
	if row := s.get(bucket, key); row != nil {
		return unpackRow(row)
	}
	row := unpackRow(s.get(bucket, s.formerIndex(label, parts...)))
	if row == "" || row == "-" {
		return row
	}
	if m, err := s.Get(row); err == nil && m.Chat != chat {
		return ""
	}
	return row
}

// SeenArchived gives the row stored under the archive id that by gave, "" when there is none.
func (s *Store) SeenArchived(by, archiveID string) string {
	key := s.seal.Name("archive", by, archiveID)
	return unpackRow(s.get(bktArchive, key[:]))
}

// MarkArchived remembers the archive id for SeenArchived. row may be "" for a message that has no row, as a correction.
func (s *Store) MarkArchived(by, archiveID, row string) error {
	key := s.seal.Name("archive", by, archiveID)
	if row == "" {
		row = "-"
	}
	return s.put(bktArchive, key[:], packRow(row))
}

// MarkBare is MarkArchived for a message of a chat that has no row; Bare tells where in the chat it stands.
func (s *Store) MarkBare(by, archiveID, chat string, at time.Time) error {
	name := s.seal.Name("chat", s.account, chat)
	return s.MarkArchived(by, archiveID, joinBare(milliseconds(at), name[:]))
}

// Bare reads what SeenArchived gave for a message without a row: its sort time in ms, kept as "-ms-chat". It is false for
// one of another chat.
func (s *Store) Bare(chat, seen string) (sort uint64, ok bool) {
	name := s.seal.Name("chat", s.account, chat)
	sort, of, ok := splitBare(seen)
	if !ok || !bytes.Equal(of, name[:]) {
		return 0, false
	}
	return sort, true
}

// MarkOwn makes an own row of a chat findable by its id attribute on the wire. row may be "" for what has none, as a
// reaction.
func (s *Store) MarkOwn(chat, messageID, row string) error {
	if row == "" {
		row = "-"
	}
	if !s.KnowsOwnAnywhere(messageID) {
		anywhere := "-"
		if s.former() { // where it is found in every chat, but for what its row says
			anywhere = row
		}
		if err := s.put(bktOwn, s.formerIndex("own", messageID), packRow(anywhere)); err != nil {
			return err
		}
	}
	return s.put(bktOwn, s.index("own", chat, messageID), packRow(row))
}

// KnowsOwnAnywhere tells whether an own message with this id attribute was ever stored, in whatever chat: what a server
// sends back to us with another address on it is still ours.
func (s *Store) KnowsOwnAnywhere(messageID string) bool {
	return s.get(bktOwn, s.formerIndex("own", messageID)) != nil
}

// KnowsOwn tells whether an own message with this id attribute was ever stored in a chat, cleared or not.
func (s *Store) KnowsOwn(chat, messageID string) bool {
	return s.indexed(bktOwn, "own", chat, messageID) != ""
}

// OwnByMessageID gives the own row of a chat that was sent with this id attribute, or ErrNotFound.
func (s *Store) OwnByMessageID(chat, messageID string) (Message, error) {
	row := s.indexed(bktOwn, "own", chat, messageID)
	if row == "" {
		return Message{}, fmt.Errorf("find own message: %w", ErrNotFound)
	}
	return s.Get(row)
}
