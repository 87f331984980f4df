package trust

import (
	"errors"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/crypto"
)

const week = 7 * 24 * time.Hour

func TestCreateOwn(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		if _, err := s.Identity(); !errors.Is(err, crypto.ErrNoIdentity) {
			t.Errorf("identity before: %v", err)
		}
		if _, err := s.Bundle(); !errors.Is(err, crypto.ErrNoIdentity) {
			t.Errorf("bundle before: %v", err)
		}
		if _, found, err := s.Own(); found || err != nil {
			t.Errorf("own before: %t, %v", found, err)
		}
		must(t, s.CreateOwn([]uint32{1, 2, 3}, start))
		b, err := s.Bundle()
		must(t, err)
		must(t, b.Check())
		if len(b.PreKeys) != 100 || b.PreKeys[0].ID != 1 || b.PreKeys[99].ID != 100 || b.SignedPreKeyID != 1 {
			t.Errorf("bundle with %d prekeys", len(b.PreKeys))
		}
		must(t, s.CreateOwn(nil, start))
		if again, _ := s.Bundle(); again.Device != b.Device || len(again.PreKeys) != 100 {
			t.Error("made twice")
		}
	})
}

func TestRefill(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.CreateOwn(nil, start))
		for id := uint32(1); id <= 81; id++ {
			must(t, s.UsePreKey(id))
		}
		if left, err := s.PreKeysLeft(); left != 19 || err != nil {
			t.Fatalf("%d left, %v", left, err)
		}
		if added, err := s.Refill(100, start); added != 81 || err != nil {
			t.Fatalf("%d added, %v", added, err)
		}
		b, err := s.Bundle()
		must(t, err)
		if len(b.PreKeys) != 100 || b.PreKeys[0].ID != 82 || b.PreKeys[99].ID != 181 {
			t.Errorf("%d prekeys from %d to %d", len(b.PreKeys), b.PreKeys[0].ID, b.PreKeys[len(b.PreKeys)-1].ID)
		}
		if added, err := s.Refill(100, start); added != 0 || err != nil {
			t.Errorf("again: %d added, %v", added, err)
		}
	})
}

func TestUsedPreKeysHaveAGraceTime(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.CreateOwn(nil, start))
		used := start.Add(time.Hour)
		must(t, s.WithClock(func() time.Time { return used }).UsePreKey(1))
		for _, step := range []struct {
			name string
			now  time.Time
			kept bool
		}{
			{"a clock set back", used.Add(-10 * 365 * 24 * time.Hour), true},
			{"at once", used, true},
			{"a day before the end", used.Add(UsedPreKeyGrace - 24*time.Hour), true},
			{"a day after the end", used.Add(UsedPreKeyGrace + 24*time.Hour), false},
		} {
			must(t, s.Prune(step.now))
			if _, err := s.PreKey(1); (err == nil) != step.kept {
				t.Errorf("%s: %v", step.name, err)
			}
			if left, _ := s.PreKeysLeft(); left != 99 {
				t.Errorf("%s: %d unused left", step.name, left)
			}
		}
	})
}

func TestTheGraceTimeRunsFromTheFirstUse(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.CreateOwn(nil, start))
		row, _, err := s.preKey(1)
		must(t, err)
		row.Used = start // used long ago
		must(t, s.moveUsed(1, row))
		must(t, s.UsePreKey(1))
		must(t, s.Prune(start.Add(UsedPreKeyGrace+time.Hour)))
		if _, err := s.PreKey(1); !errors.Is(err, crypto.ErrUnknownPreKey) {
			t.Errorf("kept by a later use: %v", err)
		}
	})
}

func TestRotateSigned(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		if _, err := s.RotateSigned(start, week); !errors.Is(err, crypto.ErrNoIdentity) {
			t.Errorf("before there are keys: %v", err)
		}
		must(t, s.CreateOwn(nil, start))
		for _, step := range []struct {
			name    string
			now     time.Time
			rotated bool
			kept    []uint32
		}{
			{"a young key stays", start.Add(week - time.Hour), false, []uint32{1}},
			{"a clock set back changes nothing", start.Add(-9 * week), false, []uint32{1}},
			{"an old key is followed and kept", start.Add(week), true, []uint32{1, 2}},
			{"the same again changes nothing", start.Add(week), false, []uint32{1, 2}},
			{"the next rotation drops the first", start.Add(2 * week), true, []uint32{2, 3}},
			{"a long pause keeps the last two", start.Add(20 * week), true, []uint32{3, 4}},
		} {
			rotated, err := s.RotateSigned(step.now, week)
			must(t, err)
			var kept []uint32
			for id := uint32(1); id < 6; id++ {
				if _, err := s.SignedPreKey(id); err == nil {
					kept = append(kept, id)
				}
			}
			if rotated != step.rotated || !slices.Equal(kept, step.kept) {
				t.Errorf("%s: rotated %t, kept %v", step.name, rotated, kept)
			}
			b, err := s.Bundle()
			must(t, err)
			must(t, b.Check())
			if b.SignedPreKeyID != kept[len(kept)-1] {
				t.Errorf("%s: bundle with signed prekey %d", step.name, b.SignedPreKeyID)
			}
		}
	})
}

func TestAccounts(t *testing.T) {
	f := profile(t)
	full := Account{
		JID: me, Password: "p", Host: "h", Port: 5223, DirectTLS: true, CAs: []byte("pem"), Resource: "r",
		Strongest: "SCRAM-SHA-256", Enabled: true, Added: at(2),
	}
	list := func() (jids []string) {
		must(t, f.View(func(tx *bbolt.Tx) error {
			all, err := Accounts(tx, f.Seal())
			for _, a := range all {
				jids = append(jids, a.JID)
			}
			return err
		}))
		return jids
	}
	if got := list(); got != nil {
		t.Errorf("at first %v", got)
	}
	must(t, f.Update(func(tx *bbolt.Tx) error {
		must(t, PutAccount(tx, f.Seal(), full))
		must(t, PutAccount(tx, f.Seal(), Account{JID: "first@example.org", Added: at(1)}))
		must(t, In(tx, f.Seal(), me).CreateOwn(nil, start))
		must(t, In(tx, f.Seal(), "first@example.org").CreateOwn(nil, start))
		all, err := Accounts(tx, f.Seal())
		must(t, err)
		if len(all) != 2 || all[1].JID != me || all[1].Password != "p" || all[1].Port != 5223 || !all[1].DirectTLS || string(all[1].CAs) != "pem" ||
			all[1].Resource != "r" || all[1].Strongest != "SCRAM-SHA-256" || !all[1].Enabled || !all[1].Added.Equal(at(2)) || all[1].Host != "h" {
			t.Errorf("accounts %+v", all)
		}
		full.Enabled = false
		return PutAccount(tx, f.Seal(), full)
	}))
	if got := list(); !slices.Equal(got, []string{"first@example.org", me}) {
		t.Errorf("then %v", got)
	}
	must(t, f.Update(func(tx *bbolt.Tx) error {
		must(t, RemoveAccount(tx, f.Seal(), me))
		must(t, RemoveAccount(tx, f.Seal(), "nobody@example.org"))
		if _, found, _ := In(tx, f.Seal(), me).Own(); found {
			t.Error("its keys are still there")
		}
		if _, found, _ := In(tx, f.Seal(), "first@example.org").Own(); !found {
			t.Error("the keys of the other account are gone")
		}
		if !compactMarked(tx) {
			t.Error("the keys stay on the disk")
		}
		return nil
	}))
	if got := list(); !slices.Equal(got, []string{"first@example.org"}) {
		t.Errorf("at last %v", got)
	}
}
