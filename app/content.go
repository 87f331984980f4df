package app

import (
	"slices"
	"strings"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/chatstates"
	"vouch/xmpp/fallback"
	"vouch/xmpp/foreign"
	"vouch/xmpp/invites"
	"vouch/xmpp/markers"
	"vouch/xmpp/oob"
	"vouch/xmpp/reactions"
	"vouch/xmpp/receipts"
	"vouch/xmpp/retractions"
)

// maxSubject bounds what is kept of a subject, in bytes.
const maxSubject = 1000

// content is what a message in clear says to people in words.
type content struct{ subject, text string }

func (c content) empty() bool { return c.subject == "" && c.text == "" }

// takeClear takes what a message says in clear: an invitation, words, or what else there may be. It leaves a row unless all
// of it is traffic between programs.
func (a *account) takeClear(h *history.Store, in arrival, out *taken) error {
	said := a.contentOf(in.msg)
	if i, ok := invites.Of(in.msg); ok {
		return a.takeInvitation(h, in, i, said, out)
	}
	if !said.empty() {
		return a.takePlain(h, in, said, out)
	}
	if id, ok := retractions.Of(in.msg); ok {
		in.digest = digest("retraction", id)
		if seen, err := a.seen(h, in, false); err != nil || seen {
			return err
		}
		row := in.row(history.KindText)
		_, err := a.takeRetraction(h, in, &row, out)
		return err
	}
	thing, ok := foreign.Of(in.msg)
	if !ok {
		return nil // chat states and what else is not for people
	}
	return a.takeThing(h, in, thing, out)
}

// contentOf reads the words of a message that nothing encrypts, and the links it offers beside them.
func (a *account) contentOf(m *xmpp.Message) content {
	c := content{subject: cut(strings.TrimSpace(a.chooseSubject(m)), maxSubject), text: a.chooseBody(m)}
	if Blank(c.subject) {
		c.subject = ""
	}
	if standsIn(m, c.text) {
		c.text = ""
	}
	if link, ok := oob.Of(m); ok {
		c.text = withLink(c.text, link.Desc, link.URL)
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
	if Blank(text) && (len(known) > 0 || state != "" && state != chatstates.Active) {
		return true
	}
	return len(known) > 0 && fallback.Whole(m, known...)
}

// withLink puts a link that was offered beside a text behind it, unless it stands there already.
func withLink(text, desc, link string) string {
	lines := []string{}
	for _, part := range []string{text, desc, link} {
		if !Blank(part) && !strings.Contains(strings.Join(lines, "\n"), part) {
			lines = append(lines, part)
		}
	}
	return strings.Join(lines, "\n")
}

// takePlain stores a message that came in clear. In an encrypted chat the row says so; the chat stays encrypted.
func (a *account) takePlain(h *history.Store, in arrival, said content, out *taken) error {
	in.digest = in.digestClear()
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	chat, err := h.Begin(in.chat, in.at)
	if err != nil {
		return err
	}
	row := in.row(history.KindText)
	row.Body, row.Subject, row.PlainIn = said.text, said.subject, !chat.Plain
	if err := a.readReply(h, in, &row); err != nil {
		return err
	}
	if done, err := a.takeChange(h, in, &row, out); err != nil || done {
		return err
	}
	if err := a.appendArrival(h, in, &row, out); err != nil {
		return err
	}
	return a.takeBeside(h, in, out)
}

// digestClear covers the words of a message in clear, whatever language they are read in.
func (in arrival) digestClear() []byte {
	parts := []string{"plain", string(in.msg.Type), in.msg.Body}
	if link, ok := oob.Of(in.msg); ok || in.msg.Subject != "" {
		parts = append(parts, in.msg.Subject, link.URL)
	}
	return digest(parts...)
}
