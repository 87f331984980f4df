// Package selfping implements XEP-0410: MUC Self-Ping (Schrödinger's Chat).
//
// Whether we are still in a room is asked by a ping, of package ping, to where we are in it.
package selfping

import (
	"errors"

	"vouch/xmpp"
)

// NS is the feature of rooms that answer it themselves (XEP-0410 v1.1.0 §3.3), which needs no other way to ask.
const NS = "http://jabber.org/protocol/muc#self-ping-optimization"

// State is what the answer says about our being in the room.
type State string

// The states.
const (
	In      State = "in"
	Out     State = "out"     // enter again
	Missing State = "missing" // nobody has the nickname, as while it changes, or the room is not there: its disco info decides
	Gone    State = "gone"    // the room is no more; muc.Elsewhere may say where to go
	Unknown State = "unknown" // ask again later
)

// StateOf is what the answer to a ping to our own place says; err is its Err (§3.2).
func StateOf(err error) State {
	var e *xmpp.StanzaError
	switch {
	case err == nil:
		return In
	case !errors.As(err, &e):
		return Unknown
	}
	switch e.Condition {
	case "service-unavailable", "feature-not-implemented":
		return In
	case "item-not-found":
		return Missing
	case "gone":
		return Gone
	case "remote-server-not-found", "remote-server-timeout":
		return Unknown
	}
	return Out
}
