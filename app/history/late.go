package history

import (
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

// AddLate keeps a change by sender of the message that they gave that id attribute. Beyond a bound the later ones are not
// kept.
func (s *Store) AddLate(sender, messageID string, l Late) error {
	all, err := s.Late(sender, messageID)
	if err != nil || len(all) >= mostLate {
		return err
	}
	key := s.seal.Name("late", sender, messageID)
	return s.putSealed(s.seal, bktLate, key[:], append(slices.Clip(all), l))
}

// Late gives the changes that are kept for a message, in the order they came.
func (s *Store) Late(sender, messageID string) (all []Late, err error) {
	key := s.seal.Name("late", sender, messageID)
	stored := s.get(bktLate, key[:])
	if stored == nil {
		return nil, nil
	}
	return all, s.open(s.seal, bktLate, key[:], stored, &all)
}

// DropLate forgets them.
func (s *Store) DropLate(sender, messageID string) error {
	key := s.seal.Name("late", sender, messageID)
	return s.remove(bktLate, key[:])
}

// Absorb removes a row that stands in another one from now on: what names it by its id attribute finds the other, and
// it is no longer unread.
func (s *Store) Absorb(gone, into Message) error {
	key := s.seal.Name("sent", gone.From, gone.MessageID)
	if err := s.put(bktSent, key[:], []byte(into.ID)); err != nil {
		return err
	}
	if gone.Own {
		if err := s.MarkOwn(gone.MessageID, into.ID); err != nil {
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
