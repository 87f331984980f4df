package keys_test

import (
	"slices"
	"strings"
	"testing"

	"vouch/app/fault"
	"vouch/app/keys"
	"vouch/trust"
)

func TestVerdicts(t *testing.T) {
	t.Parallel()
	_, one := publicKey("one")
	_, two := publicKey("two")
	for _, c := range []struct {
		name           string
		verify, reject []string
		want           []keys.Verdict
		refused        bool
	}{
		{"none", nil, nil, nil, false},
		{"in their order", []string{two, one}, nil, []keys.Verdict{{two, trust.Verified}, {one, trust.Verified}}, false},
		{"each once, however it is written", []string{one, strings.ToUpper(one)}, nil, []keys.Verdict{{one, trust.Verified}}, false},
		{"to verify and to reject", []string{one}, []string{two}, []keys.Verdict{{one, trust.Verified}, {two, trust.Rejected}}, false},
		{"one in both", []string{one}, []string{strings.ToUpper(one)}, nil, true},
		{"no fingerprint", []string{one, "beef"}, nil, nil, true},
		{"none to reject", nil, []string{""}, nil, true},
	} {
		got, err := keys.Verdicts(c.verify, c.reject)
		if !slices.Equal(got, c.want) || c.refused != isFault(err, fault.KindInvalid, "fingerprint") || !c.refused && err != nil {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestVerifyAndUndo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name               string
		before             trust.Level
		verdict, meanwhile trust.Level // meanwhile "-": nobody decided
		changed            bool
		then, after        trust.Level
	}{
		{"undecided", trust.Undecided, trust.Verified, "-", true, trust.Verified, trust.Undecided},
		{"trusted", trust.Trusted, trust.Verified, "-", true, trust.Verified, trust.Trusted},
		{"verified before", trust.Verified, trust.Verified, "-", false, trust.Verified, trust.Verified},
		{"verified, and now rejected", trust.Verified, trust.Rejected, "-", true, trust.Rejected, trust.Verified},
		{"rejected since by hand", trust.Undecided, trust.Verified, trust.Rejected, true, trust.Rejected, trust.Rejected},
		{"the same again since", trust.Undecided, trust.Verified, trust.Verified, true, trust.Verified, trust.Undecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			key := p.device(bob, 7, c.before)
			var changed []keys.Change
			p.decides(bob, func(k keys.Keyring) (err error) {
				changed, err = k.Verify(bob, []keys.Verdict{{key, c.verdict}}, trust.ByCode, "camera")
				return err
			})
			var want []keys.Change
			if c.changed {
				want = []keys.Change{{key, c.before, c.verdict}}
			}
			if !slices.Equal(changed, want) {
				t.Errorf("changed %+v", changed)
			}
			if c.meanwhile != "-" {
				p.decides(bob, func(k keys.Keyring) error { return k.Decide(bob, key, c.meanwhile) })
			}
			if got := p.level(bob, key); got != c.then {
				t.Errorf("%s", got)
			}
			p.decides(bob, func(k keys.Keyring) error { return k.Undo(bob, changed) })
			if got := p.level(bob, key); got != c.after {
				t.Errorf("after undo %s", got)
			}
		})
	}
}

func TestVerifyLeavesThisDeviceAlone(t *testing.T) {
	t.Parallel()
	p := open(t)
	own, other := p.this().Fingerprint(), p.device(alice, 7, trust.Undecided)
	p.decides(alice, func(k keys.Keyring) error {
		changed, err := k.Verify(alice, []keys.Verdict{{own, trust.Rejected}, {other, trust.Verified}}, trust.ByCode, "")
		if len(changed) != 1 || changed[0].Fingerprint != other {
			t.Errorf("%+v", changed)
		}
		return err
	})
	if got := p.level(alice, own); got != trust.Undecided {
		t.Errorf("this device: %s", got)
	}
	p.decides(bob, func(k keys.Keyring) error { // whoever shows our key is another matter
		changed, err := k.Verify(bob, []keys.Verdict{{own, trust.Rejected}}, trust.ByCode, "")
		if len(changed) != 1 {
			t.Errorf("%+v", changed)
		}
		return err
	})
}

// What was verified before any device has shown it counts when one does, and says where it was read.
func TestVerifyWhatWasNotSeenYet(t *testing.T) {
	t.Parallel()
	p := open(t)
	_, key := publicKey("later")
	p.decides(bob, func(k keys.Keyring) error {
		_, err := k.Verify(bob, []keys.Verdict{{key, trust.Verified}}, trust.ByPage, "https://example.org/keys")
		return err
	})
	p.shows(bob, 7, "later")
	p.must(func(k keys.Keyring) error {
		d, _, err := k.Trust.Device(bob, 7)
		if d.Level != trust.Verified || d.DecidedBy != trust.ByPage || d.Detail != "https://example.org/keys" {
			t.Errorf("%+v", d)
		}
		return err
	})
}
