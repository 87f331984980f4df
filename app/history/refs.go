package history

import (
	"slices"
	"time"
)

// What refers to a message by its id attribute may come before it: the archive is read backwards at the first sign-in and on
// scrolling up. It waits here until the message comes.

const (
	mostRefs     = 50  // references that are kept for one message
	mostReferred = 500 // messages of one chat that references are kept for; those asked for first go first
)

// RefKind is what refers to a message.
type RefKind string

// The kinds.
const (
	RefReaction RefKind = "reaction"
	RefReceipt  RefKind = "receipt"
	RefMarker   RefKind = "marker"
	RefReply    RefKind = "reply"
)

// Ref refers to a message that was not here when it came.
type Ref struct {
	Kind  RefKind   `json:"kind"`
	From  string    `json:"from"`            // bare JID of who refers to it
	Emoji []string  `json:"emoji,omitempty"` // of a reaction
	Row   string    `json:"row,omitempty"`   // of a reply: the row that answers
	Time  time.Time `json:"time"`
}

// AddRef keeps a reference to the message of a chat with that id attribute. A reaction takes the place of an earlier one of
// the same person, and of two receipts or markers of a person one is kept.
func (s *Store) AddRef(chat, messageID string, r Ref) error {
	all, err := s.Refs(chat, messageID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(o Ref) bool { return o.Kind == r.Kind && o.From == r.From && o.Row == r.Row })
	switch {
	case i >= 0 && r.Time.Before(all[i].Time):
		return nil
	case i >= 0:
		all[i] = r
	case len(all) >= mostRefs:
		return nil
	default:
		all = append(all, r)
	}
	if len(all) == 1 && i < 0 {
		if err := s.addReferred(chat, messageID); err != nil {
			return err
		}
	}
	key := s.seal.Name("ref", chat, messageID)
	return s.putSealed(s.seal, bktRefs, key[:], all)
}

// Refs gives the references that are kept for a message.
func (s *Store) Refs(chat, messageID string) (all []Ref, err error) {
	key := s.seal.Name("ref", chat, messageID)
	stored := s.get(bktRefs, key[:])
	if stored == nil {
		return nil, nil
	}
	return all, s.open(s.seal, bktRefs, key[:], stored, &all)
}

// DropRefs forgets them.
func (s *Store) DropRefs(chat, messageID string) error {
	key := s.seal.Name("ref", chat, messageID)
	return s.remove(bktRefs, key[:])
}

// addReferred notes that references are kept for a message of a chat, and forgets those of the one noted first where there
// are too many.
func (s *Store) addReferred(chat, messageID string) error {
	all, key, err := s.referred(chat)
	if err != nil {
		return err
	}
	for len(all) >= mostReferred {
		if err := s.DropRefs(chat, all[0]); err != nil {
			return err
		}
		all = all[1:]
	}
	return s.putSealed(s.seal, bktRefs, key, append(all, messageID))
}

// referred are the ids of the messages of a chat that references are or were kept for, in the order they were noted.
func (s *Store) referred(chat string) (all []string, key []byte, err error) {
	name := s.seal.Name("referred", chat)
	stored := s.get(bktRefs, name[:])
	if stored == nil {
		return nil, name[:], nil
	}
	return all, name[:], s.open(s.seal, bktRefs, name[:], stored, &all)
}

// dropAllRefs forgets all references to messages of a chat.
func (s *Store) dropAllRefs(chat string) error {
	all, key, err := s.referred(chat)
	if err != nil {
		return err
	}
	for _, id := range all {
		if err := s.DropRefs(chat, id); err != nil {
			return err
		}
	}
	return s.remove(bktRefs, key)
}
