package trust

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vouch/crypto"
)

func TestDecide(t *testing.T) {
	f := profile(t)
	update(t, f, func(s *Store) {
		_, _, err := s.SeeKey(bob, 5, testKey(1), start)
		must(t, err)
	})
	for i, step := range []struct {
		name string
		key  string
		to   Level
		by   Author
		rows int // lines that the decision adds to the log
		from Level
	}{
		{"undecided is where every key begins", fp(1), Undecided, ByHand, 0, ""},
		{"the user trusts", fp(1), Trusted, ByHand, 1, Undecided},
		{"the same again by the same author is no line", fp(1), Trusted, ByHand, 0, ""},
		{"the same by another author is a line", fp(1), Trusted, FirstUse.Author(), 1, Trusted},
		{"the user verifies", fp(1), Verified, ByHand, 1, Trusted},
		{"the user rejects", fp(1), Rejected, ByHand, 1, Verified},
		{"a decision can be taken back", fp(1), Undecided, ByHand, 1, Rejected},
		{"a key that was never seen can be verified", fp(9), Verified, ByHand, 1, Undecided},
		{"any way of writing a fingerprint is the same key", "05 " + strings.ToUpper(fp(9)), Rejected, ByHand, 1, Verified},
	} {
		t.Run(step.name, func(t *testing.T) {
			update(t, f, func(s *Store) {
				before, err := s.Log(bob)
				must(t, err)
				must(t, s.Decide(bob, step.key, step.to, step.by, at(i)))
				plain, err := crypto.ParseFingerprint(step.key)
				must(t, err)
				level, err := s.Level(bob, plain)
				must(t, err)
				if level != step.to {
					t.Errorf("level %s", level)
				}
				after, err := s.Log(bob)
				must(t, err)
				if len(after)-len(before) != step.rows {
					t.Fatalf("%d lines", len(after)-len(before))
				}
				if step.rows == 0 {
					return
				}
				e := after[len(after)-1]
				want := Entry{Time: at(i), JID: bob, Fingerprint: plain, Device: e.Device, Event: EventDecision, From: step.from, To: step.to, By: step.by}
				if e != want {
					t.Errorf("line %+v", e)
				}
				if seen := plain == fp(1); seen != (e.Device == 5) || !seen && e.Device != 0 {
					t.Errorf("device %d", e.Device)
				}
			})
		})
	}
	update(t, f, func(s *Store) {
		all, err := s.Decisions(bob)
		must(t, err)
		if len(all) != 2 || all[0].Level != Undecided || all[1].Level != Rejected || all[1].Fingerprint != fp(9) {
			t.Errorf("decisions %+v", all)
		}
		if other, _ := s.Decisions("carol@example.org"); len(other) != 0 {
			t.Errorf("of another JID: %+v", other)
		}
		if level, _ := s.Level("carol@example.org", fp(9)); level != Undecided {
			t.Errorf("another JID: %s", level)
		}
	})
}

// The log names the device that has the key now, not one that had it.
func TestDecideNamesThePresentDevice(t *testing.T) {
	for former := uint32(1); former < 10; former++ {
		update(t, profile(t), func(s *Store) {
			for _, seen := range []struct {
				id  uint32
				key byte
			}{{former, 1}, {former, 2}, {50, 1}} {
				_, _, err := s.SeeKey(bob, seen.id, testKey(seen.key), start)
				must(t, err)
			}
			must(t, s.Decide(bob, fp(1), Trusted, ByHand, at(1)))
			entries, err := s.Log(bob)
			must(t, err)
			if e := entries[len(entries)-1]; e.Device != 50 {
				t.Errorf("device %d", e.Device)
			}
		})
	}
}

