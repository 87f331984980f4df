package history

// Contact is a roster entry as the server last told it, kept so that names and chats are there before the network is.
type Contact struct {
	JID          string   `json:"jid"`
	Name         string   `json:"name,omitempty"`
	Subscription string   `json:"sub,omitempty"`
	Ask          bool     `json:"ask,omitempty"`
	Groups       []string `json:"groups,omitempty"`
}

// SetRoster replaces the whole roster.
func (s *Store) SetRoster(contacts []Contact) error {
	old, err := s.Roster()
	if err != nil {
		return err
	}
	for _, c := range old {
		if err := s.DropContact(c.JID); err != nil {
			return err
		}
	}
	for _, c := range contacts {
		if err := s.PutContact(c); err != nil {
			return err
		}
	}
	return nil
}

// PutContact writes one entry.
func (s *Store) PutContact(c Contact) error {
	key := s.seal.Name("contact", s.account, c.JID)
	return s.putSealed(s.seal, bktRoster, key[:], c)
}

// DropContact removes one entry.
func (s *Store) DropContact(jid string) error {
	key := s.seal.Name("contact", s.account, jid)
	return s.remove(bktRoster, key[:])
}

// Contact gives one entry, and false when jid is not in the roster.
func (s *Store) Contact(jid string) (Contact, bool, error) {
	key := s.seal.Name("contact", s.account, jid)
	stored := s.get(bktRoster, key[:])
	if stored == nil {
		return Contact{}, false, nil
	}
	var c Contact
	if err := s.open(s.seal, bktRoster, key[:], stored, &c); err != nil {
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
