package keys_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/trust"
)

// ids are the devices in words.
func ids(devices []*view.DeviceView) (out []string) {
	for _, d := range devices {
		word := fmt.Sprint(d.ID)
		if d.This {
			word = "this"
		}
		out = append(out, word)
	}
	return out
}

func (p *profile) code(who string, with keys.Include) (code *keys.Code) {
	p.t.Helper()
	p.must(func(k keys.Keyring) (err error) {
		code, err = k.Code(who, with)
		return err
	})
	return code
}

// TestCodeHoldsWhatSomebodyStandsFor makes codes of bob's devices and of alice's own, however they stand.
func TestCodeHoldsWhatSomebodyStandsFor(t *testing.T) {
	t.Parallel()
	p := open(t)
	for _, who := range []string{alice, bob} {
		p.device(who, 1, trust.Verified)
		p.device(who, 2, trust.Trusted)
		p.device(who, 3, trust.Undecided)
		p.device(who, 4, trust.Rejected)
		p.device(who, 5, trust.Verified)
		p.device(who, 6, trust.Verified)
		p.shows(who, 6, who+" another key")
		p.must(func(k keys.Keyring) error { // 5 has left, and 7 has shown no key yet
			_, _, err := k.Trust.SeeList(who, []uint32{1, 2, 3, 4, 6, 7}, p.now)
			return err
		})
	}
	p.must(func(k keys.Keyring) error { return k.History.PutContact(history.Contact{JID: bob, Name: "Bob B."}) })
	for _, c := range []struct {
		who         string
		with        keys.Include
		in, leftOut []string
	}{
		{bob, keys.IncludeVerified, []string{"1"}, []string{"2", "3", "4", "6"}},
		{bob, keys.IncludeTrusted, []string{"1", "2"}, []string{"3", "4", "6"}},
		{alice, keys.IncludeVerified, []string{"this", "1"}, []string{"2", "3", "4", "6"}},
		{alice, keys.IncludeTrusted, []string{"this", "1", "2"}, []string{"3", "4", "6"}},
	} {
		code := p.code(c.who, c.with)
		if in, out := ids(code.Devices), ids(code.LeftOut); !slices.Equal(in, c.in) || !slices.Equal(out, c.leftOut) {
			t.Errorf("of %s with %q: %q, left out %q", c.who, c.with, in, out)
		}
		link, err := trust.ParseLink(code.Link)
		if err != nil || link.JID != c.who || len(link.Keys) != len(c.in) {
			t.Errorf("%s: %+v, %v", code.Link, link, err)
		}
		if by := map[string]string{alice: "", bob: alice}[c.who]; link.VouchedBy() != by || code.Own != (by == "") {
			t.Errorf("of %s: vouched for by %q, own %t", c.who, link.VouchedBy(), code.Own)
		}
	}
	if code := p.code(bob, keys.IncludeVerified); code.Name != "Bob B." || !slices.Equal(code.Parts, []string{code.Link}) {
		t.Errorf("%+v", code)
	}
	p.refuses(fault.KindInvalid, "include", func(k keys.Keyring) error { _, err := k.Code(bob, "all"); return err })
	p.refuses(fault.KindNotFound, "jid", func(k keys.Keyring) error { _, err := k.Code(carol, keys.IncludeTrusted); return err })
}

// TestCodeInParts makes a code of nine devices, and reads its parts.
func TestCodeInParts(t *testing.T) {
	t.Parallel()
	p := open(t)
	for id := range uint32(9) {
		p.device(bob, id+1, trust.Verified)
	}
	code := p.code(bob, keys.IncludeVerified)
	if len(code.Parts) != 3 {
		t.Fatalf("%q", code.Parts)
	}
	for _, c := range []struct {
		name                 string
		texts                []string
		part, parts, missing int
		keys                 int
	}{
		{"the link", []string{code.Link}, 1, 1, 0, 9},
		{"all", code.Parts, 3, 3, 0, 9},
		{"in another order", []string{code.Parts[2], code.Parts[0], code.Parts[1]}, 3, 3, 0, 9},
		{"the first", code.Parts[:1], 1, 3, 2, 4},
		{"the last", code.Parts[2:], 3, 3, 2, 1},
		{"two", code.Parts[1:], 2, 3, 1, 5},
	} {
		got, err := keys.ReadCode(c.texts...)
		if err != nil || got.Part != c.part || got.Parts != c.parts || got.Missing != c.missing || len(got.Keys) != c.keys || got.VouchedBy != alice {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	p := open(t)
	key := p.device(bob, 7, trust.Verified)
	p.decides(bob, func(k keys.Keyring) error { return k.NameDevice(bob, 7, "my phone", "") })
	of := map[string]*keys.Code{alice: p.code(alice, keys.IncludeVerified), bob: p.code(bob, keys.IncludeVerified)}
	for _, format := range []keys.PageFormat{keys.PageText, keys.PageMarkdown, keys.PageHTML} {
		for _, named := range []bool{false, true} {
			page, err := of[bob].Page(alice, noon, format, named)
			if err != nil || strings.Contains(page, "my phone") != named || !strings.Contains(page, alice) {
				t.Errorf("%s, names %t: %s, %v", format, named, page, err)
			}
			claim, err := keys.ReadPage(page, bob)
			if err != nil || len(claim.Keys) != 1 || claim.Keys[0].Fingerprint != key {
				t.Errorf("%s reads %+v, %v", format, claim, err)
			}
		}
	}
	if page, err := of[alice].Page(alice, noon, keys.PageText, false); err != nil || strings.Contains(page, "as checked by") {
		t.Errorf("the own page: %s, %v", page, err)
	}
	if page, err := of[bob].Page(alice, noon, keys.PageText, false); err != nil || !strings.Contains(page, "as checked by "+alice) {
		t.Errorf("the page of another: %s, %v", page, err)
	}
	if _, err := of[bob].Page(alice, noon, "pdf", false); !isFault(err, fault.KindInvalid, "format") {
		t.Errorf("%v", err)
	}
}
