package trust

import (
	"slices"
	"time"
)

const (
	// maxRows bounds the devices that are remembered of a JID that keeps coming with new ones. Those that are in its list,
	// and those that were decided on, are kept beyond it.
	maxRows = 200
	// formerKeys is how many former keys of one device id are kept that nobody has decided on, the newest, beside the first.
	formerKeys = 3
)

// forget drops devices of jid that nobody has decided on, with their sessions: former keys of the device id of seen beyond
// formerKeys, and beyond maxRows those that were not seen for longest. What is in the list stays, and so does seen itself,
// whatever the clock of a sender says.
func (s *Store) forget(jid string, seen deviceRow) error {
	rows, err := s.deviceRows(jid)
	if err != nil {
		return err
	}
	former := 0
	for _, r := range rows {
		if r.ID == seen.ID && r.Former {
			former++
		}
	}
	if len(rows) <= maxRows && former <= formerKeys {
		return nil
	}
	var drop []deviceRow
	left, err := s.undecided(rows, seen)
	if err != nil {
		return err
	}
	if former := formerOf(rows, left, seen.ID); len(former) > formerKeys {
		drop = former[:len(former)-formerKeys]
	}
	if len(rows)-len(drop) > maxRows {
		left = slices.DeleteFunc(left, func(r deviceRow) bool { return slices.Contains(drop, r) })
		slices.SortFunc(left, func(a, b deviceRow) int { return a.Last.Compare(b.Last) })
		drop = append(drop, left[:min(len(left), len(rows)-len(drop)-maxRows)]...)
	}
	for _, r := range drop {
		if err := s.removeDevice(r); err != nil {
			return err
		}
	}
	return nil
}

// undecided are the rows that may go: inactive, without a decision, and not the one that is seen now.
func (s *Store) undecided(rows []deviceRow, seen deviceRow) (out []deviceRow, err error) {
	for _, r := range rows {
		if r.Active || r.Removed || r.ID == seen.ID && r.Fingerprint == seen.Fingerprint {
			continue
		}
		level, err := s.Level(r.JID, r.Fingerprint)
		if err != nil {
			return nil, err
		}
		if level == Undecided {
			out = append(out, r)
		}
	}
	return out, nil
}

// formerOf are those of left that are former keys of one device id, oldest first, without the first key that it had: who
// comes later with other keys must not push out the one that was there before.
func formerOf(rows, left []deviceRow, id uint32) (former []deviceRow) {
	first := deviceRow{}
	for _, r := range rows {
		if r.ID == id && r.Fingerprint != "" && (first.ID == 0 || r.Key.Before(first.Key)) {
			first = r
		}
	}
	for _, r := range left {
		if r.ID == id && r.Former && r != first {
			former = append(former, r)
		}
	}
	slices.SortFunc(former, func(a, b deviceRow) int { return a.Key.Compare(b.Key) })
	return former
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// earlier is the earlier of two times; a zero one is not known.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
