package page

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"vouch/trust"
)

// TestMakeIsReadBack makes pages whose names and dates are as bad as they can be.
func TestMakeIsReadBack(t *testing.T) {
	keys := []trust.LinkKey{{Device: 1184625991, Fingerprint: first}, {Device: 12345678, Fingerprint: second}, {Device: 7, Fingerprint: third}}
	own := Own{
		Address: alice, Date: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), Link: trust.URI(alice, keys), Codes: []string{trust.URI(alice, keys[:2]), trust.URI(alice, keys[2:])},
		Devices: []Device{
			{keys[0].Device, "", keys[0].Fingerprint},
			{keys[1].Device, "<script>alert(1)</script> deadbeef\n# face", keys[1].Fingerprint},
			{keys[2].Device, "Alice’s `desk` & [more](http://example.net)", keys[2].Fingerprint},
		},
	}
	for _, f := range []Format{Text, Markdown, HTML} {
		made, err := Make(own, f)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for _, part := range []string{made, strings.ReplaceAll(made, own.Link, "")} { // the link alone must not do it
			got, err := Read(part, alice)
			if want := (Page{Fingerprints: []string{first, second, third}}); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, %v\n%s", f, got, err, part)
			}
		}
		if strings.Contains(made, "<script>") || f == Markdown && strings.Contains(made, "](http") || f != HTML && strings.Contains(made, "\n# face") {
			t.Errorf("%s: a name is more than a name:\n%s", f, made)
		}
		if !strings.Contains(made, "20 November 2026") || f == HTML && strings.Count(made, "data:image/png;base64,") != 2 {
			t.Errorf("%s:\n%s", f, made)
		}
	}
	if _, err := Make(own, "pdf"); err == nil {
		t.Error("an unknown format was made")
	}
}
