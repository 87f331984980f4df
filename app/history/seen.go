package history

import (
	"fmt"
	"slices"
)

// Of each id attribute that a sender has used in a chat there is one index row. It holds the row that is found by the id,
// and for each message that came under it the beginning of its name, by which it is known when it comes again, and its row.

// mostMarks is how many messages of one id stand in its index row; those beyond it, and those without an id, have index
// rows of their own. Else one who uses an id again and again would have ever more written for each message.
const mostMarks = 8

const tagLen = 8

// known is the index row of an id.
type known struct {
	sent  string // the row that is found by the id, "" for none
	marks []mark
}

// mark is a message that came under an id.
type mark struct {
	tag [tagLen]byte // of its name
	row string       // "-" for a message without one
}

// messageName is what a message is known by: what is in it counts, beside who sent it where and under which id.
func (s *Store) messageName(chat, sender, messageID string, digest []byte) []byte {
	return s.index("dedupe", chat, sender, messageID, string(digest))
}

// known reads the index row of an id.
func (s *Store) known(chat, sender, messageID string) (key []byte, k known) {
	key = s.index("message", chat, sender, messageID)
	return key, parseKnown(s.get(bktSeen, key))
}

// Seen gives the row under which a message of sender in a chat with this id attribute and digest was stored, and "" when
// none was. The row itself may have been cleared since.
func (s *Store) Seen(chat, sender, messageID string, digest []byte) string {
	name := s.messageName(chat, sender, messageID, digest)
	full := messageID == ""
	if !full {
		_, k := s.known(chat, sender, messageID)
		if i := k.find(name); i >= 0 {
			return k.marks[i].row
		}
		full = len(k.marks) >= mostMarks
	}
	if full {
		if row := s.get(bktSeen, name); row != nil {
			return unpackRow(row)
		}
	}
	if !s.former() {
		return ""
	}
	return s.formerly(bktDedupe, name, "dedupe", chat, sender, messageID, string(digest))
}

// MarkSeen remembers the message for Seen. row may be "" for a message that has no row, as a key transport.
func (s *Store) MarkSeen(chat, sender, messageID string, digest []byte, row string) error {
	if row == "" {
		row = "-"
	}
	name := s.messageName(chat, sender, messageID, digest)
	if messageID == "" {
		return s.put(bktSeen, name, packRow(row))
	}
	key, k := s.known(chat, sender, messageID)
	switch i := k.find(name); {
	case i >= 0:
		k.marks[i].row = row
	case len(k.marks) >= mostMarks:
		return s.put(bktSeen, name, packRow(row))
	default:
		k.marks = append(k.marks, mark{[tagLen]byte(name), row})
	}
	return s.put(bktSeen, key, k.pack())
}

// MarkSent makes the row of a sender in a chat findable by the id attribute. The first row of an id stays the one that is
// found.
func (s *Store) MarkSent(chat, sender, messageID, row string) error {
	key, k := s.known(chat, sender, messageID)
	if k.sent != "" || s.former() && s.formerlySent(chat, sender, messageID) != "" {
		return nil
	}
	k.sent = row
	return s.put(bktSeen, key, k.pack())
}

// resend has an id find another row.
func (s *Store) resend(chat, sender, messageID, row string) error {
	key, k := s.known(chat, sender, messageID)
	k.sent = row
	return s.put(bktSeen, key, k.pack())
}

// SentBy gives the row that sender sent to a chat with this id attribute, or ErrNotFound.
func (s *Store) SentBy(chat, sender, messageID string) (Message, error) {
	row := s.sentRow(chat, sender, messageID)
	if row == "" {
		return Message{}, fmt.Errorf("find message of %s: %w", sender, ErrNotFound)
	}
	return s.Get(row)
}

func (s *Store) formerlySent(chat, sender, messageID string) string {
	return s.formerly(bktSent, s.index("sent", chat, sender, messageID), "sent", chat, sender, messageID)
}

func (k known) find(name []byte) int {
	return slices.IndexFunc(k.marks, func(m mark) bool { return m.tag == [tagLen]byte(name) })
}

// same stands for the length of a row that is the one found by the id.
const same = 0xff

// pack is the index row as it is stored: the row that is found by the id, then each tag with its row. A row has its length
// before it, in one byte.
func (k known) pack() []byte {
	sent := packRow(k.sent)
	b := append([]byte{byte(len(sent))}, sent...)
	for _, m := range k.marks {
		b = append(b, m.tag[:]...)
		if m.row == k.sent {
			b = append(b, same)
			continue
		}
		row := packRow(m.row)
		b = append(append(b, byte(len(row))), row...)
	}
	return b
}

// parseKnown reads what pack has made; what is cut short counts as far as it goes.
func parseKnown(b []byte) (k known) {
	k.sent, b = cutRow(b)
	for len(b) > tagLen {
		m := mark{tag: [tagLen]byte(b), row: k.sent}
		if b = b[tagLen:]; b[0] == same {
			b = b[1:]
		} else if m.row, b = cutRow(b); m.row == "" {
			return k
		}
		k.marks = append(k.marks, m)
	}
	return k
}

func cutRow(b []byte) (row string, rest []byte) {
	if len(b) == 0 || len(b) < 1+int(b[0]) {
		return "", nil
	}
	n := 1 + int(b[0])
	return unpackRow(b[1:n]), b[n:]
}
