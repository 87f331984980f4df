package trust

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// TestCompare knows devices 1 to 4 of bob: 1 verified, 2 with a key that changed from fp(20) to fp(2), 3 without a key, 4
// inactive and rejected.
func TestCompare(t *testing.T) {
	f := profile(t)
	update(t, f, func(s *Store) {
		_, _, err := s.SeeList(bob, []uint32{1, 2, 3, 4}, start)
		must(t, err)
		for _, k := range []struct {
			id  uint32
			key byte
		}{{1, 1}, {2, 20}, {2, 2}, {4, 4}} {
			_, _, err := s.SeeKey(bob, k.id, testKey(k.key), at(int(k.key)))
			must(t, err)
		}
		_, _, err = s.SeeList(bob, []uint32{1, 2, 3}, at(30))
		must(t, err)
		must(t, s.Decide(bob, fp(1), Verified, ByHand, start))
		must(t, s.Decide(bob, fp(4), Rejected, ByHand, start))
		must(t, s.Decide("carol@example.org", fp(9), Verified, ByHand, start))
	})
	for _, c := range []struct {
		name    string
		claimed []LinkKey
		want    []string
	}{
		{"nothing", nil, []string{"missing 1 verified", "missing 2 undecided", "missing 4 rejected"}},
		{"all as it is", []LinkKey{{1, fp(1)}, {2, fp(2)}, {4, fp(4)}}, []string{"matches 1 verified", "matches 2 undecided", "matches 4 rejected"}},
		{"a key without device id", []LinkKey{{0, fp(2)}}, []string{"matches 2 undecided", "missing 1 verified", "missing 4 rejected"}},
		{"a known key with another id", []LinkKey{{2, fp(1)}}, []string{"matches 1 verified", "missing 2 undecided", "missing 4 rejected"}},
		{"another key for a known id", []LinkKey{{9, fp(9)}, {1, fp(8)}}, []string{"differs 1 undecided", "new 0 undecided", "missing 2 undecided", "missing 4 rejected"}},
		{"the key that a device had before", []LinkKey{{2, fp(20)}}, []string{"differs 2 undecided", "missing 1 verified", "missing 4 rejected"}},
		{"the former key without its id", []LinkKey{{0, fp(20)}}, []string{"new 0 undecided", "missing 1 verified", "missing 2 undecided", "missing 4 rejected"}},
		{"a device whose key was not seen", []LinkKey{{3, fp(3)}}, []string{"new 0 undecided", "missing 1 verified", "missing 2 undecided", "missing 4 rejected"}},
		{"the same key twice", []LinkKey{{1, fp(1)}, {0, fp(1)}, {7, fp(1)}}, []string{"matches 1 verified", "missing 2 undecided", "missing 4 rejected"}},
	} {
		update(t, f, func(s *Store) {
			got, err := s.Compare(bob, c.claimed)
			must(t, err)
			var words []string
			for _, g := range got {
				words = append(words, fmt.Sprintf("%s %d %s", g.Result, g.Device.ID, g.Level))
			}
			if !slices.Equal(words, c.want) {
				t.Errorf("%s: %q", c.name, words)
			}
		})
	}
}

func TestExpectedIsWhatNobodyHasShownYet(t *testing.T) {
	f := profile(t)
	expected := func() (out []string) {
		update(t, f, func(s *Store) {
			all, err := s.Expected(bob)
			must(t, err)
			for _, d := range all {
				out = append(out, d.Fingerprint+d.Detail)
			}
		})
		return out
	}
	update(t, f, func(s *Store) {
		must(t, s.Record(Decision{JID: bob, Fingerprint: fp(1), Level: Verified, At: start, By: ByCode, Detail: "camera"}))
		must(t, s.Record(Decision{JID: bob, Fingerprint: fp(2), Level: Rejected, At: start, By: ByHand}))
	})
	if got := expected(); !slices.Equal(got, []string{fp(1) + "camera"}) {
		t.Errorf("%q", got)
	}
	update(t, f, func(s *Store) {
		d, _, err := s.SeeKey(bob, 1, testKey(1), at(1))
		must(t, err)
		if d.Level != Verified || d.DecidedBy != ByCode || d.Detail != "camera" {
			t.Errorf("%+v", d)
		}
	})
	if got := expected(); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

func TestVouchedURI(t *testing.T) {
	uri := VouchedURI(bob, []LinkKey{{7, hexA}}, "a+b;c@example.org")
	l, err := ParseLink(uri)
	if err != nil || l.JID != bob || l.VouchedBy() != "a+b;c@example.org" || len(l.Keys) != 1 {
		t.Errorf("%s: %+v, %v", uri, l, err)
	}
	if l, err := ParseLink(URI(bob, []LinkKey{{7, hexA}})); err != nil || l.VouchedBy() != "" {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestParts(t *testing.T) {
	keys := make([]LinkKey, 10)
	for i := range keys {
		keys[i] = LinkKey{uint32(i + 1), fp(byte(i + 1))}
	}
	for _, c := range []struct{ keys, parts int }{{1, 1}, {4, 1}, {5, 2}, {10, 3}} {
		parts := Parts(bob, keys[:c.keys], "")
		var read []LinkKey
		for i, uri := range parts {
			l, err := ParseLink(uri)
			must(t, err)
			read = append(read, l.Keys...)
			if part, of := l.Part(); part != i+1 || of != c.parts || len(l.Keys) > 4 {
				t.Errorf("%s is part %d of %d", uri, part, of)
			}
		}
		if len(parts) != c.parts || !slices.Equal(read, keys[:c.keys]) {
			t.Errorf("%d keys: %q", c.keys, parts)
		}
	}
	if l, err := ParseLink(Parts(bob, keys, me)[2]); err != nil || l.VouchedBy() != me {
		t.Errorf("%+v, %v", l, err)
	}
	if one := Parts(bob, keys[:2], "")[0]; one != URI(bob, keys[:2]) {
		t.Error(one)
	}
	for _, bad := range []string{"", "1", "0-2", "3-2", "x-y", "1-51", "-1-2"} {
		if l, err := ParseLink(URI(bob, keys[:1]) + ";part=" + bad); !errors.Is(err, ErrBadPart) {
			t.Errorf("%q: %+v, %v", bad, l, err)
		}
	}
}
