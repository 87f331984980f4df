package trust

import (
	"slices"
	"testing"

	"vouch/crypto"
)

// putOld stores a session as Vouch 0.1.0 did.
func putOld(t *testing.T, s *Store, a crypto.Address, key byte, record string) {
	t.Helper()
	must(t, s.put(sessionTable, s.address(a), []byte(record)))
	must(t, s.put(identityTable, s.address(a), testKey(key)))
}

// records are the sessions with a, as key and record.
func records(t *testing.T, s *Store, a crypto.Address) (all []string) {
	t.Helper()
	found, err := s.Sessions(a)
	must(t, err)
	for _, one := range found {
		all = append(all, one.Fingerprint[:2]+" "+string(one.Record))
	}
	slices.Sort(all)
	return all
}

// A session of an older file is found under its key, moves when it is written, and is not touched by those of other keys.
func TestSessionOfAnOlderFile(t *testing.T) {
	one, two := crypto.Address{JID: bob, Device: 1}, crypto.Address{JID: bob, Device: 2}
	update(t, profile(t), func(s *Store) {
		for _, id := range []uint32{1, 2} {
			_, _, err := s.SeeKey(bob, id, testKey(byte(id)), start)
			must(t, err)
		}
		putOld(t, s, one, 1, "old")
		putOld(t, s, two, 2, "old")
		must(t, s.PutSession(one, fp(9), []byte("of another key")))
		if got := records(t, s, one); !slices.Equal(got, []string{"01 old", "09 of another key"}) {
			t.Errorf("at first %q", got)
		}
		under, err := s.SessionsUnder(bob, fp(1))
		must(t, err)
		if len(under) != 1 || under[0].Device != 1 || string(under[0].Record) != "old" {
			t.Errorf("under its key %v", under)
		}
		must(t, s.PutSession(one, fp(1), []byte("moved on")))
		if got := records(t, s, one); !slices.Equal(got, []string{"01 moved on", "09 of another key"}) {
			t.Errorf("then %q", got)
		}
		must(t, s.PutSession(two, fp(2), nil))
		if got := records(t, s, two); got != nil {
			t.Errorf("after it was removed %q", got)
		}
	})
}

// A session whose row is damaged is as none: the others of the device are found, and another one takes its place.
func TestDamagedSessionIsAsNone(t *testing.T) {
	one, two := crypto.Address{JID: bob, Device: 1}, crypto.Address{JID: bob, Device: 2}
	update(t, profile(t), func(s *Store) {
		for _, id := range []uint32{1, 2} {
			_, _, err := s.SeeKey(bob, id, testKey(byte(id)), start)
			must(t, err)
		}
		must(t, s.PutSession(one, fp(1), []byte("lost")))
		must(t, s.PutSession(one, fp(9), []byte("kept")))
		putOld(t, s, two, 2, "lost")
		b := s.table(sessionTable)
		must(t, b.Put(s.sessionKey(one, fp(1)), []byte("damaged")))
		must(t, b.Put(s.address(two), []byte("damaged")))
		if got := records(t, s, one); !slices.Equal(got, []string{"09 kept"}) || records(t, s, two) != nil {
			t.Errorf("%q and %q", got, records(t, s, two))
		}
		for id, a := range map[byte]crypto.Address{1: one, 2: two} {
			must(t, s.PutSession(a, fp(id), []byte("anew")))
			under, err := s.SessionsUnder(bob, fp(id))
			must(t, err)
			if len(under) != 1 || string(under[0].Record) != "anew" {
				t.Errorf("under key %d: %v", id, under)
			}
		}
	})
}
