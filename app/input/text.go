package input

import (
	"strings"
	"unicode/utf8"
)

// How long a text may be.
const (
	MaxBody = 64 << 10 // bytes of a text: below what servers accept, encrypted and in base64
	MaxName = 200      // runes of a name that the user gives
)

// Clean makes text what XML and screens can carry: UTF-8 without the characters XML 1.0 §2.2 forbids.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return r
		case r < 0x20, r == 0xFFFE, r == 0xFFFF:
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// Line is Clean without line ends, and without blanks at the ends of text.
func Line(text string) string { return strings.Join(strings.Fields(Clean(text)), " ") }

// Cut shortens s to at most n bytes at a rune's edge.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
