package app_test

import (
	"errors"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
)

// TestNoCodeHoldsADeviceNobodyStandsFor makes codes and pages of bob's own devices, and of bob's for alice's other computers,
// however the other device stands.
func TestNoCodeHoldsADeviceNobodyStandsFor(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	alice.decide(bob, view.TrustVerified)
	holds := func(p *peer, with keys.Include) bool {
		code, err := p.Code(p.jid, bob.jid, with)
		if err != nil {
			t.Fatal(err)
		}
		in := strings.Contains(code.Link, phone.key())
		for _, format := range []keys.PageFormat{keys.PageText, keys.PageMarkdown, keys.PageHTML} {
			page, err := p.MakePageOf(p.jid, bob.jid, format, with, false)
			if err != nil || strings.Contains(page, phone.key()[:8]) != in {
				t.Errorf("the code has it: %t, the page is %s, %v", in, page, err)
			}
		}
		return in
	}
	for _, c := range []struct {
		decision view.Trust
		with     keys.Include
		in       bool
	}{
		{"", keys.IncludeVerified, false}, {"", keys.IncludeTrusted, false},
		{view.TrustTrusted, keys.IncludeVerified, false}, {view.TrustTrusted, keys.IncludeTrusted, true},
		{view.TrustVerified, keys.IncludeVerified, true}, {view.TrustVerified, keys.IncludeTrusted, true},
		{view.TrustRejected, keys.IncludeVerified, false}, {view.TrustRejected, keys.IncludeTrusted, false},
	} {
		for _, p := range []*peer{alice, bob} {
			if c.decision != "" {
				p.must(app.Decide{Account: p.jid, JID: bob.jid, Fingerprint: phone.key(), Trust: c.decision})
			}
			if holds(p, c.with) != c.in {
				t.Errorf("%s's code with %q: %s device in it: %t", p.jid, c.with, c.decision, !c.in)
			}
		}
	}
	if _, err := bob.Code(bob.jid, bob.jid, "all"); app.KindOf(err) != app.KindInvalid {
		t.Errorf("a code with everything: %v", err)
	}
}

// TestNobodyIsToldAboutADeviceThatIsGone: between the link and its sending the user has rejected a device.
func TestNobodyIsToldAboutADeviceThatIsGone(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	bob.decide(phone, view.TrustVerified)
	code, err := bob.Code(bob.jid, bob.jid, keys.IncludeVerified)
	if err != nil {
		t.Fatal(err)
	}
	bob.decide(phone, view.TrustRejected)
	var e *app.Error
	if _, err := bob.Tell(t.Context(), bob.jid, []string{alice.jid}, "my devices: "+code.Link); !errors.As(err, &e) || e.Kind != app.KindInvalid || e.Param != "link" {
		t.Errorf("told: %v", err)
	}
	if rows := bob.rowsOf(alice.jid); len(rows) != 0 {
		t.Errorf("written: %+v", rows)
	}
}
