package view

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTextThatIsEmptyToTheEyeIsBlank(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":                      "",
		"spaces":                       "   ",
		"tabs and line ends":           "\t\r\n\v\f\u0085\u2028\u2029",
		"spaces of many widths":        "\u00a0\u2000\u2003\u2007\u2009\u200a\u202f\u205f",
		"the space of Chinese":         "\u3000",
		"the space of Ogham":           "\u1680",
		"zero width":                   "\u200b\ufeff\u2060",
		"joiners":                      "\u200c\u200d",
		"changes of direction":         "\u200e\u200f\u061c\u202a\u202e\u202c\u2066\u2067\u2068\u2069",
		"unseen operators":             "\u2061\u2062\u2063\u2064",
		"a soft hyphen":                "\u00ad",
		"the joiner of graphemes":      "\u034f",
		"a mark without a letter":      "\u0301\u0489",
		"the style of emoji":           "\ufe0f\U000e0100",
		"Mongolian selectors":          "\u180b\u180e",
		"tags":                         "\U000e0001\U000e0067\U000e007f",
		"fillers of Hangul":            "\u3164\u115f\u1160\uffa0",
		"unseen vowels of Khmer":       "\u17b4\u17b5",
		"Braille without a dot":        "\u2800\u2800",
		"a note without a head":        "\U0001d159",
		"blanks of Egyptian":           "\U00013441\U00013442",
		"controls":                     "\x00\x1b\x7f\u0090",
		"format characters of music":   "\U0001d173",
		"code points that stay unseen": "\u2065\ufff0\U000e0fff",
		"all at once":                  " \u200b\u3164\n\u2800\u0301",
	} {
		if !Blank(text) {
			t.Errorf("%s: %+q is not blank", name, text)
		}
	}
}

func TestTextWithAnythingToSeeIsNotBlank(t *testing.T) {
	for name, text := range map[string]string{
		"a letter":                     "a",
		"a letter behind others":       "\u200b \u3164x",
		"a letter with a mark":         "e\u0301",
		"a sign":                       ".",
		"an emoji":                     "\U0001f44d",
		"an emoji of tomorrow":         "\U0001fae9",
		"a keycap":                     "1\ufe0f\u20e3",
		"a flag":                       "\U0001f1e9\U0001f1ea",
		"Hebrew":                       "\u05e9\u05dc\u05d5\u05dd",
		"Hangul":                       "\u1112\u1161",
		"Braille":                      "\u2801",
		"a vowel that takes room":      "\u093e",
		"an Arabic sign above figures": "\u0600",
		"the end of a verse":           "\u06dd",
		"what could not be read":       "\ufffd",
		"private use":                  "\ue000",
		"a code point nobody has yet":  "\u0378",
	} {
		if Blank(text) {
			t.Errorf("%s: %+q is blank", name, text)
		}
	}
}

func FuzzBlank(f *testing.F) {
	f.Add(" \u200b", "x")
	f.Fuzz(func(t *testing.T, a, b string) {
		if Blank(a+b) != (Blank(a) && Blank(b)) && utf8.ValidString(a) && utf8.ValidString(b) {
			t.Errorf("%+q and %+q", a, b)
		}
		for _, r := range a {
			if Blank(a) && (unicode.IsLetter(r) && unicode.IsUpper(r) || unicode.IsDigit(r)) {
				t.Errorf("%+q is seen in %+q", r, a)
			}
		}
	})
}
