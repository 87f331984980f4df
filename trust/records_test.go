package trust

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// kept are the records of a profile, as a backup writes them.
func kept(t *testing.T, f *File) (lines []string) {
	t.Helper()
	update(t, f, func(s *Store) {
		must(t, s.Records(func(r Record) error {
			text, err := json.Marshal(r)
			lines = append(lines, string(text))
			return err
		}))
	})
	return lines
}

// bring restores records and says how many changed something.
func bring(t *testing.T, f *File, lines []string) (changed int) {
	t.Helper()
	update(t, f, func(s *Store) {
		log, err := s.Lines()
		must(t, err)
		for _, text := range lines {
			var r Record
			must(t, json.Unmarshal([]byte(text), &r))
			did, err := s.Restore(r, log)
			must(t, err)
			if did {
				changed++
			}
		}
	})
	return changed
}

// known are devices, decisions and log, which must be the same on both sides.
func known(t *testing.T, f *File) (out []any) {
	t.Helper()
	update(t, f, func(s *Store) {
		for _, who := range []string{me, bob} {
			devices, err := s.Devices(who)
			must(t, err)
			decisions, err := s.Decisions(who)
			must(t, err)
			policy, inherited, err := s.Policy(who)
			must(t, err)
			out = append(out, devices, decisions, policy, inherited)
		}
		log, err := s.Log("")
		must(t, err)
		out = append(out, log)
	})
	return out
}

func decidedProfile(t *testing.T) *File {
	f := profile(t)
	update(t, f, func(s *Store) {
		must(t, s.SetPolicy("", UntilVerified, at(0)))
		must(t, s.SetPolicy(bob, FirstUse, at(1)))
		_, _, err := s.SeeKey(bob, 5, testKey(1), at(2))
		must(t, err)
		_, _, err = s.SeeKey(bob, 5, testKey(2), at(3))
		must(t, err)
		_, _, err = s.SeeKey(me, 6, testKey(3), at(3))
		must(t, err)
		must(t, s.SetLabel(bob, 5, "phone", "the old one", at(4)))
		must(t, s.Decide(bob, fp(1), Rejected, ByHand, at(5)))
		must(t, s.Record(Decision{JID: bob, Fingerprint: fp(2), Level: Verified, At: at(6), By: ByCode, Detail: "camera"}))
		must(t, s.Decide(bob, fp(9), Verified, ByLink, at(7)))
		must(t, s.Note(Entry{Time: at(8), JID: bob, Event: EventTold, By: ByHand}))
		must(t, s.Note(Entry{Time: at(8), JID: bob, Event: EventTold, By: ByHand})) // twice the same line
	})
	return f
}

func TestRecordsComeBackAsTheyWere(t *testing.T) {
	from, to := decidedProfile(t), profile(t)
	lines := kept(t, from)
	bring(t, to, lines)
	if got, want := known(t, to), known(t, from); !reflect.DeepEqual(got, want) {
		t.Errorf("restored\n%+v\nwant\n%+v", got, want)
	}
	if again := bring(t, to, lines); again != 0 {
		t.Errorf("the second time %d records changed something", again)
	}
	if same := bring(t, from, lines); same != 0 {
		t.Errorf("in the profile itself %d records changed something", same)
	}
}

func TestOfTwoDecisionsTheLaterCountsAndTheLogKeepsBoth(t *testing.T) {
	lines := kept(t, decidedProfile(t))
	for _, row := range []struct {
		name string
		hour int
		want Level
	}{{"decided here before", 5, Verified}, {"decided here after", 7, Rejected}} {
		t.Run(row.name, func(t *testing.T) {
			f := profile(t)
			update(t, f, func(s *Store) {
				must(t, s.Decide(bob, fp(2), Rejected, ByHand, at(row.hour)))
			})
			bring(t, f, lines)
			update(t, f, func(s *Store) {
				level, err := s.Level(bob, fp(2))
				must(t, err)
				log, err := s.Log(bob)
				must(t, err)
				var decisions []Level
				for i, e := range log {
					if i > 0 && e.Time.Before(log[i-1].Time) {
						t.Errorf("line %d is older than the one before", i)
					}
					if e.Event == EventDecision && e.Fingerprint == fp(2) {
						decisions = append(decisions, e.To)
					}
				}
				if level != row.want || len(decisions) != 2 {
					t.Errorf("%s, decisions %v", level, decisions)
				}
			})
		})
	}
}

// The key that a device has here stays its newest, and is one that came after another.
func TestADeviceKeepsTheKeyThatIsKnownHere(t *testing.T) {
	lines := kept(t, decidedProfile(t))
	f := profile(t)
	update(t, f, func(s *Store) {
		_, _, err := s.SeeKey(bob, 5, testKey(4), at(20))
		must(t, err)
		_, _, err = s.SeeList(bob, []uint32{5}, at(20))
		must(t, err)
	})
	bring(t, f, lines)
	update(t, f, func(s *Store) {
		d, _, err := s.Device(bob, 5)
		must(t, err)
		all, err := s.Devices(bob)
		must(t, err)
		if d.Fingerprint != fp(4) || !d.Active || !d.Changed || d.Level != Undecided || len(all) != 3 {
			t.Errorf("%+v of %d", d, len(all))
		}
	})
	if again := bring(t, f, lines); again != 0 {
		t.Errorf("the second time %d records changed something", again)
	}
}

// What this device is stands among the records, and nothing of its private keys.
func TestOwnDeviceIsInTheRecordsWithoutItsKeys(t *testing.T) {
	from, to := profile(t), profile(t)
	var old string
	update(t, from, func(s *Store) {
		must(t, s.CreateOwn(nil, start))
		id, err := s.Identity()
		must(t, err)
		old = id.Fingerprint()
	})
	lines := kept(t, from)
	if all := strings.Join(lines, "\n"); !strings.Contains(all, old) {
		t.Errorf("the own device is not in %s", all)
	}
	bring(t, to, lines)
	update(t, to, func(s *Store) {
		devices, err := s.Devices(me)
		must(t, err)
		if len(devices) != 1 || devices[0].Fingerprint != old || devices[0].Level != Undecided {
			t.Errorf("%+v", devices)
		}
		if _, have, err := s.Own(); have || err != nil {
			t.Errorf("an own key was made, %v", err)
		}
	})
	if n := bring(t, from, lines); n != 0 {
		t.Errorf("in the profile itself %d records changed something", n)
	}
}

func TestRecordsThatMakeNoSense(t *testing.T) {
	f := profile(t)
	for _, text := range []string{
		`{}`, `{"policy":{"JID":"bob@example.org","Policy":"all","Since":"2026-01-01T00:00:00Z"}}`,
		`{"policy":{"JID":"me@example.org","Policy":"first-use","Since":"2026-01-01T00:00:00Z"}}`,
		`{"decision":{"JID":"bob@example.org","Fingerprint":"00","Level":"trusted","At":"2026-01-01T00:00:00Z","By":"hand"}}`,
		`{"decision":{"JID":"bob@example.org","Fingerprint":"` + fp(1) + `","Level":"loved","At":"2026-01-01T00:00:00Z","By":"hand"}}`,
		`{"device":{"JID":"bob@example.org"}}`, `{"line":{"JID":"bob@example.org"}}`,
	} {
		var r Record
		must(t, json.Unmarshal([]byte(text), &r))
		update(t, f, func(s *Store) {
			if changed, err := s.Restore(r, Lines{}); changed || !errors.Is(err, ErrInvalid) {
				t.Errorf("%s: %t, %v", text, changed, err)
			}
		})
	}
}
