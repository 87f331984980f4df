package keys_test

import (
	"slices"
	"testing"
	"time"

	"vouch/app/keys"
	"vouch/crypto"
	"vouch/trust"
)

// TestSetUp sets up keys that are not there, as they should be, old, and left out of the list, and looks what is to be published.
func TestSetUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		before func(p *profile) (listed []uint32)
		want   []string // to be done
	}{
		{"the first time", func(p *profile) []uint32 { return []uint32{7} }, []string{"fetch-bundle 7 " + alice, "publish-bundle", "publish-list"}},
		{"as it should be", func(p *profile) []uint32 { p.settle(); return []uint32{p.this().Device} }, nil},
		{"left out of the list", func(p *profile) []uint32 { p.settle(); return nil }, []string{"publish-list"}},
		{"after a month", func(p *profile) []uint32 {
			p.settle()
			p.now = p.now.Add(31 * 24 * time.Hour)
			return []uint32{p.this().Device}
		}, []string{"publish-bundle"}},
		{"a removed device is back", func(p *profile) []uint32 {
			p.settle()
			p.device(alice, 7, trust.Verified)
			p.must(func(k keys.Keyring) error { return k.Trust.Remove(7, p.now) })
			return []uint32{p.this().Device, 7}
		}, []string{"publish-list"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := empty(t)
			listed := c.before(p)
			was := p.this()
			p.must(func(k keys.Keyring) error {
				own, err := k.SetUp(listed)
				if was.Device != 0 && own.Device != was.Device || own.Device == 0 || own.Device == 7 {
					t.Errorf("device %d, of %d before", own.Device, was.Device)
				}
				return err
			})
			if got := sorted(p.todos()); !slices.Equal(got, c.want) {
				t.Errorf("to be done: %q", got)
			}
		})
	}
}

// settle sets up the keys, and does what is to be done.
func (p *profile) settle() {
	p.t.Helper()
	p.must(func(k keys.Keyring) error {
		if _, err := k.SetUp(nil); err != nil {
			return err
		}
		todos, err := k.History.Todos()
		for _, t := range todos {
			if err := k.History.Done(t); err != nil {
				return err
			}
		}
		return err
	})
}

// TestCheckBundle holds against our keys what the server could have in their place.
func TestCheckBundle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		change  func(b *crypto.Bundle)
		doubt   string
		publish bool
	}{
		{"ours", func(*crypto.Bundle) {}, "", false},
		{"none", func(b *crypto.Bundle) { *b = crypto.Bundle{} }, "", true},
		{"one with a prekey less", func(b *crypto.Bundle) { b.PreKeys = b.PreKeys[1:] }, "", true},
		{"one with another prekey", func(b *crypto.Bundle) { b.PreKeys[0].Key, _ = publicKey("other") }, "", true},
		{"one with a prekey that was used", func(b *crypto.Bundle) { b.SignedPreKeyID-- }, "", true},
		{"one with a prekey that was never made", func(b *crypto.Bundle) { b.PreKeys[0].ID = 1 << 20 }, keys.DoubtBundle, true},
		{"one with a signed prekey that was never made", func(b *crypto.Bundle) { b.SignedPreKeyID++ }, keys.DoubtBundle, true},
		{"another key", func(b *crypto.Bundle) { b.IdentityKey, _ = publicKey("other") }, keys.DoubtKey, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := empty(t)
			p.settle()
			own := p.this()
			p.must(func(k keys.Keyring) error {
				have, err := k.Trust.Bundle()
				if err != nil {
					return err
				}
				c.change(&have)
				for i, want := range []string{c.doubt, ""} { // a second sign is no news
					if doubted, err := k.CheckBundle(own, have); err != nil || doubted != want {
						t.Errorf("%d times: %q, %v", i+1, doubted, err)
					}
				}
				if why, err := k.Trust.Doubt(); err != nil || why != c.doubt {
					t.Errorf("in doubt: %q, %v", why, err)
				}
				return nil
			})
			if got := p.todos(); len(got) > 0 != c.publish {
				t.Errorf("to be done: %q", got)
			}
		})
	}
}

// What the server had before the keys were renewed says nothing about the new ones.
func TestCheckBundleOfBefore(t *testing.T) {
	t.Parallel()
	p := empty(t)
	p.settle()
	own := p.this()
	p.must(func(k keys.Keyring) error {
		if _, err := k.Trust.RenewOwn(nil, "", p.now); err != nil {
			return err
		}
		other, _ := publicKey("other")
		doubted, err := k.CheckBundle(own, crypto.Bundle{Device: own.Device, IdentityKey: other})
		if doubted != "" {
			t.Errorf("%q", doubted)
		}
		return err
	})
	if got := p.todos(); len(got) != 0 {
		t.Errorf("to be done: %q", got)
	}
}
