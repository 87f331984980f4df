package history

import (
	"slices"
	"strings"
)

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

// BlockedBy is the entry of a sorted block list that keeps a bare JID away: its own address, or its whole server; or "".
func BlockedBy(list []string, who string) string {
	_, domain, person := strings.Cut(who, "@")
	if _, there := slices.BinarySearch(list, who); there {
		return who
	}
	if _, there := slices.BinarySearch(list, domain); there && person {
		return domain
	}
	return ""
}
