package trust

import (
	"errors"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/crypto"
)

func TestRenewOwn(t *testing.T) {
	f := profile(t)
	var old crypto.Identity
	var before crypto.Bundle
	update(t, f, func(s *Store) {
		if _, err := s.RenewOwn(nil, "hand", start); !errors.Is(err, crypto.ErrNoIdentity) {
			t.Errorf("without keys: %v", err)
		}
		must(t, s.CreateOwn(nil, start))
		old, _, _ = s.Own()
		before, _ = s.Bundle()
		_, _, err := s.SeeList(me, []uint32{old.Device, 7}, start)
		must(t, err)
		must(t, s.PutSession(crypto.Address{JID: bob, Device: 1}, fp(1), []byte("a session")))
		must(t, s.SetDoubt("bundle"))
	})
	update(t, f, func(s *Store) {
		if why, err := s.Doubt(); err != nil || why != "bundle" {
			t.Errorf("%q, %v", why, err)
		}
		was, err := s.RenewOwn([]uint32{old.Device, 7}, "copy", at(1))
		must(t, err)
		now, found, err := s.Own()
		must(t, err)
		if !found || was.Fingerprint() != old.Fingerprint() || now.Fingerprint() == old.Fingerprint() || now.Device == old.Device || now.Device == 7 {
			t.Errorf("%v after %v", now, old)
		}
		after, err := s.Bundle()
		must(t, err)
		ids := map[uint32]bool{}
		for _, k := range before.PreKeys {
			ids[k.ID] = true
		}
		if len(after.PreKeys) != BundleSize || slices.ContainsFunc(after.PreKeys, func(k crypto.PublicPreKey) bool { return ids[k.ID] }) || after.SignedPreKeyID == before.SignedPreKeyID {
			t.Error("the bundle has ids of the old one")
		}
		must(t, after.Check())
		if sessions, _ := s.Sessions(crypto.Address{JID: bob, Device: 1}); sessions != nil {
			t.Error("a session of the old identity is left")
		}
		if why, _ := s.Doubt(); why != "" {
			t.Errorf("still in doubt: %s", why)
		}
		d, known, err := s.Device(me, old.Device)
		must(t, err)
		if !known || d.Active || !d.Removed || d.Level != Rejected || d.Fingerprint != old.Fingerprint() {
			t.Errorf("the old device is %+v", d)
		}
		log, err := s.Log(me)
		must(t, err)
		if last := log[len(log)-1]; last.Event != EventRenewed || last.Device != now.Device || last.Detail != "copy" {
			t.Errorf("%+v", log)
		}
	})
}

func TestRemovedUntilTrustedAgain(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		if err := s.Remove(5, start); !errors.Is(err, ErrNoDevice) {
			t.Errorf("an unknown device: %v", err)
		}
		_, _, err := s.SeeList(me, []uint32{5, 6}, start)
		must(t, err)
		_, _, err = s.SeeKey(me, 5, testKey(5), start)
		must(t, err)
		must(t, s.Decide(me, fp(5), Verified, ByHand, start))
		must(t, s.Remove(5, at(1)))
		must(t, s.Remove(6, at(1))) // its key was never seen
		check := func(id uint32, active, removed bool, level Level) {
			t.Helper()
			if d, _, err := s.Device(me, id); err != nil || d.Active != active || d.Removed != removed || d.Level != level {
				t.Errorf("%+v, %v", d, err)
			}
		}
		check(5, false, true, Rejected)
		check(6, false, true, Undecided)
		_, _, err = s.SeeList(me, []uint32{5}, at(2)) // it comes back by itself
		must(t, err)
		check(5, true, true, Rejected)
		must(t, s.Decide(me, fp(5), Undecided, ByUndo, at(3)))
		check(5, true, true, Undecided)
		must(t, s.Decide(me, fp(5), Trusted, ByHand, at(3)))
		check(5, true, false, Trusted)
		must(t, s.Remove(5, at(4)))
		_, _, err = s.SeeList(me, []uint32{5, 6}, at(5))
		must(t, err)
		_, _, err = s.SeeKey(me, 6, testKey(6), at(5)) // it was removed before its key was seen
		must(t, err)
		_, _, err = s.SeeKey(me, 5, testKey(50), at(5)) // it comes back with another key
		must(t, err)
		check(6, true, true, Undecided)
		check(5, true, true, Undecided)
		must(t, s.Decide(me, fp(5), Trusted, ByHand, at(6))) // the key that it had before
		check(5, true, true, Undecided)
	})
}

// The own identity is that of the file, also where another store has written it in the same transaction.
func TestOwnIsWhatTheFileHas(t *testing.T) {
	f := profile(t)
	must(t, f.Update(func(tx *bbolt.Tx) error {
		reads, writes := In(tx, f.Seal(), me), In(tx, f.Seal(), me)
		if _, found, err := reads.Own(); found || err != nil {
			t.Errorf("own keys before there are any: %v, %v", found, err)
		}
		must(t, writes.CreateOwn(nil, start))
		for range 2 {
			own, found, err := reads.Own()
			want, _ := writes.Identity()
			_, fingerprint, _ := reads.ownKey()
			if !found || err != nil || own != want || fingerprint != want.Fingerprint() {
				t.Errorf("own keys are %v, %q, want %v, %v", own, fingerprint, want, err)
			}
			_, err = writes.RenewOwn(nil, "hand", start)
			must(t, err)
		}
		return nil
	}))
}
