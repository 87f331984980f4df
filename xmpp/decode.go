package xmpp

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"
)

const (
	maxRaw       = 4 << 10 // bytes of Broken.Raw
	maxBrokenTag = 256     // bytes of Broken.From and Broken.ID
	maxCondition = 256     // bytes of the name of a condition
	maxText      = 1024    // bytes of what an error says
)

// ParseMessage takes a message that was inside something else, such as a forwarded one, under the framer's rules. Who
// sent it is for the caller to decide: FromJID is only what it says, and zero when it says nothing.
func ParseMessage(e Element) (*Message, error) {
	if e.Name != (xml.Name{Space: stanza.NSClient, Local: "message"}) {
		return nil, fmt.Errorf("parse message: element %q of %q", e.Name.Local, e.Name.Space)
	}
	if e.excess != nil {
		return nil, fmt.Errorf("parse message: %w", e.excess)
	}
	m := &Message{}
	core, children := split(e, "subject", "body", "thread", "error")
	if err := core.Decode(&m.Message); err != nil {
		return nil, fmt.Errorf("parse message: %w", err)
	}
	m.Lang, m.Extensions, m.Children = e.Lang(), nil, children
	m.Bodies, m.Subjects = core.texts(stanza.NSClient, "body"), core.texts(stanza.NSClient, "subject")
	m.Body, m.Subject = m.Bodies.In("", nil), m.Subjects.In("", nil)
	if m.Type == stanza.MessageTypeError {
		m.Failure = stanzaError(core)
		m.Error.Text = m.Failure.Text
	}
	var err error
	m.FromJID, m.ToJID, err = addresses(e)
	return m, err
}

func parsePresence(e Element) (*Presence, error) {
	if e.excess != nil {
		return nil, fmt.Errorf("parse presence: %w", e.excess)
	}
	p := &Presence{}
	core, children := split(e, "show", "status", "priority", "error")
	if err := core.Decode(&p.Presence); err != nil {
		return nil, fmt.Errorf("parse presence: %w", err)
	}
	p.Lang, p.Extensions, p.Children = e.Lang(), nil, children
	p.Status = core.Words(stanza.NSClient, "status")
	if p.Type == stanza.PresenceTypeError {
		p.Failure = stanzaError(core)
	}
	var err error
	p.FromJID, p.ToJID, err = addresses(e)
	return p, err
}

// parseQuestion takes an IQ of type get or set.
func parseQuestion(e Element) (*IQ, error) {
	q := &IQ{ID: e.Attr("id"), Set: e.Attr("type") == "set"}
	if q.ID == "" {
		return nil, errors.New("parse iq: no id")
	}
	if !q.Set && e.Attr("type") != "get" {
		return nil, errors.New("parse iq: no known type")
	}
	if children := e.Children(); len(children) == 1 {
		q.Payload = &children[0]
	}
	var err error
	q.FromJID, q.ToJID, err = addresses(e)
	return q, err
}

// split parts the children that the stanza structs may see, called core, from all others. Inside the core part every
// child is of jabber:client and direct, so that a foreign element cannot bring a body of its own.
func split(e Element, core ...string) (Element, []Element) {
	kept := []xml.Token{e.tokens[0]}
	var others []Element
next:
	for child := range e.each {
		if child.Name.Space == stanza.NSClient {
			for _, name := range core {
				if child.Name.Local == name {
					kept = append(kept, child.tokens...)
					continue next
				}
			}
		}
		others = append(others, child)
	}
	kept = append(kept, e.tokens[len(e.tokens)-1])
	return Element{Name: e.Name, tokens: kept, prefer: e.prefer, inherited: e.inherited}, others
}

func addresses(e Element) (from, to jid.JID, err error) {
	if from, err = address(e, "from"); err != nil {
		return from, to, err
	}
	to, err = address(e, "to")
	return from, to, err
}

func address(e Element, attr string) (jid.JID, error) {
	text := e.Attr(attr)
	if text == "" {
		return jid.JID{}, nil
	}
	j, err := jid.Parse(text)
	if err != nil {
		return jid.JID{}, fmt.Errorf("parse %s: %w", attr, err)
	}
	return j, nil
}

func newBroken(e Element, err error) *Broken {
	return &Broken{
		From: cut(e.Attr("from"), maxBrokenTag),
		Name: e.Name,
		ID:   cut(e.Attr("id"), maxBrokenTag),
		Raw:  e.Raw(maxRaw),
		Err:  err,
	}
}

// stanzaError reads the error child of an answer or a bounced stanza.
func stanzaError(e Element) *StanzaError {
	child, ok := e.Child(stanza.NSClient, "error")
	if !ok {
		return &StanzaError{Condition: "undefined-condition"}
	}
	result := &StanzaError{Type: cut(child.Attr("type"), maxCondition), By: cut(child.Attr("by"), maxText), Condition: "undefined-condition",
		Text: cut(child.Words(nsStanzas, "text"), maxText)}
	for c := range child.each {
		switch {
		case c.Name == xml.Name{Space: nsStanzas, Local: "text"}: // chosen above
		case c.Name.Space == nsStanzas:
			result.Condition = cut(c.Name.Local, maxCondition)
			if result.Condition == "gone" || result.Condition == "redirect" { // RFC 6120 §8.3.3.5, §8.3.3.14
				result.Elsewhere = cut(strings.TrimSpace(c.Text()), maxText)
			}
		case result.App == "":
			result.App, result.Detail = cut(c.Name.Space+" "+c.Name.Local, maxCondition), &c
		}
	}
	return result
}

// cut shortens text to at most n bytes without breaking a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n], "")
}
