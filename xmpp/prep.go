package xmpp

import (
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// prepare is SASLprep (RFC 4013) for user names and passwords: both sides compute from the same bytes however the text
// was typed. The tables are those of Unicode today; control characters are refused.
func prepare(text string) (string, error) {
	mapped := strings.Map(func(r rune) rune {
		switch {
		case vanishes(r):
			return -1
		case r != ' ' && unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, text)
	mapped = norm.NFKC.String(mapped)
	if strings.ContainsFunc(mapped, unicode.IsControl) {
		return "", errors.New("control character")
	}
	return mapped, nil
}

// vanishes tells the characters that RFC 3454 table B.1 maps to nothing.
func vanishes(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x034F, r == 0x1806, r == 0x2060, r == 0xFEFF,
		r >= 0x180B && r <= 0x180D, r >= 0x200B && r <= 0x200D, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}
