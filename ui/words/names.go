package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/app/view"
)

// NameRunes is how many letters of a name are shown; the rest is cut.
const NameRunes = 64

// OneLine makes a text of others fit for a place in a line of ours: no line ends, no control characters that turn the
// direction or hide letters, no towers of marks, at most n letters. It begins with something to see, or is empty.
func OneLine(s string, n int) string {
	var b strings.Builder
	marks, letters, space := 0, 0, true
	for _, r := range strings.TrimLeftFunc(s, view.BlankRune) {
		switch {
		case unicode.IsSpace(r):
			if space {
				continue
			}
			space, r = true, ' '
		case hidden(r) || r == '\u200d' || r == '\u200c':
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > 2 {
				continue
			}
		default:
			marks, space = 0, false
		}
		if letters++; letters > n {
			return strings.TrimSpace(b.String()) + "…"
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// BodyLine is a message in a place in a line of ours; one that is blank is there in words.
func BodyLine(body string, n int) string {
	if line := OneLine(body, n); line != "" {
		return line
	}
	return Tr("row.blank")
}

// mostIndent is how far in its line a message may begin, in bytes.
const mostIndent = 200

// FromFirst is a message from the first line on that has something to see: a box that begins with room looks empty.
func FromFirst(s string) string {
	i := len(s) - len(strings.TrimLeftFunc(s, view.BlankRune))
	begin := strings.LastIndexFunc(s[:i], lineEnd)
	if begin >= 0 {
		_, n := utf8.DecodeRuneInString(s[begin:])
		begin += n
	}
	if begin = max(0, begin); i-begin > mostIndent {
		begin = i
	}
	return s[begin:]
}

// lineEnd says whether a rune ends a line.
func lineEnd(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// Many makes a message fit for its own box: line ends stay, what joins letters and emoji, and the marks that say to which side
// a sign belongs, which turn nothing by themselves.
func Many(s string) string {
	var b strings.Builder
	marks := 0
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case r == '\n':
			marks = 0
		case r == '\t':
			b.WriteString("    ")
			continue
		case lineEnd(r):
			r = '\n'
		case hidden(r) && !turns(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > 4 {
				continue
			}
		default:
			marks = 0
		}
		b.WriteRune(r)
	}
	return strings.TrimRightFunc(b.String(), unicode.IsSpace)
}

// turns tells the marks of direction that stand for a letter.
func turns(r rune) bool { return r == 0x200E || r == 0x200F || r == 0x061C }

// hidden says whether a rune is not seen itself but changes how others are: controls, changes of direction, tags.
func hidden(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return r != '\n' && r != '\t'
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C: // direction
		return true
	case r >= 0xE0000 && r <= 0xE0FFF, r == 0xFEFF, r == 0x200B, r >= 0x2060 && r <= 0x2065, r == 0x00AD, r == 0x034F, r == 0x115F, r == 0x1160,
		r == 0x17B4, r == 0x17B5, r == 0x3164, r == 0xFFA0, r >= 0xFFF0 && r <= 0xFFF8:
		return true
	}
	return false
}

// Cut gives the beginning of a message and whether something is left.
func Cut(s string, runes, lines int) (string, bool) {
	n, l := 0, 1
	for i, r := range s {
		if r == '\n' {
			if l++; l > lines {
				return s[:i], true
			}
		}
		if n++; n > runes {
			return s[:i], true
		}
	}
	return s, false
}

// NameOf is a name for people, or the address where there is none.
func NameOf(name, jid string) string {
	if n := OneLine(name, NameRunes); n != "" {
		return n
	}
	return OneLine(jid, 2*NameRunes)
}
