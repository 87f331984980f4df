// Package reactions implements XEP-0444: Message Reactions.
package reactions

import (
	"encoding/xml"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0444 v0.2.0.
const NS = "urn:xmpp:reactions:0"

const (
	maxID     = 1024 // bytes of a message id
	maxEmoji  = 64   // bytes of one emoji: the longest that exist have about half
	maxOfEach = 10   // reactions of one sender to one message that are read
)

// Reactions are all that a sender has for the message with that id; none takes back earlier ones.
type Reactions struct {
	XMLName xml.Name `xml:"urn:xmpp:reactions:0 reactions"`
	ID      string   `xml:"id,attr"`
	Emoji   []string `xml:"reaction"`
}

// Of is the id of the message that m reacts to, and the reactions, the first ten, each once. Whatever somebody reacts with is
// one, if need be cut or as Unshown: what this program does not know is not the same as nothing (§3.2: a client should be
// lenient about what it receives).
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
		text := short(r.Text())
		if !slices.ContainsFunc(emoji, func(other string) bool { return Same(other, text) }) {
			emoji = append(emoji, text)
		}
	}
	return id, emoji, true
}

// Same tells whether two reactions are one: those that differ in the style of an emoji alone are, those in another colour of
// skin are not.
func Same(a, b string) bool { return a == b || bare(a) == bare(b) }

// bare is a reaction without the signs that choose between an emoji in colours and one in ink, and composed.
func bare(text string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r == textStyle || r == emojiStyle {
			return -1
		}
		return r
	}, text))
}

const (
	keycap     = '\u20e3' // makes a digit an emoji
	textStyle  = '\ufe0e'
	emojiStyle = '\ufe0f'
	joiner     = '\u200d'
)

// IsEmoji tells an emoji from words: it has no letter, no space, and a digit only on a keycap. Code points that nobody has yet,
// where Unicode keeps room for emoji, are those of tomorrow.
func IsEmoji(text string) bool {
	if text == "" || len(text) > maxEmoji || !utf8.ValidString(text) {
		return false
	}
	symbol := false
	for _, r := range text {
		switch {
		case unicode.Is(unicode.So, r), tomorrows(r), r == keycap, r == '‼', r == '⁉', unicode.Is(unicode.Sm, r) && r > 0x2000, r == '〰', r == '〽':
			symbol = true
		case unicode.Is(unicode.Sk, r), r == textStyle, r == emojiStyle, r == joiner, r >= 0xE0020 && r <= 0xE007F: // skin, style, joiner, flags
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

// tomorrows tells the code points that are kept for emoji (Extended_Pictographic of Unicode 15.0) and have none yet.
func tomorrows(r rune) bool {
	return (r >= 0x1F000 && r <= 0x1FAFF || r >= 0x1FC00 && r <= 0x1FFFD) && !unicode.IsGraphic(r)
}
