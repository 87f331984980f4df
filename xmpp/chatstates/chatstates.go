// Package chatstates implements XEP-0085: Chat State Notifications.
package chatstates

import (
	"encoding/xml"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0085 v2.1.
const NS = "http://jabber.org/protocol/chatstates"

// The states of a conversation.
const (
	Active    = "active"
	Composing = "composing"
	Paused    = "paused"
	Inactive  = "inactive"
	Gone      = "gone"
)

// State is the element of a state.
type State struct {
	XMLName xml.Name
}

// Element is the state of that name, which must be one of the constants.
func Element(state string) State { return State{XMLName: xml.Name{Space: NS, Local: state}} }

// Known tells whether there is a state of that name.
func Known(state string) bool {
	switch state {
	case Active, Composing, Paused, Inactive, Gone:
		return true
	}
	return false
}

// Of is the state that m tells, or "".
func Of(m *xmpp.Message) string {
	if m.Type == "error" {
		return ""
	}
	for _, e := range m.Children {
		if e.Name.Space == NS && Known(e.Name.Local) {
			return e.Name.Local
		}
	}
	return ""
}
