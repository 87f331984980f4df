// Package replies implements XEP-0461: Message Replies.
package replies

import (
	"encoding/xml"
	"strings"
	"unicode/utf8"

	"vouch/xmpp"
	"vouch/xmpp/fallback"
)

// NS is the namespace of XEP-0461 v0.2.1.
const NS = "urn:xmpp:reply:0"

// maxID bounds a message id in bytes.
const maxID = 1024

// Reply says that a message answers the one with that id, which To has written.
type Reply struct {
	XMLName xml.Name `xml:"urn:xmpp:reply:0 reply"`
	To      string   `xml:"to,attr,omitempty"`
	ID      string   `xml:"id,attr"`
}

// Of is the id of the message that m answers. Who wrote that one is known by whoever has it, not by what m says.
func Of(m *xmpp.Message) (string, bool) {
	e, ok := xmpp.Find(m.Children, NS, "reply")
	id := e.Attr("id")
	return id, ok && m.Type != "error" && id != "" && len(id) <= maxID
}

// Quote bounds: what is repeated of a text for clients that do not know replies.
const (
	quoteLines = 3
	quoteRunes = 200
)

// Quote puts the beginning of a text before body as a quotation, and gives the range that it takes.
func Quote(text, body string) (string, fallback.Range) {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) > quoteRunes {
		runes = append(runes[:quoteRunes:quoteRunes], '…')
	}
	var quote strings.Builder
	for i, line := range strings.Split(string(runes), "\n") {
		if i == quoteLines {
			quote.WriteString("> …\n")
			break
		}
		quote.WriteString("> " + line + "\n")
	}
	return quote.String() + body, fallback.Range{End: utf8.RuneCountInString(quote.String())}
}

// Strip gives body, that of m, without the quotation at its beginning, and what is quoted. What m calls a quotation and
// does not look like one is left where it stands: text must not be hidden by calling it so.
func Strip(m *xmpp.Message, body string) (text, quoted string) {
	rest, quote, ok := fallback.Strip(m, NS, body)
	if !ok || !strings.HasPrefix(body, quote) || strings.TrimSpace(rest) == "" {
		return body, ""
	}
	var lines []string
	for line := range strings.Lines(quote) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		if !strings.HasPrefix(line, ">") {
			return body, ""
		}
		lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(line, ">"), " "))
	}
	return rest, strings.Join(lines, "\n")
}