func TestDecideRefuses(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		for name, row := range map[string]struct {
			jid, fp string
			to      Level
			by      Author
			want    error
		}{
			"an unknown level":     {bob, fp(1), "maybe", ByHand, ErrInvalid},
			"half a fingerprint":   {bob, fp(1)[:32], Trusted, ByHand, crypto.ErrBadFingerprint},
			"nobody's key":         {"", fp(1), Trusted, ByHand, ErrInvalid},
			"a decision by nobody": {bob, fp(1), Trusted, "", ErrInvalid},
		} {
			if err := s.Decide(row.jid, row.fp, row.to, row.by, start); !errors.Is(err, row.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if entries, _ := s.Log(""); len(entries) != 0 {
			t.Errorf("%d lines", len(entries))
		}
	})
}

func TestPolicy(t *testing.T) {
	f := profile(t)
	read := func(s *Store, jid string) string {
		p, inherited, err := s.Policy(jid)
		must(t, err)
		if inherited {
			return string(p) + " inherited"
		}
		return string(p)
	}
	for _, step := range []struct {
		name              string
		jid               string
		set               Policy
		bob, account, own string
		lines             int
	}{
		{"ask is where it begins", "", "", "ask inherited", "ask", "ask", 0},
		{"the account's policy counts for contacts, not for own devices", "", FirstUse, "first-use inherited", "first-use", "ask", 1},
		{"a contact's policy counts before it", bob, UntilVerified, "until-verified", "first-use", "ask", 1},
		{"the same again is no line", bob, UntilVerified, "until-verified", "first-use", "ask", 0},
		{"ask can be set for a contact", bob, Ask, "ask", "first-use", "ask", 1},
		{"a contact can follow the account again", bob, "", "first-use inherited", "first-use", "ask", 1},
		{"ask for own devices is what it is", me, Ask, "first-use inherited", "first-use", "ask", 0},
	} {
		t.Run(step.name, func(t *testing.T) {
			update(t, f, func(s *Store) {
				before, err := s.Log("")
				must(t, err)
				must(t, s.SetPolicy(step.jid, step.set, start))
				if got := [3]string{read(s, bob), read(s, ""), read(s, me)}; got != [3]string{step.bob, step.account, step.own} {
					t.Errorf("policies %v", got)
				}
				after, err := s.Log("")
				must(t, err)
				if len(after)-len(before) != step.lines {
					t.Fatalf("%d lines", len(after)-len(before))
				}
				if step.lines == 1 {
					e := after[len(after)-1]
					if e.Event != EventPolicy || e.JID != step.jid || e.To != Level(step.set) || e.By != ByHand || !e.Time.Equal(start) {
						t.Errorf("line %+v", e)
					}
				}
			})
		})
	}
	update(t, f, func(s *Store) {
		for _, p := range []Policy{FirstUse, UntilVerified, "always"} {
			if err := s.SetPolicy(me, p, start); !errors.Is(err, ErrInvalid) {
				t.Errorf("%s for own devices: %v", p, err)
			}
		}
	})
}

// No policy decides about a key that came in the place of another, or that somebody else has shown, also where the user
// lets it decide about what was seen before.
func TestPoliciesLeaveOddKeys(t *testing.T) {
	later := at(60)
	for _, p := range []Policy{FirstUse, UntilVerified} {
		for name, before := range map[string]func(s *Store) (jid string, id uint32, key []byte){
			"in the place of another": func(s *Store) (string, uint32, []byte) { return bob, 1, testKey(9) },
			"of another device":       func(s *Store) (string, uint32, []byte) { return bob, 2, testKey(1) },
			"of another person":       func(s *Store) (string, uint32, []byte) { return "carol@example.org", 1, testKey(1) },
			"of this device": func(s *Store) (string, uint32, []byte) {
				id, err := s.Identity()
				must(t, err)
				return bob, id.Device, id.Public()
			},
		} {
			t.Run(string(p)+", a key "+name, func(t *testing.T) {
				update(t, profile(t), func(s *Store) {
					must(t, s.CreateOwn(nil, start))
					must(t, s.SetPolicy("", p, start))
					_, _, err := s.SeeKey(bob, 1, testKey(1), later)
					must(t, err)
					jid, id, key := before(s)
					d, _, err := s.SeeKey(jid, id, key, later)
					must(t, err)
					for _, apply := range []func(string, string, bool, time.Time) (bool, error){s.ApplyPolicy, s.ApplyPolicyToSeen} {
						if done, err := apply(jid, d.Fingerprint, true, later); done || err != nil {
							t.Errorf("decided %t, %v", done, err)
						}
					}
					if !d.Changed && !d.Shared {
						t.Errorf("%+v", d)
					}
				})
			})
		}
	}
}

