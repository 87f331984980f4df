package keys_test

import (
	"fmt"
	"slices"
	"testing"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

// TestNewReadersAreTold decides about devices that have missed messages, or have not.
func TestNewReadersAreTold(t *testing.T) {
	t.Parallel()
	p := open(t)
	desk, phone, tablet := p.device(bob, 1, trust.Trusted), p.device(bob, 2, trust.Undecided), p.device(bob, 3, trust.Undecided)
	told := func(f func(k keys.Keyring) error) (out []string) {
		t.Helper()
		for _, row := range p.decides(bob, f) {
			out = append(out, fmt.Sprintf("%s %d missed %d", row.Notice, row.Device, row.Count))
		}
		return out
	}
	decide := func(key string, level trust.Level) func(k keys.Keyring) error {
		return func(k keys.Keyring) error { return k.Decide(bob, key, level) }
	}
	if got := told(decide(phone, trust.Trusted)); got != nil {
		t.Errorf("without a chat: %q", got)
	}
	p.must(func(k keys.Keyring) error { return k.Trust.Decide(bob, phone, trust.Undecided, trust.ByHand, p.now) })
	p.must(func(k keys.Keyring) error { _, err := k.History.Begin(bob, p.now); return err })
	if got := told(decide(phone, trust.Trusted)); got != nil {
		t.Errorf("without a message: %q", got)
	}
	p.wrote(bob, "to both", desk, phone)
	p.wrote(bob, "to one", desk)
	p.wrote(bob, "to one again", desk)
	for _, c := range []struct {
		name  string
		key   string
		level trust.Level
		want  []string
	}{
		{"taken away", phone, trust.Rejected, nil},
		{"let read", phone, trust.Trusted, []string{"trusted 2 missed 2"}},
		{"taken away again", phone, trust.Undecided, nil},
		{"and given back", phone, trust.Trusted, nil}, // the row about it is the last one still
		{"has read all", desk, trust.Verified, nil},
		{"another one", tablet, trust.Trusted, []string{"trusted 3 missed 3"}},
	} {
		if got := told(decide(c.key, c.level)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	p.wrote(bob, "to one, once more", desk)
	if got := told(decide(phone, trust.Verified)); got != nil {
		t.Errorf("reads already: %q", got)
	}
	both := func(k keys.Keyring) error {
		_, err := k.Verify(bob, []keys.Verdict{{phone, trust.Rejected}, {tablet, trust.Rejected}}, trust.ByCode, "")
		return err
	}
	if got := told(both); got != nil {
		t.Errorf("rejected: %q", got)
	}
	if got := told(decide(tablet, trust.Trusted)); !slices.Equal(got, []string{"trusted 3 missed 4"}) {
		t.Errorf("after another message: %q", got)
	}
	if got := told(both); got != nil {
		t.Errorf("rejected again: %q", got)
	}
	if got := told(func(k keys.Keyring) error {
		_, err := k.Verify(bob, []keys.Verdict{{phone, trust.Verified}, {tablet, trust.Verified}}, trust.ByCode, "")
		return err
	}); len(got) != 2 { // tablet's row is the last one only until phone's comes
		t.Errorf("both at once: %q", got)
	}
}

func TestMissed(t *testing.T) {
	t.Parallel()
	p := open(t)
	_, key := publicKey("key")
	_, other := publicKey("other")
	missed := func() (out []string) {
		p.must(func(k keys.Keyring) error {
			rows, err := k.Missed(bob, key)
			for _, row := range rows {
				out = append(out, row.Body)
			}
			return err
		})
		return out
	}
	if got := missed(); got != nil {
		t.Errorf("without a chat: %q", got)
	}
	p.wrote(bob, "long ago", other)
	p.wrote(bob, "read", other, key)
	p.wrote(bob, "one", other)
	p.wrote(bob, "for nobody")
	p.must(func(k keys.Keyring) error {
		for _, m := range []history.Message{
			{From: bob, Body: "from bob", Encrypted: true},
			{From: alice, Own: true, Body: "in clear"},
		} {
			m.Chat, m.Kind, m.Time = bob, history.KindText, p.now
			if err := k.History.Append(&m); err != nil {
				return err
			}
		}
		return nil
	})
	p.wrote(bob, "two", other)
	if got := missed(); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("%q", got)
	}
}
