package history

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Seen gives the row under which a message of sender with this id attribute and digest was stored, and "" when none was.
// The row itself may have been cleared since.
func (s *Store) Seen(sender, messageID string, digest []byte) string {
	key := s.seal.Name("dedupe", sender, messageID, string(digest))
	return string(s.get(bktDedupe, key[:]))
}

// MarkSeen remembers the message for Seen. row may be "" for a message that has no row, as a key transport.
func (s *Store) MarkSeen(sender, messageID string, digest []byte, row string) error {
	key := s.seal.Name("dedupe", sender, messageID, string(digest))
	if row == "" {
		row = "-"
	}
	return s.put(bktDedupe, key[:], []byte(row))
}

// SeenArchived gives the row stored under the archive id that by gave, "" when there is none.
func (s *Store) SeenArchived(by, archiveID string) string {
	key := s.seal.Name("archive", by, archiveID)
	return string(s.get(bktArchive, key[:]))
}

// MarkArchived remembers the archive id for SeenArchived. row may be "" for a message that has no row, as a correction.
func (s *Store) MarkArchived(by, archiveID, row string) error {
	key := s.seal.Name("archive", by, archiveID)
	if row == "" {
		row = "-"
	}
	return s.put(bktArchive, key[:], []byte(row))
}

// MarkBare is MarkArchived for a message of a chat that has no row; Bare tells where in the chat it stands.
func (s *Store) MarkBare(by, archiveID, chat string, at time.Time) error {
	name := s.seal.Name("chat", s.account, chat)
	return s.MarkArchived(by, archiveID, fmt.Sprintf("-%x-%x", milliseconds(at), name))
}

// Bare reads what SeenArchived gave for a message of that chat without a row: its sort time in ms.
func (s *Store) Bare(chat, seen string) (sort uint64, ok bool) {
	name := s.seal.Name("chat", s.account, chat)
	at, of, ok := strings.Cut(strings.TrimPrefix(seen, "-"), "-")
	if !ok || !strings.HasPrefix(seen, "-") || of != hex.EncodeToString(name[:]) {
		return 0, false
	}
	sort, err := strconv.ParseUint(at, 16, 64)
	return sort, err == nil
}

// MarkOwn makes an own row findable by its id attribute on the wire. row may be "" for what has none, as a reaction.
func (s *Store) MarkOwn(messageID, row string) error {
	key := s.seal.Name("own", messageID)
	if row == "" {
		row = "-"
	}
	return s.put(bktOwn, key[:], []byte(row))
}

// KnowsOwn tells whether an own message with this id attribute was ever stored, cleared or not.
func (s *Store) KnowsOwn(messageID string) bool {
	key := s.seal.Name("own", messageID)
	return s.get(bktOwn, key[:]) != nil
}

// OwnByMessageID gives the own row sent with this id attribute, or ErrNotFound.
func (s *Store) OwnByMessageID(messageID string) (Message, error) {
	key := s.seal.Name("own", messageID)
	row := s.get(bktOwn, key[:])
	if row == nil {
		return Message{}, fmt.Errorf("find own message: %w", ErrNotFound)
	}
	return s.Get(string(row))
}

// MarkSent makes the row of a sender findable by the id attribute. The first row of an id stays the one that is found.
func (s *Store) MarkSent(sender, messageID, row string) error {
	key := s.seal.Name("sent", sender, messageID)
	if s.get(bktSent, key[:]) != nil {
		return nil
	}
	return s.put(bktSent, key[:], []byte(row))
}

// SentBy gives the row that sender sent with this id attribute, or ErrNotFound.
func (s *Store) SentBy(sender, messageID string) (Message, error) {
	key := s.seal.Name("sent", sender, messageID)
	row := s.get(bktSent, key[:])
	if row == nil {
		return Message{}, fmt.Errorf("find message of %s: %w", sender, ErrNotFound)
	}
	return s.Get(string(row))
}
