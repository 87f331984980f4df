package trust

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"vouch/crypto"
)

// Used prekeys lie in a table of their own, so that the unused ones can be counted, whoever has used up how many.

const (
	// UsedPreKeyGrace is how long the private part of a used prekey is kept.
	UsedPreKeyGrace = 30 * 24 * time.Hour
	// MaxUsed bounds the used prekeys that are kept: anybody can use them up, one with each first message. Beyond it those go
	// that were on offer for the shortest time. A second message can need them only if its sender picked the same one, and
	// who uses up one after the other leaves to nobody else the time to do so.
	MaxUsed = 1000
	// usedSlack is how many more there may be before the surplus is looked for.
	usedSlack = 100
)

// PreKeysLeft is how many prekeys of the bundle are unused.
func (s *Store) PreKeysLeft() (int, error) {
	if s.table(usedTable) != nil {
		return s.count(preKeyTable), nil
	}
	n := 0 // a file of Vouch 0.1.0, not written yet
	err := s.eachPreKey(preKeyTable, func(_ uint32, row preKeyRow) {
		if row.Used.IsZero() {
			n++
		}
	})
	return n, err
}

// PreKey implements crypto.Store.
func (s *Store) PreKey(id uint32) (crypto.PreKey, error) {
	row, _, err := s.preKey(id)
	return crypto.PreKey{ID: id, Private: row.Private}, err
}

// UsePreKey implements crypto.Store. The grace time runs from the first use.
func (s *Store) UsePreKey(id uint32) error {
	if err := s.makeUsed(); err != nil {
		return err
	}
	row, used, err := s.preKey(id)
	if err != nil || used {
		return err
	}
	row.Used = s.now().UTC()
	if err := s.moveUsed(id, row); err != nil {
		return err
	}
	if surplus := s.count(usedTable) - MaxUsed; surplus > usedSlack {
		return s.dropUsed(surplus)
	}
	return nil
}

// dropUsed drops the n used prekeys that were on offer for the shortest time.
func (s *Store) dropUsed(n int) error {
	type offer struct {
		id   uint32
		time time.Duration
	}
	var all []offer
	if err := s.eachPreKey(usedTable, func(id uint32, row preKeyRow) {
		all = append(all, offer{id, row.Used.Sub(row.Made)})
	}); err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b offer) int { return cmp.Compare(a.time, b.time) })
	for _, o := range all[:max(0, min(n, len(all)))] {
		if err := s.remove(usedTable, idKey(o.id)); err != nil {
			return fmt.Errorf("drop used prekey: %w", err)
		}
	}
	return nil
}

// Prune removes prekeys used longer than UsedPreKeyGrace ago.
func (s *Store) Prune(now time.Time) error {
	if err := s.makeUsed(); err != nil {
		return fmt.Errorf("prune prekeys: %w", err)
	}
	var old []uint32
	err := s.eachPreKey(usedTable, func(id uint32, row preKeyRow) {
		if now.Sub(row.Used) > UsedPreKeyGrace {
			old = append(old, id)
		}
	})
	if err != nil {
		return err
	}
	for _, id := range old {
		if err := s.remove(usedTable, idKey(id)); err != nil {
			return fmt.Errorf("prune prekeys: %w", err)
		}
	}
	return nil
}

// makeUsed makes the table of used prekeys where a file of Vouch 0.1.0 has none, and moves them there.
func (s *Store) makeUsed() error {
	if s.table(usedTable) != nil {
		return nil
	}
	if _, err := s.makeTable(usedTable); err != nil {
		return err
	}
	used := map[uint32]preKeyRow{}
	if err := s.eachPreKey(preKeyTable, func(id uint32, row preKeyRow) {
		if !row.Used.IsZero() {
			used[id] = row
		}
	}); err != nil {
		return err
	}
	for id, row := range used {
		if err := s.moveUsed(id, row); err != nil {
			return err
		}
	}
	return s.dropUsed(len(used) - MaxUsed)
}

func (s *Store) moveUsed(id uint32, row preKeyRow) error {
	if err := s.putJSON(usedTable, idKey(id), row); err != nil {
		return fmt.Errorf("keep used prekey: %w", err)
	}
	return s.remove(preKeyTable, idKey(id))
}

// preKey is a prekey, and whether it was used.
func (s *Store) preKey(id uint32) (row preKeyRow, used bool, err error) {
	found, err := s.getJSON(preKeyTable, idKey(id), &row)
	if err != nil || found {
		return row, !row.Used.IsZero(), err
	}
	found, err = s.getJSON(usedTable, idKey(id), &row)
	if err == nil && !found {
		err = crypto.ErrUnknownPreKey
	}
	return row, true, err
}

func (s *Store) eachPreKey(table string, visit func(id uint32, row preKeyRow)) error {
	return s.scan(table, nil, func(k, plain []byte) error {
		var row preKeyRow
		if err := decode(table, plain, &row); err != nil {
			return err
		}
		visit(binary.BigEndian.Uint32(k), row)
		return nil
	})
}
