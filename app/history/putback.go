package history

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// What a backup has is put back under its own row ids, at its own sort times. Index rows are not in it, since their keys are of the
// profile's master key, and are made from the rows. Of the stanzas that were decrypted nobody keeps a digest, so what comes again of
// them is known by sender, id attribute and stamp (Undigested).

// SourceBackup is Message.Source of what a backup has brought.
const SourceBackup = "backup"

// EachRow calls f for every row of a chat in its order. f must not write; its error ends it.
func (s *Store) EachRow(c Chat, f func(Message) error) error {
	return s.each(c, func(_ []byte, m Message) error { return f(m) })
}

// BeginBack gives the chat that a backup describes, made when there is none: it then is Restoring until EndBack, so that a restore
// that was cut short goes on. Its key is another one than that of the backup's profile.
func (s *Store) BeginBack(kept Chat) (Chat, error) {
	c, err := s.Chat(kept.JID)
	if !errors.Is(err, ErrNotFound) {
		return c, err
	}
	kept.Key, kept.Text, kept.New, kept.Restoring = newKey(), true, true, true
	kept.Unread, kept.Mentions, kept.ReadTo = 0, 0, nil
	kept.Unknown = max(kept.Unknown, kept.Cleared)
	return kept, s.PutChat(kept)
}

// EndBack finishes a chat that BeginBack made: what was unread of it, and up to where it was read. What came meanwhile counts too.
func (s *Store) EndBack(jid string, unread, mentions int, readTo []byte) error {
	c, err := s.Chat(jid)
	if err != nil || !c.Restoring {
		return err
	}
	c.Restoring = false
	c.Unread, c.Mentions = c.Unread+unread, c.Mentions+mentions
	if bytes.Compare(c.ReadTo, readTo) < 0 {
		c.ReadTo = readTo
	}
	return s.PutChat(c)
}

// KeyAt is the key behind all rows of a chat up to a sort time.
func (s *Store) KeyAt(jid string, sort uint64) []byte {
	name := s.seal.Name("chat", s.account, jid)
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(name[:], sort), math.MaxUint64)
}

// PutBack stores a row of a backup in c, as the last of its sort time, and makes it known. Nothing of it is unread, and nobody is
// told. What was only counted, since no key for it was here, is counted no longer.
func (s *Store) PutBack(c *Chat, m *Message, sort uint64) (err error) {
	was := *c
	if err := s.fenceOlder(c, sort); err != nil {
		return err
	}
	if m.Sort, err = s.newKey(m.Chat, sort); err != nil {
		return err
	}
	if err := errors.Join(s.crowd(c.Restoring || sort >= c.LastLive), s.uncount(c, m)); err != nil {
		return err
	}
	c.LastLive, c.Listed = max(c.LastLive, sort), c.Listed || c.New
	c.Wrote = c.Wrote || m.Own && m.Kind != KindNotice
	if c.LastLive != was.LastLive || c.Wrote != was.Wrote || c.Listed != was.Listed || c.Older != was.Older || c.Earlier != was.Earlier {
		if err := s.PutChat(*c); err != nil {
			return err
		}
	}
	return errors.Join(s.keep(m.ID, m.Sort), s.write(*c, m.Sort, m), s.textNew(m.Sort, m), s.Name(*c, m))
}

// Name makes a row of c known by what the archive and its sender call it.
func (s *Store) Name(c Chat, m *Message) (err error) {
	if m.ArchiveID != "" {
		err = s.MarkArchived(s.archiveOf(c), m.ArchiveID, m.ID)
	}
	for _, id := range m.ownIDs() {
		err = errors.Join(err, s.MarkOwn(m.Chat, id, m.ID))
	}
	if m.MessageID != "" && m.Kind.Said() {
		err = errors.Join(err, s.MarkSent(m.Chat, m.From, m.MessageID, m.ID))
	}
	return err
}

// fenceScan bounds the rows in which fenceOlder looks for an archive id, as who asks for older ones does.
const fenceScan = 200

// fenceOlder notes where those rows of a chat begin that the archive gave, before one of a backup stands before them: what is between
// is still to be asked for.
func (s *Store) fenceOlder(c *Chat, sort uint64) error {
	if c.Restoring || c.New || c.Older.All || c.Older.ID != "" {
		return nil
	}
	rows, err := s.After(c.JID, nil, fenceScan)
	if err != nil || len(rows) == 0 || rows[0].SortTime() <= sort {
		return err
	}
	if i := slices.IndexFunc(rows, func(m Message) bool { return m.ArchiveID != "" && m.Source == "" }); i >= 0 {
		c.Older = Older{ID: rows[i].ArchiveID, At: rows[i].Time}
	}
	return nil
}

// uncount takes a message off the row that counts what was written before this device existed.
func (s *Store) uncount(c *Chat, m *Message) error {
	if c.Earlier == "" || m.ArchiveID == "" || !m.Encrypted || m.Own {
		return nil
	}
	if _, bare := s.Bare(c.JID, s.SeenArchived(s.archiveOf(*c), m.ArchiveID)); !bare {
		return nil
	}
	row, err := s.Get(c.Earlier)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if row.Count--; err != nil || row.Count > 0 {
		return errors.Join(err, s.Put(row))
	}
	c.Earlier = ""
	return s.Delete(row)
}

// archiveOf is whose archive has the messages of a chat.
func (s *Store) archiveOf(c Chat) string {
	if c.Kind.Room() {
		return c.JID
	}
	return s.account
}

// ownIDs are the id attributes under which an own row has left.
func (m *Message) ownIDs() (ids []string) {
	if !m.Own {
		return nil
	}
	ids = append(ids, m.MessageID, m.EditID)
	for _, v := range m.Earlier {
		ids = append(ids, v.ID)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}
