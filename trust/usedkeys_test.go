package trust

import (
	"errors"
	"slices"
	"testing"
	"time"

	"vouch/crypto"
)

// use makes n prekeys and uses them up at once.
func use(t testing.TB, s *Store, n int) (ids []uint32) {
	t.Helper()
	for range n {
		_, err := s.Refill(BundleSize+1, time.Now())
		must(t, err)
		ids = append(ids, s.PreKeysMade())
		must(t, s.UsePreKey(s.PreKeysMade()))
	}
	return ids
}

// However many prekeys were used up, the unused ones are counted and filled up by themselves.
func TestUsedPreKeysAreNotLookedThrough(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.CreateOwn(nil, time.Now()))
		use(t, s, 500)
		must(t, s.put(usedTable, idKey(1_000_000), []byte("would be an error, if it were looked at")))
		for range 2 {
			if left, err := s.PreKeysLeft(); left != BundleSize || err != nil {
				t.Errorf("%d left, %v", left, err)
			}
			if _, err := s.Refill(BundleSize, time.Now()); err != nil {
				t.Error(err)
			}
			if b, err := s.Bundle(); len(b.PreKeys) != BundleSize || err != nil {
				t.Errorf("a bundle of %d, %v", len(b.PreKeys), err)
			}
		}
	})
}

// Somebody who uses up prekeys one after the other pushes out none that were on offer long enough for others to have picked
// them.
func TestUsedPreKeysAreBounded(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.CreateOwn(nil, time.Now().Add(-time.Hour)))
		for id := uint32(1); id <= BundleSize; id++ {
			must(t, s.UsePreKey(id))
		}
		flood := use(t, s, MaxUsed+usedSlack+50)
		if n := s.count(usedTable); n > MaxUsed+usedSlack {
			t.Errorf("%d are kept", n)
		}
		for id := uint32(1); id <= BundleSize; id++ {
			if _, err := s.PreKey(id); err != nil {
				t.Fatalf("prekey %d, which was on offer for an hour: %v", id, err)
			}
		}
		gone := slices.DeleteFunc(flood, func(id uint32) bool { _, err := s.PreKey(id); return !errors.Is(err, crypto.ErrUnknownPreKey) })
		if len(gone) < 100 {
			t.Errorf("only %d of a flood are gone", len(gone))
		}
		if b, err := s.Bundle(); err != nil || len(b.PreKeys) != BundleSize {
			t.Errorf("a bundle of %d, %v", len(b.PreKeys), err)
		}
	})
}

// The used prekeys of an older file move where they belong, and serve on.
func TestUsedPreKeysOfAnOlderFile(t *testing.T) {
	f := profile(t)
	update(t, f, func(s *Store) {
		must(t, s.CreateOwn(nil, start))
		for id := uint32(1); id <= 30; id++ {
			row, _, err := s.preKey(id)
			must(t, err)
			row.Made = time.Time{}
			if id <= 20 {
				row.Used = time.Now()
			}
			must(t, s.putJSON(preKeyTable, idKey(id), row))
		}
		must(t, s.tx.Bucket(accountsRoot).Bucket(s.name[:]).DeleteBucket([]byte(usedTable)))
	})
	update(t, f, func(s *Store) {
		if left, err := s.PreKeysLeft(); left != BundleSize-20 || err != nil {
			t.Errorf("%d left, %v", left, err)
		}
		if b, err := s.Bundle(); len(b.PreKeys) != BundleSize-20 || err != nil {
			t.Errorf("a bundle of %d, %v", len(b.PreKeys), err)
		}
		if added, err := s.Refill(BundleSize, start); added != 20 || err != nil {
			t.Errorf("%d added, %v", added, err)
		}
		for id := uint32(1); id <= 30; id++ {
			if _, err := s.PreKey(id); err != nil {
				t.Errorf("prekey %d: %v", id, err)
			}
		}
		if n := s.count(usedTable); n != 20 {
			t.Errorf("%d used", n)
		}
	})
}

// BenchmarkRefillAfterManyUsed is what a first message costs after as many others as are kept.
func BenchmarkRefillAfterManyUsed(b *testing.B) {
	update(b, profile(b), func(s *Store) {
		must(b, s.CreateOwn(nil, time.Now()))
		use(b, s, MaxUsed)
		for b.Loop() {
			_, err := s.Refill(BundleSize, time.Now())
			must(b, err)
		}
	})
}
