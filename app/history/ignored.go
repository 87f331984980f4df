package history

import (
	"cmp"
	"errors"
	"slices"
)

// MaxIgnored is how many people of a room can be ignored.
const MaxIgnored = 200

// Ignored is somebody in a room of whom the user wants to hear nothing. They are known by their address or by their occupant id,
// as far as the room showed either; a nickname can be anybody's.
type Ignored struct {
	JID      string `json:"jid,omitempty"`  // bare
	Occupant string `json:"occ,omitempty"`  // XEP-0421
	Nick     string `json:"nick,omitempty"` // that they had then, for people
}

// Is tells whether somebody is the one who is ignored; jid is bare, or an address that is nobody's.
func (i Ignored) Is(jid, occupant string) bool {
	return i.JID != "" && i.JID == jid || i.Occupant != "" && i.Occupant == occupant
}

// Ignores tells whether the user ignores somebody in the room.
func (r Room) Ignores(jid, occupant string) bool {
	return slices.ContainsFunc(r.Ignored, func(i Ignored) bool { return i.Is(jid, occupant) })
}

// Ignore has somebody be ignored in the room, or no longer. What is known of them by now is added to what was known. ErrFull.
func (r *Room) Ignore(who Ignored, on bool) error {
	rest := slices.DeleteFunc(slices.Clone(r.Ignored), func(i Ignored) bool {
		same := i.Is(who.JID, who.Occupant)
		if same {
			who = Ignored{cmp.Or(who.JID, i.JID), cmp.Or(who.Occupant, i.Occupant), cmp.Or(who.Nick, i.Nick)}
		}
		return same
	})
	if on {
		rest = append(rest, who)
	}
	if len(rest) > MaxIgnored {
		return ErrFull
	}
	r.Ignored = rest
	return nil
}

// Hush marks what is unread of a chat, of at most n rows, and was written by whom is says: the user is not told of it.
func (s *Store) Hush(jid string, n int, is func(Message) bool) error {
	c, err := s.Chat(jid)
	if errors.Is(err, ErrNotFound) || err == nil && c.Unread == 0 {
		return nil
	} else if err != nil {
		return err
	}
	rows, err := s.After(jid, c.ReadTo, n)
	if err != nil {
		return err
	}
	for _, m := range rows {
		if !m.Tells() || !is(m) {
			continue
		}
		m.Ignored = true
		if err := s.Put(m); err != nil {
			return err
		}
		c.Unread = max(c.Unread-1, 0)
		if m.Mention {
			c.Mentions = max(c.Mentions-1, 0)
		}
	}
	return s.PutChat(c)
}

// Tells tells whether the user is to hear of a row that nobody has read: somebody else wrote it, whom the user does not ignore.
func (m *Message) Tells() bool { return !m.Own && m.Kind != KindNotice && !m.Ignored }
