package history

import "errors"

// What Twin looks at of a message without any id: rows of the same second, and of them no more than these.
const (
	sameSecond = 1000 // ms
	nearRows   = 50
)

// Twin gives the row in c that a row of a backup is the same message as, and "" as its ID where none is. known says that the message
// was here: where there is no row, it was cleared or deleted. same tells of a row with the same id, or of the same second, whether it
// can be the same.
func (s *Store) Twin(c Chat, m *Message, sort uint64, same func(Message) bool) (twin Message, known bool, err error) {
	if row, ok := s.named(c, m); ok {
		twin, err := s.InChat(c.JID, row)
		if errors.Is(err, ErrNotFound) {
			return Message{}, true, nil
		}
		return twin, true, err
	}
	if m.MessageID != "" {
		row := s.sentRow(m.Chat, m.From, m.MessageID)
		if row == "" {
			return Message{}, false, nil
		}
		twin, err := s.InChat(c.JID, row)
		switch {
		case errors.Is(err, ErrNotFound):
			return Message{}, true, nil
		case err != nil || !same(twin):
			return Message{}, false, err
		}
		return twin, true, nil
	}
	if m.ArchiveID != "" || m.Kind == KindNotice {
		return Message{}, false, nil
	}
	rows, err := s.After(c.JID, s.KeyAt(c.JID, sort-min(sort, sameSecond)), nearRows)
	for _, r := range rows {
		if r.SortTime() <= sort+sameSecond && r.MessageID == "" && r.From == m.From && same(r) {
			return r, true, nil
		}
	}
	return Message{}, false, err
}

// named is the row that is known by an archive id, or by an own id attribute.
func (s *Store) named(c Chat, m *Message) (row string, ok bool) {
	if m.ArchiveID != "" {
		if row = s.SeenArchived(s.archiveOf(c), m.ArchiveID); row != "" && row[0] != '-' {
			return row, true
		}
	}
	for _, id := range m.ownIDs() {
		if row = s.indexed(bktOwn, "own", m.Chat, id); row != "" && row != "-" {
			return row, true
		}
	}
	return "", false
}

// sentRow is the row that is found by an id attribute of its sender, "" for none.
func (s *Store) sentRow(chat, sender, messageID string) string {
	_, k := s.known(chat, sender, messageID)
	if k.sent == "" && s.former() {
		return s.formerlySent(chat, sender, messageID)
	}
	return k.sent
}

// Undigested gives the row of a backup that sender sent to a chat with this id attribute, and of which no stanza has come here; or
// ErrNotFound.
func (s *Store) Undigested(chat, sender, messageID string) (Message, error) {
	_, k := s.known(chat, sender, messageID)
	if messageID == "" || k.sent == "" || len(k.marks) > 0 {
		return Message{}, ErrNotFound
	}
	m, err := s.Get(k.sent)
	if err == nil && m.Source == "" {
		err = ErrNotFound
	}
	return m, err
}
