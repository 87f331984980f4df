package keys_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

// autoTrusted are rows about keys that a policy has trusted, in words.
func autoTrusted(rows []history.Message) (out []string) {
	for _, row := range rows {
		out = append(out, fmt.Sprintf("%s %s %d %s", row.Chat, row.Notice, row.Device, row.Policy))
	}
	return out
}

func TestByPolicy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		policy  trust.Policy
		who     string
		wrote   bool
		already trust.Level // of another device of theirs
		decides bool
	}{
		{"ask", trust.Ask, bob, true, trust.Undecided, false},
		{"none", "", bob, true, trust.Undecided, false},
		{"first use, and a text", trust.FirstUse, bob, true, trust.Undecided, true},
		{"first use, and no text", trust.FirstUse, bob, false, trust.Undecided, false},
		{"first use of the second device", trust.FirstUse, bob, true, trust.Trusted, false},
		{"until one is verified", trust.UntilVerified, bob, false, trust.Trusted, true},
		{"since one is verified", trust.UntilVerified, bob, true, trust.Verified, false},
		{"since one is rejected", trust.UntilVerified, bob, true, trust.Rejected, false},
		{"the own devices", trust.UntilVerified, alice, true, trust.Undecided, false},
	} {
		p := open(t)
		if c.policy != "" {
			p.must(func(k keys.Keyring) error { return k.Trust.SetPolicy("", c.policy, p.now) })
		}
		if c.already != trust.Undecided {
			p.device(c.who, 1, c.already)
		}
		key := p.device(c.who, 2, trust.Undecided)
		p.must(func(k keys.Keyring) error {
			rows, err := k.ByPolicy(c.who, key, 2, c.wrote)
			var want []string
			level := trust.Undecided
			if c.decides {
				want, level = []string{fmt.Sprintf("%s auto-trusted 2 %s", bob, c.policy)}, trust.Trusted
			}
			if got := autoTrusted(rows); !slices.Equal(got, want) {
				t.Errorf("%s: %q", c.name, got)
			}
			if got, err := k.Trust.Level(c.who, key); err != nil || got != level {
				t.Errorf("%s: %s, %v", c.name, got, err)
			}
			return err
		})
	}
	p := open(t)
	p.must(func(k keys.Keyring) error {
		if rows, err := k.ByPolicy(bob, "", 2, true); err != nil || rows != nil {
			t.Errorf("without a key: %+v, %v", rows, err)
		}
		return nil
	})
}

// TestSetPolicy sets policies after keys were seen, and has them count for those or not.
func TestSetPolicy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		who    string
		policy trust.Policy
		apply  bool
		want   []string
	}{
		{"for later keys", bob, trust.UntilVerified, false, nil},
		{"for bob", bob, trust.UntilVerified, true, []string{bob + " auto-trusted 1 until-verified", bob + " auto-trusted 2 until-verified"}},
		{"for bob, by what he has written", bob, trust.FirstUse, true, []string{bob + " auto-trusted 2 first-use"}},
		{"for all", "", trust.UntilVerified, true, []string{bob + " auto-trusted 1 until-verified", bob + " auto-trusted 2 until-verified", carol + " auto-trusted 4 until-verified"}},
		{"that the user is asked", bob, trust.Ask, true, nil},
	} {
		p := open(t)
		p.device(bob, 1, trust.Undecided)
		phone := p.device(bob, 2, trust.Undecided)
		p.device(bob, 3, trust.Undecided)
		p.device(carol, 4, trust.Undecided)
		p.device("dave@example.org", 5, trust.Undecided) // no contact
		p.must(func(k keys.Keyring) error {
			for _, who := range []string{bob, carol} {
				if err := k.History.PutContact(history.Contact{JID: who}); err != nil {
					return err
				}
			}
			if _, _, err := k.Trust.SeeList(bob, []uint32{1, 2}, p.now); err != nil { // 3 has left
				return err
			}
			return k.Trust.SeeMessage(bob, 2, phone, p.now)
		})
		p.now = p.now.Add(time.Hour)
		p.must(func(k keys.Keyring) error {
			rows, err := k.SetPolicy(c.who, c.policy, c.apply)
			if got := sorted(autoTrusted(rows)); !slices.Equal(got, c.want) {
				t.Errorf("%s: %q", c.name, got)
			}
			if policy, _, err := k.Trust.Policy(c.who); err != nil || policy != c.policy {
				t.Errorf("%s: it is %q, %v", c.name, policy, err)
			}
			return err
		})
	}
	p := open(t)
	p.refuses(fault.KindInvalid, "policy", func(k keys.Keyring) error { _, err := k.SetPolicy(alice, trust.FirstUse, false); return err })
}
