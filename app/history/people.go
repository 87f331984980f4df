package history

import "slices"

var keyBlocked = []byte("blocked")

// Blocked gives the addresses that the account blocks, as the server last told, sorted.
func (s *Store) Blocked() ([]string, error) {
	stored := s.get(bktMeta, keyBlocked)
	if stored == nil {
		return nil, nil
	}
	var out []string
	err := s.open(s.seal, bktMeta, keyBlocked, stored, &out)
	return out, err
}

// PutBlocked replaces them.
func (s *Store) PutBlocked(who []string) error {
	return s.putSealed(s.seal, bktMeta, keyBlocked, slices.Compact(slices.Sorted(slices.Values(who))))
}
