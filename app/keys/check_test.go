package keys_test

import (
	"fmt"
	"slices"
	"testing"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

// TestCheck holds claims against bob's devices: one verified, one undecided, one rejected, and one that has left.
func TestCheck(t *testing.T) {
	t.Parallel()
	p := open(t)
	desk, phone := p.device(bob, 1, trust.Verified), p.device(bob, 2, trust.Undecided)
	lost, old := p.device(bob, 3, trust.Rejected), p.device(bob, 4, trust.Trusted)
	_, fresh := publicKey("fresh")
	p.must(func(k keys.Keyring) error {
		if _, _, err := k.Trust.SeeList(bob, []uint32{1, 2, 3}, p.now); err != nil {
			return err
		}
		return k.History.PutContact(history.Contact{JID: bob, Name: "Bob B."})
	})
	key := func(id uint32, fingerprint string) trust.LinkKey {
		return trust.LinkKey{Device: id, Fingerprint: fingerprint}
	}
	names := map[string]string{desk: "desk", phone: "phone", lost: "lost", old: "old", fresh: "fresh"}
	for _, c := range []struct {
		name       string
		keys       []trust.LinkKey
		want       []string
		verifiable []string
	}{
		{"all", []trust.LinkKey{key(1, desk), key(2, phone), key(3, lost), key(4, old)},
			[]string{"matches desk verified", "matches phone undecided", "matches lost rejected", "matches old trusted not active"}, []string{"desk", "phone", "old"}},
		{"without ids, as of a page", []trust.LinkKey{key(0, phone), key(0, desk)},
			[]string{"matches phone undecided", "matches desk verified", "missing lost rejected", "missing old trusted not active"}, []string{"phone", "desk"}},
		{"another key for a device", []trust.LinkKey{key(1, desk), key(2, fresh)},
			[]string{"differs fresh undecided, known phone undecided", "matches desk verified", "missing lost rejected", "missing old trusted not active"}, []string{"desk"}},
		{"a device not seen yet", []trust.LinkKey{key(9, fresh), key(1, desk), key(2, phone), key(3, lost), key(4, old)},
			[]string{"matches desk verified", "matches phone undecided", "matches lost rejected", "matches old trusted not active", "new 9 fresh undecided not active"}, []string{"desk", "phone", "old", "fresh"}},
	} {
		var check *keys.Check
		p.must(func(k keys.Keyring) (err error) {
			check, err = k.Check(keys.Claim{JID: bob, Part: 1, Parts: 1, Keys: c.keys}, bob)
			return err
		})
		var got, verifiable []string
		for _, f := range check.Findings {
			line := fmt.Sprint(f.Result, " ", names[f.Fingerprint], " ", f.Trust)
			switch {
			case f.Result == keys.New:
				line = fmt.Sprint(f.Result, " ", f.DeviceID, " ", names[f.Fingerprint], " ", f.Trust)
			case f.Result == keys.Differs:
				line += fmt.Sprint(", known ", names[f.Known], " ", f.KnownTrust)
			}
			if !f.Active {
				line += " not active"
			}
			got = append(got, line)
		}
		for _, key := range check.Verifiable() {
			verifiable = append(verifiable, names[key])
		}
		if !slices.Equal(got, c.want) || !slices.Equal(verifiable, c.verifiable) {
			t.Errorf("%s: %q, to verify %q", c.name, got, verifiable)
		}
		if check.Name != "Bob B." || check.Own || check.Count(keys.Differs)+check.Count(keys.Matches)+check.Count(keys.New)+check.Count(keys.Missing) != len(got) {
			t.Errorf("%s: %+v", c.name, check)
		}
	}
}

// This device is known by what it is, not by what the server lists under its id.
func TestCheckOfThisDevice(t *testing.T) {
	t.Parallel()
	p := open(t)
	this := p.this()
	tablet := p.device(alice, this.Device%1000+1, trust.Undecided)
	key, forged := publicKey("forged")
	p.must(func(k keys.Keyring) error {
		_, _, err := k.Trust.SeeKey(alice, this.Device, key, p.now)
		return err
	})
	for _, c := range []struct {
		name string
		key  trust.LinkKey
		want keys.Result
		this bool
	}{
		{"its key", trust.LinkKey{Fingerprint: this.Fingerprint()}, keys.Matches, true},
		{"its key under another id", trust.LinkKey{Device: 77, Fingerprint: this.Fingerprint()}, keys.Matches, true},
		{"another key under its id", trust.LinkKey{Device: this.Device, Fingerprint: forged}, keys.Differs, true},
		{"another own device", trust.LinkKey{Fingerprint: tablet}, keys.Matches, false},
	} {
		p.must(func(k keys.Keyring) error {
			check, err := k.Check(keys.Claim{JID: alice, Keys: []trust.LinkKey{c.key}}, "")
			if err != nil {
				return err
			}
			f := check.Findings[0]
			if !check.Own || f.Result != c.want || f.This != c.this || c.this && f.DeviceID != this.Device {
				t.Errorf("%s: %+v", c.name, f)
			}
			if slices.ContainsFunc(check.Findings, func(f keys.Finding) bool { return f.DeviceID == this.Device && !f.This }) {
				t.Errorf("%s: what the server lists: %+v", c.name, check.Findings)
			}
			if keys := check.Verifiable(); c.this && len(keys) != 0 {
				t.Errorf("%s: to verify %q", c.name, keys)
			}
			return nil
		})
	}
}

func TestClaimsThatAreNotWanted(t *testing.T) {
	t.Parallel()
	p := open(t)
	for _, c := range []struct {
		name   string
		claim  keys.Claim
		expect string
		param  string // "" where it is held against what is known
	}{
		{"of whom it must be", keys.Claim{JID: bob}, bob, ""},
		{"of anybody", keys.Claim{JID: bob}, "", ""},
		{"by another own computer", keys.Claim{JID: bob, VouchedBy: alice}, bob, ""},
		{"of somebody else", keys.Claim{JID: carol}, bob, "jid"},
		{"of the account itself", keys.Claim{JID: alice}, bob, "jid"},
		{"by somebody for their own computers", keys.Claim{JID: bob, VouchedBy: carol}, bob, "vouched-by"},
		{"by bob for his own computers", keys.Claim{JID: bob, VouchedBy: bob}, "", "vouched-by"},
	} {
		err := p.in(func(k keys.Keyring) error { _, err := k.Check(c.claim, c.expect); return err })
		if c.param == "" && err != nil || c.param != "" && !isFault(err, fault.KindConflict, c.param) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestCheckOfATrustMessage(t *testing.T) {
	t.Parallel()
	p := open(t)
	desk, phone := p.device(bob, 1, trust.Undecided), p.device(bob, 2, trust.Trusted)
	_, unknown := publicKey("unknown")
	p.must(func(k keys.Keyring) error {
		check, err := k.Check(keys.Claim{JID: bob, Keys: []trust.LinkKey{{Fingerprint: desk}}, Distrust: []string{phone, unknown}}, bob)
		if err != nil {
			return err
		}
		if len(check.Distrust) != 1 || check.Distrust[0].Fingerprint != phone || check.Distrust[0].DeviceID != 2 || check.Distrust[0].Trust != trust.Trusted {
			t.Errorf("%+v", check.Distrust)
		}
		if !slices.Equal(check.Verifiable(), []string{desk}) {
			t.Errorf("%q", check.Verifiable())
		}
		return nil
	})
}
