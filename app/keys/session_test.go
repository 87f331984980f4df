package keys_test

import (
	"testing"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/crypto"
	"vouch/trust"
)

// bundle is that of a device of bob's that is in his list and has shown its key, which level was decided about.
func (p *profile) bundle(level trust.Level) (b crypto.Bundle) {
	p.t.Helper()
	if err := p.as(bob, func(k keys.Keyring) (err error) {
		if err = k.Trust.CreateOwn(nil, p.now); err == nil {
			b, err = k.Trust.Bundle()
		}
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	p.must(func(k keys.Keyring) error {
		if _, _, err := k.Trust.SeeList(bob, []uint32{b.Device}, p.now); err != nil {
			return err
		}
		d, _, err := k.Trust.SeeKey(bob, b.Device, b.IdentityKey, p.now)
		if err != nil || level == trust.Undecided {
			return err
		}
		return k.Trust.Decide(bob, d.Fingerprint, level, trust.ByHand, p.now)
	})
	return b
}

func (p *profile) session(b crypto.Bundle) (has bool) {
	p.t.Helper()
	p.must(func(k keys.Keyring) (err error) {
		has, err = crypto.HasSession(k.Trust, crypto.Address{JID: bob, Device: b.Device}, crypto.Fingerprint(b.IdentityKey))
		return err
	})
	return has
}

func TestRepairable(t *testing.T) {
	t.Parallel()
	for level, kind := range map[trust.Level]fault.Kind{
		trust.Undecided: fault.KindUndecided, trust.Rejected: fault.KindUndecided, trust.Trusted: "", trust.Verified: "",
	} {
		p := open(t)
		this := p.this().Device
		p.device(bob, 7, level)
		err := p.in(func(k keys.Keyring) error { return k.Repairable(bob, 7) })
		if kind == "" && err != nil || kind != "" && !isFault(err, kind, "device_id") {
			t.Errorf("%s: %v", level, err)
		}
		p.refuses(fault.KindNotFound, "device_id", func(k keys.Keyring) error { return k.Repairable(bob, 8) })
		p.refuses(fault.KindNotFound, "device_id", func(k keys.Keyring) error { return k.Repairable(alice, this) })
		p.must(func(k keys.Keyring) error { _, err := k.Doubt(keys.DoubtMessage); return err })
		p.refuses(fault.KindCopied, "", func(k keys.Keyring) error { return k.Repairable(bob, 7) })
	}
}

func TestBeginSession(t *testing.T) {
	t.Parallel()
	other, _ := publicKey("other")
	for _, c := range []struct {
		name   string
		level  trust.Level
		change func(b *crypto.Bundle)
		begins bool
		broken bool
	}{
		{"trusted", trust.Trusted, func(*crypto.Bundle) {}, true, false},
		{"verified", trust.Verified, func(*crypto.Bundle) {}, true, false},
		{"undecided", trust.Undecided, func(*crypto.Bundle) {}, false, false},
		{"rejected", trust.Rejected, func(*crypto.Bundle) {}, false, false},
		{"another key", trust.Verified, func(b *crypto.Bundle) { b.IdentityKey = other }, false, false},
		{"another device", trust.Verified, func(b *crypto.Bundle) { b.Device++ }, false, false},
		{"a bad signature", trust.Verified, func(b *crypto.Bundle) { b.Signature[5] ^= 1 }, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			b := p.bundle(c.level)
			device := b.Device
			c.change(&b)
			p.must(func(k keys.Keyring) error { return k.BeginSession(bob, b) })
			if got := p.session(b); got != c.begins {
				t.Errorf("a session: %t", got)
			}
			p.must(func(k keys.Keyring) error {
				d, _, err := k.Trust.Device(bob, device)
				if d.Broken != c.broken {
					t.Errorf("%+v", d)
				}
				return err
			})
		})
	}
}

// TestRenewSession begins anew with a device that has a session, and with one that shows another key.
func TestRenewSession(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.bundle(trust.Trusted)
	var e history.Entry
	p.must(func(k keys.Keyring) (err error) {
		if err := k.BeginSession(bob, b); err != nil {
			return err
		}
		e, err = k.RenewSession(bob, b, trust.ByHand)
		return err
	})
	p.must(func(k keys.Keyring) error {
		queue, err := k.History.Outbox()
		if err != nil {
			return err
		}
		if len(queue) != 1 || queue[0].Seq != e.Seq || e.Seq == 0 || e.Purpose != history.ForTransport || e.Chat != bob || e.Device != b.Device || !e.Encrypted {
			t.Errorf("%+v of %+v", e, queue)
		}
		log, err := k.Trust.Log(bob)
		if n := len(log); n == 0 || log[n-1].Event != trust.EventRepaired || log[n-1].By != trust.ByHand {
			t.Errorf("%+v", log)
		}
		return err
	})
	other := b
	other.IdentityKey, _ = publicKey("other")
	p.refuses(fault.KindConflict, "device_id", func(k keys.Keyring) error { _, err := k.RenewSession(bob, other, trust.ByHand); return err })
	p.must(func(k keys.Keyring) error {
		return k.Trust.Decide(bob, crypto.Fingerprint(b.IdentityKey), trust.Rejected, trust.ByHand, p.now)
	})
	p.refuses(fault.KindUndecided, "device_id", func(k keys.Keyring) error { _, err := k.RenewSession(bob, b, trust.ByHand); return err })
}
