package xmpp

import (
	"encoding/xml"
	"fmt"

	"gosrc.io/xmpp/stanza"
)

// Marshal is one outgoing stanza as bytes, for the inside of a stream whose default namespace is jabber:client.
// Characters that XML 1.0 forbids become U+FFFD. Messages and presences of gosrc.io/xmpp/stanza, by value or pointer,
// come out as RFC 6120 wants them: with xml:lang, and with an error whenever its Reason or Type is set.
func Marshal(v any) ([]byte, error) {
	switch s := v.(type) {
	case stanza.Message:
		v = outgoingMessage(s)
	case *stanza.Message:
		v = outgoingMessage(*s)
	case stanza.Presence:
		v = outgoingPresence(s)
	case *stanza.Presence:
		v = outgoingPresence(*s)
	}
	raw, err := xml.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("marshal %T: %w", v, err)
	}
	return raw, nil
}

// attributes are stanza.Attrs with a language that is xml:lang.
type attributes struct {
	Type stanza.StanzaType `xml:"type,attr,omitempty"`
	ID   string            `xml:"id,attr,omitempty"`
	From string            `xml:"from,attr,omitempty"`
	To   string            `xml:"to,attr,omitempty"`
	Lang string            `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
}

type message struct {
	XMLName xml.Name `xml:"message"`
	attributes
	Subject    string `xml:"subject,omitempty"`
	Body       string `xml:"body,omitempty"`
	Thread     string `xml:"thread,omitempty"`
	Error      *outgoingError
	Extensions []stanza.MsgExtension
}

type presence struct {
	XMLName xml.Name `xml:"presence"`
	attributes
	Show       stanza.PresenceShow `xml:"show,omitempty"`
	Status     string              `xml:"status,omitempty"`
	Priority   int8                `xml:"priority,omitempty"`
	Error      *outgoingError
	Extensions []stanza.PresExtension
}

func outgoingMessage(m stanza.Message) message {
	return message{
		attributes: attributesOf(m.Attrs),
		Subject:    m.Subject, Body: m.Body, Thread: m.Thread,
		Error: errorOf(m.Error), Extensions: m.Extensions,
	}
}

func outgoingPresence(p stanza.Presence) presence {
	return presence{
		attributes: attributesOf(p.Attrs),
		Show:       p.Show, Status: p.Status, Priority: p.Priority,
		Error: errorOf(p.Error), Extensions: p.Extensions,
	}
}

func attributesOf(a stanza.Attrs) attributes {
	return attributes{Type: a.Type, ID: a.Id, From: a.From, To: a.To, Lang: a.Lang}
}

func errorOf(e stanza.Err) *outgoingError {
	if e.Reason == "" && e.Type == "" {
		return nil
	}
	return newOutgoingError(string(e.Type), e.Reason, e.Text)
}

// outgoingError is the error child of a stanza (RFC 6120 §8.3.2).
type outgoingError struct {
	XMLName   xml.Name `xml:"error"`
	Type      string   `xml:"type,attr"`
	Condition condition
	Text      string `xml:"urn:ietf:params:xml:ns:xmpp-stanzas text,omitempty"`
}

type condition struct{ XMLName xml.Name }

func newOutgoingError(kind, name, text string) *outgoingError {
	if kind == "" {
		kind = "cancel"
	}
	if name == "" {
		name = "undefined-condition"
	}
	return &outgoingError{Type: kind, Condition: condition{xml.Name{Space: nsStanzas, Local: name}}, Text: text}
}
