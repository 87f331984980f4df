package history

import (
	"bytes"
	"reflect"
	"slices"
)

// Contact is a roster entry as the server last told it, kept so that names and chats are there before the network is.
type Contact struct {
	JID          string   `json:"jid"`
	Name         string   `json:"name,omitempty"`
	Subscription string   `json:"sub,omitempty"`
	Ask          bool     `json:"ask,omitempty"`
	Groups       []string `json:"groups,omitempty"`
}

// TellsUs tells whether what they change reaches us: whether we see their presence (RFC 6121 §2.1.2.5).
func (c Contact) TellsUs() bool { return c.Subscription == "to" || c.Subscription == "both" }

// SetRoster replaces the whole roster. What did not change is not written; the rest goes in the order of the keys, in which
// a bucket grows at its end.
func (s *Store) SetRoster(contacts []Contact) error {
	old, err := s.Roster()
	if err != nil {
		return err
	}
	gone := map[string]Contact{}
	for _, c := range old {
		gone[c.JID] = c
	}
	type row struct {
		key     []byte
		contact Contact
	}
	var changed []row
	for _, c := range contacts {
		if before, here := gone[c.JID]; !here || !reflect.DeepEqual(before, c) {
			changed = append(changed, row{s.contactKey(c.JID), c})
		}
		delete(gone, c.JID)
	}
	for who := range gone {
		if err := s.DropContact(who); err != nil {
			return err
		}
	}
	slices.SortFunc(changed, func(a, b row) int { return bytes.Compare(a.key, b.key) })
	for _, r := range changed {
		if err := s.putSealed(s.seal, bktRoster, r.key, r.contact); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) contactKey(jid string) []byte {
	key := s.seal.Name("contact", s.account, jid)
	return key[:]
}

// PutContact writes one entry.
func (s *Store) PutContact(c Contact) error {
	return s.putSealed(s.seal, bktRoster, s.contactKey(c.JID), c)
}

// DropContact removes one entry.
func (s *Store) DropContact(jid string) error {
	return s.remove(bktRoster, s.contactKey(jid))
}

// Contact gives one entry, and false when jid is not in the roster.
func (s *Store) Contact(jid string) (Contact, bool, error) {
	key := s.contactKey(jid)
	stored := s.get(bktRoster, key)
	if stored == nil {
		return Contact{}, false, nil
	}
	var c Contact
	if err := s.open(s.seal, bktRoster, key, stored, &c); err != nil {
		return Contact{}, false, err
	}
	return c, true, nil
}

// Roster gives all entries.
func (s *Store) Roster() ([]Contact, error) {
	b := s.bucket(bktRoster)
	if b == nil {
		return nil, nil
	}
	var out []Contact
	err := b.ForEach(func(k, v []byte) error {
		var c Contact
		if err := s.open(s.seal, bktRoster, k, v, &c); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

var keyRosterVersion = []byte("roster version")

// RosterVersion is the server's name for the roster as it is here (RFC 6121 §2.6), "" when there is none.
func (s *Store) RosterVersion() (string, error) {
	var ver string
	stored := s.get(bktMeta, keyRosterVersion)
	if stored == nil {
		return "", nil
	}
	err := s.open(s.seal, bktMeta, keyRosterVersion, stored, &ver)
	return ver, err
}

// PutRosterVersion writes it. It belongs in the transaction that changes the roster: a version without its entries would
// hide them for ever.
func (s *Store) PutRosterVersion(ver string) error {
	return s.putSealed(s.seal, bktMeta, keyRosterVersion, ver)
}
