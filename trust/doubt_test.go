package trust

import (
	"testing"
	"time"
)

// A decision to trust a key counts for the device that it was made about. Where a server may have put the key, under another
// id or in the place of one that is trusted, it counts again once the user says so.
func TestDoubtedKeys(t *testing.T) {
	type step struct {
		id     uint32 // of a device that shows key
		key    byte
		decide Level // about key, instead
	}
	verify := func(key byte) step { return step{key: key, decide: Verified} }
	for _, c := range []struct {
		name    string
		steps   []step
		doubted bool
		level   Level // of the last device that showed a key, with it
	}{
		{"a verified key is no matter of doubt", []step{{id: 1, key: 1}, verify(1), {id: 1, key: 1}}, false, Verified},
		{"the keys of two devices are swapped", []step{{id: 1, key: 1}, {id: 2, key: 2}, verify(1), verify(2), {id: 1, key: 2}}, true, Undecided},
		{"a new device has the key of another", []step{{id: 1, key: 1}, verify(1), {id: 7, key: 1}}, true, Undecided},
		{"and comes with it again", []step{{id: 1, key: 1}, verify(1), {id: 7, key: 1}, {id: 7, key: 1}}, true, Undecided},
		{"the user says that it is right", []step{{id: 1, key: 1}, verify(1), {id: 7, key: 1}, verify(1)}, false, Verified},
		{"the user rejects it", []step{{id: 1, key: 1}, verify(1), {id: 7, key: 1}, {key: 1, decide: Rejected}}, false, Rejected},
		{"a rejected key under another id", []step{{id: 1, key: 1}, {key: 1, decide: Rejected}, {id: 7, key: 1}}, false, Rejected},
		{"a key that was verified before any device showed it", []step{verify(1), {id: 1, key: 1}}, false, Verified},
		{"and comes in the place of another", []step{verify(1), {id: 1, key: 9}, {id: 1, key: 1}}, false, Verified},
		{"the key comes back after an undecided one", []step{{id: 1, key: 1}, verify(1), {id: 1, key: 9}, {id: 1, key: 1}}, false, Verified},
		{"the key comes back after a rejected one", []step{{id: 1, key: 1}, verify(1), {id: 1, key: 9}, {key: 9, decide: Rejected}, {id: 1, key: 1}}, false, Verified},
		{"the key comes back after one that is trusted", []step{{id: 1, key: 1}, verify(1), {id: 1, key: 9}, {key: 9, decide: Trusted}, {id: 1, key: 1}}, true, Undecided},
		{"swapped keys that are put right", []step{{id: 1, key: 1}, {id: 2, key: 2}, verify(1), verify(2), {id: 1, key: 2}, {id: 1, key: 1}}, false, Verified},
	} {
		t.Run(c.name, func(t *testing.T) {
			update(t, profile(t), func(s *Store) {
				var last step
				for i, step := range c.steps {
					if step.decide != "" {
						must(t, s.Decide(bob, fp(step.key), step.decide, ByHand, at(i)))
						continue
					}
					last = step
					_, _, err := s.SeeKey(bob, step.id, testKey(step.key), at(i))
					must(t, err)
				}
				if d := one(t, s, last.id); d.Doubted != c.doubted || d.Level != c.level || d.Fingerprint != fp(last.key) || d.ByUser() != (c.level != Undecided) {
					t.Errorf("%+v", d)
				}
			})
		})
	}
}

// The user's word about a doubted key is a line of the log, also where it says again what was decided before.
func TestDecisionAgainAboutADoubtedKey(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		for i, id := range []uint32{1, 7} {
			_, _, err := s.SeeKey(bob, id, testKey(1), at(i))
			must(t, err)
			must(t, s.Decide(bob, fp(1), Verified, ByHand, at(i)))
			must(t, s.Decide(bob, fp(1), Verified, ByHand, at(i)))
		}
		log, err := s.Log(bob)
		must(t, err)
		var decisions []time.Time
		for _, e := range log {
			if e.Event == EventDecision {
				decisions = append(decisions, e.Time)
			}
		}
		if len(decisions) != 2 {
			t.Errorf("decisions at %v", decisions)
		}
	})
}

// A code does not take a swapped key for right, nor a doubted one for verified.
func TestCompareWithDoubtedKeys(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		for _, k := range []struct {
			id  uint32
			key byte
		}{{1, 1}, {2, 2}, {1, 2}, {2, 1}, {7, 1}} {
			_, _, err := s.SeeKey(bob, k.id, testKey(k.key), start)
			must(t, err)
			must(t, s.putJSON(decisionTable, s.decisionKey(bob, fp(k.key)), Decision{JID: bob, Fingerprint: fp(k.key), Level: Verified, By: ByHand}))
		}
		found, err := s.Compare(bob, []LinkKey{{1, fp(1)}, {2, fp(2)}})
		must(t, err)
		if found[0].Result != Differs || found[1].Result != Differs {
			t.Errorf("swapped keys: %+v", found)
		}
		if found, err = s.Compare(bob, []LinkKey{{7, fp(1)}}); err != nil || found[0].Result != Matches || found[0].Device.ID != 7 || found[0].Level != Undecided {
			t.Errorf("a doubted key: %+v, %v", found, err)
		}
	})
}
