package trust

import (
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"alice@localhost":                         "alice@localhost",
		"Alice@LocalHost":                         "alice@localhost",
		" alice@localhost\n":                      "alice@localhost",
		"alice@localhost/home":                    "alice@localhost",
		"alice@localhost/a@b/c":                   "alice@localhost",
		"localhost":                               "localhost",
		"ju\u0308rgen@example.org":                "j\u00fcrgen@example.org",
		"J\u00dcRGEN@EXAMPLE.ORG":                 "j\u00fcrgen@example.org",
		"d'artagnan@example.org":                  `d\27artagnan@example.org`,
		"D'Artagnan@Example.org/x@y":              `d\27artagnan@example.org`,
		"space cadet@example.org":                 `space\20cadet@example.org`,
		`call me "ishmael"@example.org`:           `call\20me\20\22ishmael\22@example.org`,
		"at&t guy@example.org":                    `at\26t\20guy@example.org`,
		"::foo::@example.org":                     `\3a\3afoo\3a\3a@example.org`,
		"<foo>@example.org":                       `\3cfoo\3e@example.org`,
		`c:\net@example.org`:                      `c\3a\net@example.org`,
		`c:\5commas@example.org`:                  `c\3a\5c5commas@example.org`,
		`c:\Cool stuff@example.org`:               `c\3a\cool\20stuff@example.org`,
		`user\@host@example.org`:                  "",
		`d\27artagnan@example.org`:                `d\27artagnan@example.org`,
		`D\2FArtagnan@example.org`:                `d\2fartagnan@example.org`,
		`\2plus\2is\4@example.org`:                `\2plus\2is\4@example.org`,
		`user\40host@example.org`:                 `user\40host@example.org`,
		"alice @example.org":                      "",
		"alice@bank.example@example.org":          "",
		"alice@exa mple.org":                      "",
		"xmpp:alice@example.org":                  "",
		"XMPP:alice@example.org":                  "",
		"mailto:alice@example.org":                "",
		"Alice <alice@example.org>":               "",
		"@example.org":                            "",
		"alice@":                                  "",
		"":                                        "",
		"al\x00ice@example.org":                   "",
		"alice\u2028bob@example.org":              "",
		strings.Repeat("'", 400) + "@example.org": "",
	} {
		got, err := ParseAddress(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if again, err := ParseAddress(got); want != "" && (again != want || err != nil) {
			t.Errorf("%q is read again as %q, %v", got, again, err)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"d'artagnan@example.org", `c:\5commas@example.org`, "a/b@c/d@e", " A@B ", "A..", "x@[::1]", "a@b."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseAddress(s)
		if err != nil {
			return
		}
		if again, err := ParseAddress(got); err != nil || again != got {
			t.Fatalf("%q is %q, and that is %q, %v", s, got, again, err)
		}
	})
}
