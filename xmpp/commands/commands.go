// Package commands implements XEP-0050: Ad-Hoc Commands.
package commands

import (
	"encoding/xml"
	"fmt"
	"slices"

	"vouch/xmpp"
	"vouch/xmpp/forms"
)

// NS is the namespace of XEP-0050 v1.3.0, and the node of the list of commands (disco#items).
const NS = "http://jabber.org/protocol/commands"

// Status says how far an execution is.
type Status string

// The statuses.
const (
	Executing Status = "executing"
	Completed Status = "completed"
	Canceled  Status = "canceled"
)

// Action is what is done with an execution.
type Action string

// The actions (§3.4).
const (
	Execute  Action = "execute"
	Next     Action = "next"
	Prev     Action = "prev"
	Complete Action = "complete"
	Cancel   Action = "cancel"
)

const (
	maxNotes   = 20
	maxSession = 1024 // bytes
)

// Note is what a command says beside its form. Type is info, warn or error.
type Note struct{ Type, Text string }

// Step is where an execution stands.
type Step struct {
	Node, Session string
	Status        Status
	Form          *forms.Form // to fill in while it is executing, or what came out; nil for none
	Notes         []Note
	Actions       []Action // what may come next, besides cancel, while it is executing
	Default       Action   // the one of them that is meant when nothing is chosen
}

type command struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/commands command"`
	Node    string   `xml:"node,attr"`
	Session string   `xml:"sessionid,attr,omitempty"`
	Action  Action   `xml:"action,attr,omitempty"`
	Form    *forms.Data
}

// Do is the payload of a set that begins a command, with no session, or takes it further. form may be nil.
func Do(node, session string, action Action, form *forms.Data) any {
	return command{Node: node, Session: session, Action: action, Form: form}
}

// Parse reads an answer to Do.
func Parse(payload *xmpp.Element) (Step, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NS, Local: "command"}) {
		return Step{}, fmt.Errorf("parse command: not one")
	}
	s := Step{Node: payload.Attr("node"), Session: payload.Attr("sessionid"), Status: Status(payload.Attr("status"))}
	switch s.Status {
	case Executing, Completed, Canceled:
	default:
		return Step{}, fmt.Errorf("parse command: status %q", s.Status)
	}
	if len(s.Session) > maxSession {
		return Step{}, fmt.Errorf("parse command: session of %d bytes", len(s.Session))
	}
	for _, note := range payload.Chosen(NS, "note") {
		if len(s.Notes) < maxNotes {
			s.Notes = append(s.Notes, Note{noteType(note.Attr("type")), forms.Cut(note.Text())})
		}
	}
	for _, child := range payload.Children() {
		switch child.Name {
		case xml.Name{Space: NS, Local: "actions"}:
			s.readActions(child)
		case xml.Name{Space: forms.NS, Local: "x"}:
			form, err := forms.Parse(child, forms.Bits(*payload))
			if err != nil {
				return Step{}, fmt.Errorf("parse command: %w", err)
			}
			if s.Form == nil {
				s.Form = &form
			}
		}
	}
	if s.Status == Executing && len(s.Actions) == 0 { // §3.4: without a list there is one way on
		s.Actions, s.Default = []Action{Complete}, Complete
	}
	return s, nil
}

func (s *Step) readActions(e xmpp.Element) {
	for _, a := range []Action{Prev, Next, Complete} {
		if _, ok := e.Child(NS, string(a)); ok {
			s.Actions = append(s.Actions, a)
		}
	}
	if s.Default = Action(e.Attr("execute")); !slices.Contains(s.Actions, s.Default) {
		s.Default = Next
		if !slices.Contains(s.Actions, Next) && len(s.Actions) > 0 {
			s.Default = s.Actions[len(s.Actions)-1]
		}
	}
}

func noteType(t string) string {
	switch t {
	case "warn", "error":
		return t
	}
	return "info"
}
