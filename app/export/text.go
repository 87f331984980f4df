package export

import (
	"strings"
	"unicode"
)

// mostLine is how long a name or another line of somebody's may be among ours, in letters.
const mostLine = 300

// line makes one line of somebody's words that stand among ours: without what is not seen or turns the direction.
func line(text string) string {
	var out strings.Builder
	n := 0
	for _, r := range text {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			r = ' '
		case turns(r):
			continue
		}
		if n++; n > mostLine {
			return strings.TrimSpace(out.String()) + "…"
		}
		out.WriteRune(r)
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// turns tells a character that changes the direction of those behind it (Unicode 15.0 §23.2).
func turns(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c
}

// lines are the lines of a text, whatever ends them.
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// visible gives what stands for a character of a text: itself, or a sign for one that no page may hold.
func visible(r rune) rune {
	if r != '\n' && r != '\t' && unicode.IsControl(r) || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef {
		return unicode.ReplacementChar
	}
	return r
}

// relative makes a link of a path in the folder. Only what means nothing in any form stays as it is.
func relative(path string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(path) {
		c := path[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._/", c) >= 0 {
			out.WriteByte(c)
			continue
		}
		out.WriteByte('%')
		out.WriteByte(hex[c>>4])
		out.WriteByte(hex[c&15])
	}
	return out.String()
}
