package export

import (
	"strings"
	"unicode"
)

// special are the characters that can be markup wherever they stand: of CommonMark 0.31.2, and of what others have added to it.
const special = "\\`*_{}[]()<>#!|~$^@&=\"'"

// marked writes a line of somebody's words so that none of it is markup: each special character has a backslash before it, which
// CommonMark 0.31.2 §2.4 takes away again.
func marked(s *sheet, text string) {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	number, begun := true, false // so far there are digits alone; there is something
	var last rune
	for i, r := range text {
		r = visible(r)
		next := text[i+width(text[i:]):]
		switch {
		case r == '\t' || r == ' ' && !begun: // four of them make code at the beginning
			s.WriteString("&nbsp;")
			last = r
			continue
		case strings.ContainsRune(special, r),
			(r == '-' || r == '+') && !begun,                                             // a list, a line, a heading above
			r == ':' && !(digit(last) && next != "" && digit(rune(next[0]))),             // a link, but no time of the day
			r == '.' && (begun && number || next != "" && !strings.HasPrefix(next, " ")): // a list, or a link
			s.WriteByte('\\')
		}
		s.WriteRune(r)
		begun, number, last = true, number && digit(r), r
	}
}

func digit(r rune) bool { return r >= '0' && r <= '9' }
