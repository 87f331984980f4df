package keys_test

import (
	"slices"
	"testing"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

func TestMayTell(t *testing.T) {
	t.Parallel()
	p := open(t)
	verified, trusted := p.device(alice, 1, trust.Verified), p.device(alice, 2, trust.Trusted)
	undecided, rejected, gone := p.device(alice, 3, trust.Undecided), p.device(alice, 4, trust.Rejected), p.device(alice, 5, trust.Verified)
	p.must(func(k keys.Keyring) error {
		_, _, err := k.Trust.SeeList(alice, []uint32{1, 2, 3, 4}, p.now)
		return err
	})
	_, unknown := publicKey("unknown")
	link := func(fingerprints ...string) string {
		var ks []trust.LinkKey
		for i, fp := range fingerprints {
			ks = append(ks, trust.LinkKey{Device: uint32(i + 1), Fingerprint: fp})
		}
		return "my devices: " + trust.URI(alice, ks)
	}
	for _, c := range []struct {
		name, text string
		may        bool
	}{
		{"no link", "hello", true},
		{"this device", link(p.this().Fingerprint()), true},
		{"all that are trusted", link(p.this().Fingerprint(), verified, trusted), true},
		{"one that nobody has decided about", link(verified, undecided), false},
		{"one that is rejected", link(rejected), false},
		{"one that has left", link(gone), false},
		{"a key that nobody has shown", link(unknown), false},
		{"the keys of somebody else", trust.URI(bob, []trust.LinkKey{{Device: 1, Fingerprint: unknown}}), true},
	} {
		err := p.in(func(k keys.Keyring) error { return k.MayTell(c.text) })
		if c.may && err != nil || !c.may && !isFault(err, fault.KindInvalid, "link") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestAnswer answers cards in messages of bob's verified and of his other device.
func TestAnswer(t *testing.T) {
	t.Parallel()
	p := open(t)
	desk, phone, tablet := p.device(bob, 1, trust.Verified), p.device(bob, 2, trust.Undecided), p.device(bob, 3, trust.Rejected)
	_, fresh := publicKey("fresh")
	_, other := publicKey("other")
	card := func(from, body string) string {
		m := history.Message{Chat: bob, From: bob, Kind: history.KindText, Body: body, Time: p.now, Encrypted: true, Fingerprint: from}
		p.must(func(k keys.Keyring) error { return k.History.Append(&m) })
		return m.ID
	}
	link := trust.URI(bob, []trust.LinkKey{{Device: 2, Fingerprint: phone}, {Device: 3, Fingerprint: tablet}, {Device: 1, Fingerprint: other}, {Device: 9, Fingerprint: fresh}})
	answer := func(id string, accept bool) (m history.Message) {
		t.Helper()
		p.decides(bob, func(k keys.Keyring) (err error) {
			m, err = k.Answer(bob, id, accept)
			return err
		})
		return m
	}
	levels := func() (out []trust.Level) {
		for _, key := range []string{desk, phone, tablet, other, fresh} {
			out = append(out, p.level(bob, key))
		}
		return out
	}
	before := levels()
	if m := answer(card(desk, link), false); m.Answered != history.AnswerDismissed || !slices.Equal(levels(), before) {
		t.Errorf("dismissed: %q, %q", m.Answered, levels())
	}
	weak := card(phone, link)
	p.refuses(fault.KindUndecided, "id", func(k keys.Keyring) error { _, err := k.Answer(bob, weak, true); return err })
	clear := card("", link)
	p.refuses(fault.KindUndecided, "id", func(k keys.Keyring) error { _, err := k.Answer(bob, clear, true); return err })
	for _, id := range []string{card(desk, "no link"), card(desk, trust.URI(carol, []trust.LinkKey{{Device: 7, Fingerprint: fresh}})), "nothing"} {
		p.refuses(fault.KindNotFound, "id", func(k keys.Keyring) error { _, err := k.Answer(bob, id, true); return err })
	}
	if !slices.Equal(levels(), before) {
		t.Errorf("refused, and decided: %q", levels())
	}
	strong := card(desk, link)
	if m := answer(strong, true); m.Answered != history.AnswerAccepted {
		t.Errorf("accepted: %q", m.Answered)
	}
	if want := []trust.Level{trust.Verified, trust.Verified, trust.Rejected, trust.Undecided, trust.Verified}; !slices.Equal(levels(), want) {
		t.Errorf("accepted: %q", levels())
	}
	p.must(func(k keys.Keyring) error {
		m, err := k.History.Get(strong)
		if m.Answered != history.AnswerAccepted {
			t.Errorf("kept: %+v", m)
		}
		d, _, _ := k.Trust.Device(bob, 2)
		if d.DecidedBy != trust.ByMessage || d.Detail != desk {
			t.Errorf("%+v", d)
		}
		return err
	})
}
