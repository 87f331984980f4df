package input_test

import (
	"testing"

	"vouch/app/fault"
	"vouch/app/input"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ what, text, clean, line string }{
		{"as it is", "two words", "two words", "two words"},
		{"lines", " one\r\n\ttwo ", " one\r\n\ttwo ", "one two"},
		{"what XML cannot carry", "a\x00b\x1b\uFFFE", "a\uFFFDb\uFFFD\uFFFD", "a\uFFFDb\uFFFD\uFFFD"},
		{"not UTF-8", "a\xff\xfeb", "a\uFFFDb", "a\uFFFDb"},
		{"nothing", " \n", " \n", ""},
	} {
		if clean, line := input.Clean(c.text), input.Line(c.text); clean != c.clean || line != c.line {
			t.Errorf("%s: %q, in one line %q", c.what, clean, line)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "abc"}, {"aäb", 2, "a"}, {"aäb", 3, "aä"}, {"€", 2, ""}, {"", 0, ""},
	} {
		if got := input.Cut(c.text, c.n); got != c.want {
			t.Errorf("%q cut to %d bytes: %q", c.text, c.n, got)
		}
	}
}

func TestAddress(t *testing.T) {
	for typed, want := range map[string]string{" Romeo@Montague.Example/phone ": "romeo@montague.example", "montague.example": "montague.example", "@@": "", "": ""} {
		who, err := input.Address("to", typed)
		if who != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", typed, who, err)
		}
		if err != nil && fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%q: %v", typed, err)
		}
	}
	for typed, want := range map[string]string{"romeo@montague.example/Phone": "romeo@montague.example/Phone", " Montague.Example ": "montague.example"} {
		if who, err := input.FullAddress("to", typed); err != nil || who.String() != want {
			t.Errorf("%q: %q, %v", typed, who, err)
		}
	}
}
