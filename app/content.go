package app

import (
	"cmp"
	"slices"
	"strings"

	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/chatstates"
	"vouch/xmpp/corrections"
	"vouch/xmpp/fallback"
	"vouch/xmpp/foreign"
	"vouch/xmpp/markers"
	"vouch/xmpp/oob"
	"vouch/xmpp/reactions"
	"vouch/xmpp/receipts"
	"vouch/xmpp/replies"
	"vouch/xmpp/retractions"
	"vouch/xmpp/sharing"
	"vouch/xmpp/unread"
)

// maxSubject bounds what is kept of a subject, in bytes.
const maxSubject = 1000

// content is what the sender of an arrival has said. In clear all of it stands in the children of the stanza. With OMEMO as
// deployed (XEP-0384 v0.3.0) the text alone is encrypted; the ids that it refers to stand outside, where servers can change
// them, so each step that acts on one has its own check of what is inside.
type content struct {
	subject, text string        // in the user's language
	file          *history.File // in clear, in the place of words

	received  string    // id attribute of the own message that arrived (XEP-0184)
	displayed string    // … that was seen (XEP-0333)
	unread    string    // … that could not be read, and is asked for again
	reaction  *reaction // XEP-0444

	replyTo  string // id attribute of the message that is answered (XEP-0461)
	corrects string // … that is corrected (XEP-0308)
	retracts string // … that is taken back (XEP-0424)

	wantsReceipt string // the id attribute under which the sender wants to know that it arrived
	wantsMarker  bool   // the sender wants to know when it is seen
}

// reaction are all the reactions of a person to a message.
type reaction struct {
	to    string // its id attribute
	emoji []string
}

// wordless tells whether nothing of it is words for people.
func (c content) wordless() bool { return c.subject == "" && c.text == "" }

// contentOf reads what stands in the children of a stanza, but for its words: those of an encrypted message come out of the
// encryption.
func contentOf(m *xmpp.Message) content {
	c := content{}
	c.received = idOf(receipts.Of(m))
	c.displayed = idOf(markers.Of(m))
	c.unread = idOf(unread.Of(m))
	if to, emoji, ok := reactions.Of(m); ok {
		c.reaction = &reaction{to, emoji}
	}
	c.replyTo = idOf(replies.Of(m))
	c.corrects = idOf(corrections.Of(m))
	c.retracts = idOf(retractions.Of(m))
	c.wantsReceipt = idOf(receipts.Requested(m))
	c.wantsMarker = markers.Wanted(m)
	return c
}

// idOf is an id that was read, or "".
func idOf(id string, ok bool) string {
	if !ok {
		return ""
	}
	return id
}

// opened is the content with what came out of the encryption in the place of the words outside.
func (c content) opened(text string) content {
	c.subject, c.text, c.file = "", text, nil
	return c
}

// readWords adds the words of a message that nothing encrypts, and the links it offers beside them.
func (a *account) readWords(c content, m *xmpp.Message) content {
	c.subject, c.text = input.Cut(strings.TrimSpace(a.chooseSubject(m)), maxSubject), a.chooseBody(m)
	if view.Blank(c.subject) {
		c.subject = ""
	}
	if standsIn(m, c.text) {
		c.text = ""
	}
	if c.file = fileSaid(m, c.text); c.file != nil {
		c.text = cmp.Or(c.file.URL, c.file.Name, filename.Nameless)
		return c
	}
	if link, ok := oob.Of(m); ok {
		c.text = withLink(c.text, link.Desc, link.URL)
	} else if s, ok := sharing.Of(m); ok {
		c.text = withLink(c.text, filename.Clean(s.File.Name), s.URL)
	} else if c.text == "" {
		if t, ok := foreign.Of(m); ok && t.Kind == foreign.File && t.URL != "" {
			c.text = withLink("", t.Name, t.URL)
		}
	}
	return c
}

// standsIn tells whether a text is there only for clients that do not know what else the message says: where the sender says
// so (XEP-0428 v0.2.1), where it is the reaction itself, or where it is empty to the eye.
func standsIn(m *xmpp.Message, text string) bool {
	var known []string
	if _, emoji, ok := reactions.Of(m); ok {
		known = append(known, reactions.NS)
		if slices.Contains(emoji, strings.TrimSpace(text)) {
			return true
		}
	}
	if _, ok := receipts.Of(m); ok {
		known = append(known, receipts.NS)
	}
	if _, ok := markers.Of(m); ok {
		known = append(known, markers.NS)
	}
	state := chatstates.Of(m)
	if view.Blank(text) && (len(known) > 0 || state != "" && state != chatstates.Active) {
		return true
	}
	return len(known) > 0 && fallback.Whole(m, known...)
}

// withLink puts a link that was offered beside a text behind it, unless it stands there already.
func withLink(text, desc, link string) string {
	lines := []string{}
	for _, part := range []string{text, desc, link} {
		if !view.Blank(part) && !strings.Contains(strings.Join(lines, "\n"), part) {
			lines = append(lines, part)
		}
	}
	return strings.Join(lines, "\n")
}
