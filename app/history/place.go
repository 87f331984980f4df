package history

import (
	"bytes"
	"encoding/hex"
)

// The id of a row says where it was first: the beginning of its chat's name, its sort time and its tie. So a row is found
// by its id without an index, and needs one only once it was moved, where the caller chose the id, or where an earlier
// version did.

// What an id has of its place, in bytes; idLen in all.
const (
	idChat = 5
	idSort = 6 // milliseconds, for some thousand years
	idTie  = 5
)

// idAt is the id of a row that is first stored at key. It is false where the place is too far out for one.
func idAt(key []byte) (string, bool) {
	sort, tie := key[chatLen:chatLen+8], key[chatLen+8:]
	if !zeros(sort[:8-idSort]) || !zeros(tie[:8-idTie]) {
		return "", false
	}
	raw := make([]byte, 0, idLen)
	raw = append(raw, key[:idChat]...)
	raw = append(raw, sort[8-idSort:]...)
	return hex.EncodeToString(append(raw, tie[8-idTie:]...)), true
}

// placed tells whether an id is one that idAt gives in the chat of a row key.
func placed(id string, key []byte) bool {
	raw := packRow(id)
	return len(raw) == len(id)/2 && bytes.HasPrefix(raw, key[:idChat])
}

// find is the key of the row with that id, nil where there is none. It is a copy.
func (s *Store) find(id string) []byte {
	raw := packRow(id)
	if ids := s.bucket(bktIDs); ids != nil {
		key := ids.Get(raw)
		if key == nil && s.former() {
			key = ids.Get([]byte(id))
		}
		if key != nil {
			return bytes.Clone(key)
		}
	}
	rows, chats := s.bucket(bktRows), s.bucket(bktChats)
	if rows == nil || chats == nil || len(raw) != idLen {
		return nil
	}
	cursor := chats.Cursor()
	for name, _ := cursor.Seek(raw[:idChat]); bytes.HasPrefix(name, raw[:idChat]); name, _ = cursor.Next() {
		key := append(make([]byte, 0, sortLen), name...)
		key = append(append(key, make([]byte, 8-idSort)...), raw[idChat:idChat+idSort]...)
		key = append(append(key, make([]byte, 8-idTie)...), raw[idChat+idSort:]...)
		if rows.Get(key) != nil {
			return key
		}
	}
	return nil
}

// keep makes a row findable that is not where its id says.
func (s *Store) keep(id string, key []byte) error {
	if own, ok := idAt(key); ok && own == id {
		return nil
	}
	if s.former() {
		if err := s.remove(bktIDs, []byte(id)); err != nil {
			return err
		}
	}
	return s.put(bktIDs, packRow(id), key)
}

func zeros(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }
