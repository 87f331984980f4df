// Package links finds the links in what people write, in any script.
package links

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

// scheme is how links begin of the kinds that may be opened from a message: the web, xmpp, mail and places.
var scheme = regexp.MustCompile(`(?i)(?:https?://|xmpp:|mailto:|geo:)`)

// Link is a part of a text, from the byte From to before To.
type Link struct{ From, To int }

// Find gives the links of a text in order, each of which has a target behind its scheme: https, http, xmpp, mailto and geo. It
// takes time in proportion to the text.
func Find(text string) (out []Link) {
	for from := 0; ; {
		at := scheme.FindStringIndex(text[from:])
		if at == nil {
			return out
		}
		begin, target := from+at[0], from+at[1]
		from = target
		if inWord(text[:begin]) {
			continue
		}
		if end := target + End(text[target:]); end > target {
			out = append(out, Link{begin, end})
			from = end
		}
	}
}

// inWord tells whether what follows text goes on with a word of the script that schemes are written in. Others, such as Chinese,
// put no room before a link.
func inWord(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r == '_' || r >= '0' && r <= '9' || unicode.Is(unicode.Latin, r)
}
