package history

import "time"

var keyHeard = []byte("heard")

// Heard is when the account's streams brought something last, as it was stored; zero before the first.
func (s *Store) Heard() (time.Time, error) {
	var at time.Time
	stored := s.get(bktMeta, keyHeard)
	if stored == nil {
		return at, nil
	}
	err := s.open(s.seal, bktMeta, keyHeard, stored, &at)
	return at, err
}

// PutHeard writes it.
func (s *Store) PutHeard(at time.Time) error { return s.putSealed(s.seal, bktMeta, keyHeard, at) }
