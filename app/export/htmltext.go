package export

import (
	"strings"

	"vouch/trust/links"
)

// escaped writes text that stands for itself between tags and in quoted values (WHATWG HTML, living standard, §13.3).
func escaped(s *sheet, text string) {
	from := 0
	for i, r := range text {
		var as string
		switch {
		case r == '&':
			as = "&amp;"
		case r == '<':
			as = "&lt;"
		case r == '>':
			as = "&gt;"
		case r == '"':
			as = "&#34;"
		case r == '\'':
			as = "&#39;"
		case r < 0x80 && r >= ' ' && r != 0x7f || r == '\n':
			continue
		case visible(r) != r || r == '\uFFFD': // of bytes that are no character, too
			as = "\uFFFD"
		default:
			continue
		}
		s.WriteString(text[from:i])
		s.WriteString(as)
		from = i + width(text[i:])
	}
	s.WriteString(text[from:])
}

// width is of how many bytes the first character is, or what is none.
func width(text string) int {
	for i := range text {
		if i > 0 {
			return i
		}
	}
	return len(text)
}

// prose writes a text of somebody with its links, which say nothing about where they were pressed.
func prose(s *sheet, text string) {
	text, from := lines.Replace(text), 0
	if !strings.Contains(text, "://") { // most have none, and looking for all kinds costs more than the rest
		escaped(s, text)
		return
	}
	for _, l := range links.Find(text) {
		link := text[l.From:l.To]
		if !hasWebScheme(link) {
			continue
		}
		escaped(s, text[from:l.From])
		s.WriteString(`<a rel="noreferrer noopener" href="`)
		escaped(s, link)
		s.WriteString(`">`)
		escaped(s, link)
		s.WriteString("</a>")
		from = l.To
	}
	escaped(s, text[from:])
}

func hasWebScheme(link string) bool {
	head := strings.ToLower(link[:min(len(link), 8)])
	return strings.HasPrefix(head, "https://") || strings.HasPrefix(head, "http://")
}
