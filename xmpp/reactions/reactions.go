// Package reactions implements XEP-0444: Message Reactions.
package reactions

import (
	"encoding/xml"
	"slices"
	"unicode"
	"unicode/utf8"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0444 v0.2.0.
const NS = "urn:xmpp:reactions:0"

const (
	maxID     = 1024 // bytes of a message id
	maxEmoji  = 64   // bytes of one reaction: the longest that exist have about half
	maxOfEach = 10   // reactions of one sender to one message that are read
)

// Reactions are all that a sender has for the message with that id; none takes back earlier ones.
type Reactions struct {
	XMLName xml.Name `xml:"urn:xmpp:reactions:0 reactions"`
	ID      string   `xml:"id,attr"`
	Emoji   []string `xml:"reaction"`
}

// Of is the id of the message that m reacts to, and the reactions. What is no emoji, or too much, is left out.
func Of(m *xmpp.Message) (id string, emoji []string, ok bool) {
	e, ok := xmpp.Find(m.Children, NS, "reactions")
	id = e.Attr("id")
	if !ok || m.Type == "error" || id == "" || len(id) > maxID {
		return "", nil, false
	}
	for _, r := range e.Children() {
		if r.Name != (xml.Name{Space: NS, Local: "reaction"}) || len(emoji) == maxOfEach {
			continue
		}
		if text := r.Text(); IsEmoji(text) && !slices.Contains(emoji, text) {
			emoji = append(emoji, text)
		}
	}
	return id, emoji, true
}

// keycap makes a digit an emoji.
const keycap = '\u20e3'

// IsEmoji tells an emoji from words: it has no letter, no space, and a digit only on a keycap.
func IsEmoji(text string) bool {
	if text == "" || len(text) > maxEmoji || !utf8.ValidString(text) {
		return false
	}
	symbol := false
	for _, r := range text {
		switch {
		case unicode.Is(unicode.So, r), r == keycap, r == '‼', r == '⁉', unicode.Is(unicode.Sm, r) && r > 0x2000, r == '〰', r == '〽':
			symbol = true
		case unicode.Is(unicode.Sk, r), r == 0xFE0F, r == 0x200D, r >= 0xE0020 && r <= 0xE007F: // skin, style, joiner, flags
		case r == '#', r == '*', r >= '0' && r <= '9':
			if !slices.Contains([]rune(text), keycap) {
				return false
			}
		default:
			return false
		}
	}
	return symbol
}
