// Package csi implements XEP-0352: Client State Indication.
package csi

import "encoding/xml"

// NS is the namespace of XEP-0352 v1.0.0, and of the stream feature <csi/> of servers that heed it.
const NS = "urn:xmpp:csi:0"

// State is what Client.SendAside sends: whether somebody looks at this client. A stream begins as active; one that goes
// on where another was cut is told anew.
type State struct{ XMLName xml.Name }

// Of is the State of a client that is looked at, or is not.
func Of(active bool) State {
	if active {
		return State{xml.Name{Space: NS, Local: "active"}}
	}
	return State{xml.Name{Space: NS, Local: "inactive"}}
}