func TestApplyPolicy(t *testing.T) {
	set, future := at(1), at(60)
	for _, c := range []struct {
		name    string
		policy  Policy
		seen    time.Time
		before  func(s *Store) error
		wrote   bool
		decided bool
	}{
		{"ask leaves a new key undecided", Ask, future, nil, true, false},
		{"first use trusts the first key that writes", FirstUse, future, nil, true, true},
		{"first use waits for a text", FirstUse, future, nil, false, false},
		{"first use trusts no second key", FirstUse, future, func(s *Store) error { return s.Decide(bob, fp(9), Trusted, FirstUse.Author(), start) }, true, false},
		{"first use remembers a decision taken back", FirstUse, future, func(s *Store) error {
			must(t, s.Decide(bob, fp(9), Rejected, ByHand, start))
			return s.Decide(bob, fp(9), Undecided, ByHand, start)
		}, true, false},
		{"first use does not look at other contacts", FirstUse, future, func(s *Store) error { return s.Decide("carol@example.org", fp(9), Verified, ByHand, start) }, true, true},
		{"until verified trusts a key before it writes", UntilVerified, future, nil, false, true},
		{"until verified trusts a second key", UntilVerified, future, func(s *Store) error { return s.Decide(bob, fp(9), Trusted, ByHand, start) }, false, true},
		{"until verified ends with a verified key", UntilVerified, future, func(s *Store) error { return s.Decide(bob, fp(9), Verified, ByHand, start) }, true, false},
		{"until verified ends with a rejected key", UntilVerified, future, func(s *Store) error { return s.Decide(bob, fp(9), Rejected, ByHand, start) }, true, false},
		{"until verified leaves a key that the user took trust from", UntilVerified, future, func(s *Store) error {
			must(t, s.Decide(bob, fp(1), Trusted, ByHand, start))
			return s.Decide(bob, fp(1), Undecided, ByHand, start)
		}, true, false},
		{"a key seen before the policy was set stays", UntilVerified, start, nil, true, false},
		{"a key seen before first use was set stays", FirstUse, start, nil, true, false},
		{"a key that was never seen stays", UntilVerified, time.Time{}, nil, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			update(t, profile(t), func(s *Store) {
				must(t, s.SetPolicy("", c.policy, set))
				if c.before != nil {
					must(t, c.before(s))
				}
				if !c.seen.IsZero() {
					_, _, err := s.SeeKey(bob, 1, testKey(1), c.seen)
					must(t, err)
				}
				decided, err := s.ApplyPolicy(bob, fp(1), c.wrote, future)
				must(t, err)
				level, err := s.Level(bob, fp(1))
				must(t, err)
				if decided != c.decided || decided != (level == Trusted) {
					t.Fatalf("decided %t, level %s", decided, level)
				}
				entries, err := s.Log(bob)
				must(t, err)
				if decided {
					if last := entries[len(entries)-1]; last.By != c.policy.Author() || last.Event != EventDecision {
						t.Errorf("line %+v", last)
					}
				}
				if again, err := s.ApplyPolicy(bob, fp(1), c.wrote, future); again || err != nil {
					t.Errorf("again: %t, %v", again, err)
				}
			})
		})
	}
	t.Run("a key seen before the policy was set moves when the user says so", func(t *testing.T) {
		update(t, profile(t), func(s *Store) {
			_, _, err := s.SeeKey(bob, 1, testKey(1), start)
			must(t, err)
			must(t, s.SetPolicy(bob, FirstUse, set))
			for _, wrote := range []bool{false, true} {
				if decided, err := s.ApplyPolicyToSeen(bob, fp(1), wrote, future); decided != wrote || err != nil {
					t.Errorf("that wrote: %t, decided %t, %v", wrote, decided, err)
				}
			}
		})
	})
	t.Run("own devices are never trusted by a policy", func(t *testing.T) {
		update(t, profile(t), func(s *Store) {
			must(t, s.SetPolicy("", UntilVerified, set))
			_, _, err := s.SeeKey(me, 1, testKey(1), future)
			must(t, err)
			if decided, err := s.ApplyPolicy(me, fp(1), true, future); decided || err != nil {
				t.Errorf("decided %t, %v", decided, err)
			}
		})
	})
}

