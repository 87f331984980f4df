package history

import (
	"errors"
	"slices"
	"time"

	"vouch/trust"
)

// mostLate bounds the changes that are kept for one message that is not here.
const mostLate = 20

// Late is a change of a message that was not here when the change came.
type Late struct {
	Row         string      `json:"row,omitempty"` // of a correction: the row that it stands in meanwhile
	Chat        string      `json:"chat"`          // of a retraction, as what follows
	ID          string      `json:"id,omitempty"`  // its id attribute
	Time        time.Time   `json:"time,omitzero"`
	Encrypted   bool        `json:"enc,omitempty"`
	Device      uint32      `json:"dev,omitempty"`
	Fingerprint string      `json:"fp,omitempty"`
	Trust       trust.Level `json:"trust,omitempty"`
}

// AddLate keeps a change by sender of the message that they gave that id attribute, in l.Chat. Beyond a bound the later
// ones are not kept.
func (s *Store) AddLate(sender, messageID string, l Late) error {
	all, err := s.Late(l.Chat, sender, messageID)
	if err != nil || len(all) >= mostLate {
		return err
	}
	return s.putSealed(s.seal, bktLate, s.index("late", l.Chat, sender, messageID), append(slices.Clip(all), l))
}

// Late gives the changes that are kept for a message of a chat, in the order they came.
func (s *Store) Late(chat, sender, messageID string) (all []Late, err error) {
	key := s.index("late", chat, sender, messageID)
	stored := s.get(bktLate, key)
	if stored == nil && s.former() {
		key = s.formerIndex("late", sender, messageID)
		stored = s.get(bktLate, key)
	}
	if stored == nil {
		return nil, nil
	}
	err = s.open(s.seal, bktLate, key, stored, &all)
	return slices.DeleteFunc(all, func(l Late) bool { return l.Chat != chat }), err
}

// DropLate forgets them.
func (s *Store) DropLate(chat, sender, messageID string) error {
	return errors.Join(
		s.remove(bktLate, s.index("late", chat, sender, messageID)),
		s.remove(bktLate, s.formerIndex("late", sender, messageID)))
}

// Absorb removes a row that stands in another one from now on: what names it by its id attribute finds the other, and
// it is no longer unread.
func (s *Store) Absorb(gone, into Message) error {
	if err := s.resend(gone.Chat, gone.From, gone.MessageID, into.ID); err != nil {
		return err
	}
	if gone.Own {
		if err := s.MarkOwn(gone.Chat, gone.MessageID, into.ID); err != nil {
			return err
		}
	}
	c, err := s.Chat(gone.Chat)
	if err != nil {
		return err
	}
	if !gone.Own && c.Unread > 0 && string(gone.Sort) > string(c.ReadTo) {
		c.Unread--
		if err := s.PutChat(c); err != nil {
			return err
		}
	}
	return s.Delete(gone)
}
