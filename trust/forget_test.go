package trust

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/crypto"
)

// numbered is one of many keys.
func numbered(n int) []byte {
	k := testKey(7)
	k[1], k[2] = byte(n), byte(n>>8)
	return k
}

// see has a device seen by a message that was written at a time.
func see(t *testing.T, s *Store, jid string, id uint32, key []byte, now, written time.Time) Device {
	t.Helper()
	d, _, err := s.SeeKey(jid, id, key, now)
	must(t, err)
	must(t, s.PutSession(crypto.Address{JID: jid, Device: id}, d.Fingerprint, []byte{1}))
	must(t, s.SeeMessage(jid, id, d.Fingerprint, written))
	return d
}

// The device that is seen is never the one that is forgotten, whatever time its message claims.
func TestTheDeviceThatIsSeenIsKept(t *testing.T) {
	old := start.AddDate(-10, 0, 0)
	for _, c := range []struct {
		name         string
		now, written time.Time
	}{
		{"of now", at(1000), at(1000)}, {"written long ago", at(1000), old}, {"seen by a clock set back", old, old}, {"of a time to come", at(9000), at(9000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			update(t, profile(t), func(s *Store) {
				for i := range maxRows + 5 {
					see(t, s, bob, uint32(1000+i), numbered(i), at(i), at(i))
				}
				see(t, s, bob, 7, testKey(7), c.now, c.written)
				see(t, s, bob, 7, testKey(7), c.now, c.written)
				if devices, err := s.Devices(bob); err != nil || len(devices) != maxRows || one(t, s, 7).Fingerprint != fp(7) {
					t.Errorf("%d devices, %v", len(devices), err)
				}
			})
		})
	}
}

// What is forgotten goes with its session; what is in the list, was decided on, or was removed, stays.
func TestWhatIsForgotten(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		_, _, err := s.SeeList(bob, []uint32{1}, start)
		must(t, err)
		kept := map[uint32]string{1: "in the list", 2: "trusted", 3: "rejected", 4: "verified"}
		for id := range kept {
			see(t, s, bob, id, testKey(byte(id)), start, start)
		}
		must(t, s.Decide(bob, fp(2), Trusted, ByHand, start))
		must(t, s.Decide(bob, fp(3), Rejected, ByHand, start))
		must(t, s.Decide(bob, fp(4), Verified, ByHand, start))
		for i := range maxRows + 10 {
			see(t, s, bob, uint32(1000+i), numbered(i), at(i+1), at(i+1))
		}
		for id, why := range kept {
			if d := one(t, s, id); d.Fingerprint != fp(byte(id)) || len(records(t, s, crypto.Address{JID: bob, Device: id})) != 1 {
				t.Errorf("%s: %+v", why, d)
			}
		}
		if _, known, _ := s.Device(bob, 1000); known || records(t, s, crypto.Address{JID: bob, Device: 1000}) != nil {
			t.Error("the one not seen for longest is still there")
		}
		if err := s.SeeMessage(bob, 1000, crypto.Fingerprint(numbered(0)), at(0)); !errors.Is(err, ErrNoDevice) {
			t.Errorf("a message of it: %v", err)
		}
	})
}

// Of the keys that come under one device id the first, the newest, and those that were decided on are kept.
func TestKeysOfOneDeviceAreBounded(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		for i := range 40 {
			see(t, s, bob, 1, numbered(i), at(i), at(i))
			if i == 5 {
				must(t, s.Decide(bob, crypto.Fingerprint(numbered(i)), Rejected, ByHand, at(i)))
			}
		}
		devices, err := s.Devices(bob)
		must(t, err)
		var kept []int
		for i := range 40 {
			if slices.ContainsFunc(devices, func(d Device) bool { return d.Fingerprint == crypto.Fingerprint(numbered(i)) }) {
				kept = append(kept, i)
			}
		}
		if !slices.Equal(kept, []int{0, 5, 36, 37, 38, 39}) {
			t.Errorf("kept %v", kept)
		}
		if got := len(records(t, s, crypto.Address{JID: bob, Device: 1})); got != len(kept) {
			t.Errorf("%d sessions", got)
		}
	})
}

// Strangers fill the log up to a bound each and a bound together; what concerns a contact is written on.
func TestLinesAboutKeysOfStrangersAreBounded(t *testing.T) {
	const contact = "friend@example.org"
	update(t, profile(t), func(s *Store) {
		sightings := 0
		line := func(jid string, key int) bool {
			t.Helper()
			before := s.LogEnd()
			_, _, err := s.SeeKey(jid, uint32(key), numbered(key), at(key))
			must(t, err)
			return s.LogEnd() > before
		}
		count := func(jid string, n int) (room int) {
			t.Helper()
			for range n {
				ok, err := s.countSighting(jid)
				must(t, err)
				if ok {
					room++
				}
			}
			sightings += room
			return room
		}
		must(t, s.Decide(contact, fp(1), Verified, ByHand, start))
		if !line(contact, 1) {
			t.Error("no line about a contact")
		}
		if got := count(bob, 300); got != strangerLines || line(bob, 1) {
			t.Errorf("room for %d lines about one stranger", got)
		}
		for i := range strangersLines/strangerLines + 5 {
			count(fmt.Sprintf("stranger%d@example.org", i), strangerLines)
		}
		if sightings != strangersLines || line("late@example.org", 1) {
			t.Errorf("room for %d lines about strangers", sightings)
		}
		if !line(contact, 2) {
			t.Error("no line about a contact beside strangers")
		}
		must(t, s.Decide(bob, fp(9), Rejected, ByHand, at(2)))
		if !line(bob, 2) || !line("late@example.org", 2) {
			t.Error("who is no stranger any more leaves no room for others")
		}
		if got := count(contact, 2000); got != contactLines-2 {
			t.Errorf("room for %d more lines about a contact", got)
		}
	})
}