func TestLog(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		_, _, err := s.SeeList(bob, []uint32{1}, start)
		must(t, err)
		for i, k := range []byte{1, 1, 2} {
			_, _, err := s.SeeKey(bob, 1, testKey(k), at(i))
			must(t, err)
		}
		_, _, err = s.SeeKey("carol@example.org", 4, testKey(4), at(3))
		must(t, err)
		all, err := s.Log("")
		must(t, err)
		var got []string
		for _, e := range all {
			got = append(got, e.JID+" "+e.Event+" "+e.Fingerprint[:2])
		}
		want := "bob@example.org seen 01, bob@example.org changed 02, carol@example.org seen 04"
		if strings.Join(got, ", ") != want {
			t.Errorf("log %v", got)
		}
		if of, _ := s.Log("carol@example.org"); len(of) != 1 || of[0].Device != 4 || !of[0].Time.Equal(at(3)) {
			t.Errorf("of carol: %+v", of)
		}
	})
}

// TestFollowingTheAccountAgainCountsFromNowOn leaves a key undecided that was seen while the user wanted to be asked.
func TestFollowingTheAccountAgainCountsFromNowOn(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.SetPolicy("", UntilVerified, start))
		must(t, s.SetPolicy(bob, Ask, start))
		_, _, err := s.SeeKey(bob, 1, testKey(1), at(1))
		must(t, err)
		must(t, s.SetPolicy(bob, "", at(2)))
		if done, err := s.ApplyPolicy(bob, fp(1), true, at(2)); err != nil || done {
			t.Errorf("decided %t, %v", done, err)
		}
		if p, inherited, err := s.Policy(bob); err != nil || p != UntilVerified || !inherited {
			t.Errorf("%s, inherited %t, %v", p, inherited, err)
		}
		later := at(3)
		_, _, err = s.SeeKey(bob, 2, testKey(2), later)
		must(t, err)
		if done, err := s.ApplyPolicy(bob, fp(2), true, later); err != nil || !done {
			t.Errorf("a key seen since: decided %t, %v", done, err)
		}
	})
}

// TestFloodOfKeysIsTrustedByNobody stops trusting by itself where somebody keeps coming with new keys.
func TestFloodOfKeysIsTrustedByNobody(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		must(t, s.SetPolicy("", UntilVerified, start))
		later := at(1)
		trusted := 0
		for i := range uint32(maxRows + 50) {
			key := testKey(byte(i))
			key[2], key[3] = byte(i>>8), 0x77
			d, _, err := s.SeeKey(bob, i+1, key, later)
			must(t, err)
			done, err := s.ApplyPolicy(bob, d.Fingerprint, false, later)
			must(t, err)
			if done {
				trusted++
			}
		}
		if trusted >= maxRows+1 {
			t.Errorf("%d keys were trusted", trusted)
		}
	})
}
