package keys_test

import (
	"slices"
	"testing"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

func TestDecide(t *testing.T) {
	t.Parallel()
	p := open(t)
	known := p.device(bob, 7, trust.Undecided)
	_, unseen := publicKey("unseen")
	decide := func(who, key string) func(keys.Keyring) error {
		return func(k keys.Keyring) error { return k.Decide(who, key, trust.Trusted) }
	}
	p.decides(bob, decide(bob, known))
	if got := p.level(bob, known); got != trust.Trusted {
		t.Errorf("%s", got)
	}
	p.refuses(fault.KindNotFound, "fingerprint", decide(bob, unseen))
	p.refuses(fault.KindNotFound, "fingerprint", decide(carol, known)) // the key of another is no key of hers
	p.refuses(fault.KindInvalid, "fingerprint", decide(alice, p.this().Fingerprint()))
	p.decides(bob, func(k keys.Keyring) error {
		_, err := k.Verify(bob, []keys.Verdict{{unseen, trust.Verified}}, trust.ByCode, "")
		return err
	})
	p.decides(bob, decide(bob, unseen))
	if got := p.level(bob, unseen); got != trust.Trusted {
		t.Errorf("decided about before: %s", got)
	}
}

func TestNameDevice(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.device(bob, 7, trust.Undecided)
	p.decides(bob, func(k keys.Keyring) error { return k.NameDevice(bob, 7, "phone", "blue") })
	p.must(func(k keys.Keyring) error {
		if d, _, err := k.Trust.Device(bob, 7); err != nil || d.Label != "phone" || d.Note != "blue" {
			t.Errorf("%+v, %v", d, err)
		}
		return nil
	})
	p.refuses(fault.KindNotFound, "device_id", func(k keys.Keyring) error { return k.NameDevice(bob, 8, "x", "") })
}

// TestAlarm has bob's device come with another key, and ends the alarm by each decision that is one.
func TestAlarm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(k keys.Keyring, old, odd string) error
		ends bool
	}{
		{"the key is trusted", func(k keys.Keyring, _, odd string) error { return k.Decide(bob, odd, trust.Trusted) }, true},
		{"the key is rejected", func(k keys.Keyring, _, odd string) error { return k.Decide(bob, odd, trust.Rejected) }, true},
		{"the old key is rejected", func(k keys.Keyring, old, _ string) error { return k.Decide(bob, old, trust.Rejected) }, false},
		{"the device is named", func(k keys.Keyring, _, _ string) error { return k.NameDevice(bob, 7, "phone", "") }, false},
		{"a key that nobody has is verified", func(k keys.Keyring, _, _ string) error {
			_, other := publicKey("other")
			_, err := k.Verify(bob, []keys.Verdict{{other, trust.Verified}}, trust.ByCode, "")
			return err
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			old := p.device(bob, 7, trust.Verified)
			key, odd := publicKey("odd")
			p.must(func(k keys.Keyring) error {
				seen, event, err := k.Trust.SeeKey(bob, 7, key, p.now)
				if err != nil {
					return err
				}
				rows, err := k.Alarm(seen, event, p.now)
				if len(rows) != 1 || rows[0].Notice != history.NoticeKeyChanged || rows[0].Chat != bob || rows[0].Fingerprint != odd {
					t.Errorf("%+v", rows)
				}
				return err
			})
			alarm := func() (on bool) {
				p.must(func(k keys.Keyring) error {
					chat, err := k.History.Chat(bob)
					on = chat.Alarm
					return err
				})
				return on
			}
			if !alarm() {
				t.Fatal("no alarm")
			}
			p.decides(bob, func(k keys.Keyring) error { return c.do(k, old, odd) })
			if alarm() == c.ends {
				t.Errorf("alarm: %t", alarm())
			}
		})
	}
}

func TestWhatIsNoAlarm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		event trust.KeyEvent
		seen  trust.Device
		want  []history.Notice
	}{
		{"a known key", trust.KeyKnown, trust.Device{}, nil},
		{"the first key", trust.KeyNew, trust.Device{}, nil},
		{"a trusted key that comes back", trust.KeyBack, trust.Device{Changed: true, Level: trust.Trusted}, nil},
		{"one that nobody trusts", trust.KeyBack, trust.Device{Changed: true}, []history.Notice{history.NoticeKeyChanged}},
		{"another key", trust.KeyChanged, trust.Device{Changed: true}, []history.Notice{history.NoticeKeyChanged}},
		{"the first key, of another device too", trust.KeyShared, trust.Device{}, []history.Notice{history.NoticeKeyShared}},
		{"another key, of another device too", trust.KeyShared, trust.Device{Changed: true}, []history.Notice{history.NoticeKeyChanged}},
	} {
		p := open(t)
		p.must(func(k keys.Keyring) error {
			c.seen.JID = bob
			rows, err := k.Alarm(c.seen, c.event, p.now)
			var got []history.Notice
			for _, row := range rows {
				got = append(got, row.Notice)
			}
			chat, _ := k.History.Chat(bob)
			if !slices.Equal(got, c.want) || chat.Alarm != (c.want != nil) {
				t.Errorf("%s: %q, alarm %t", c.name, got, chat.Alarm)
			}
			return err
		})
	}
}
