// Package occupants implements XEP-0421: Occupant identifiers for semi-anonymous MUCs.
package occupants

import "vouch/xmpp"

// NS is the namespace of XEP-0421 v1.0.1, and the feature of rooms that give such ids.
const NS = "urn:xmpp:occupant-id:0"

// maxID bounds an id in bytes; longer ones are taken for none.
const maxID = 1024

// Of is the id that a room gave to whose stanza it is, by its children, or "". It stays the same under another nickname.
// Announced is whether the room's disco info has NS: a room that does not announce it lets everybody write one (§4). With
// several none is believed.
func Of(children []xmpp.Element, announced bool) string {
	if !announced {
		return ""
	}
	id, found := "", false
	for _, child := range children {
		if child.Name.Space != NS || child.Name.Local != "occupant-id" {
			continue
		}
		if found {
			return ""
		}
		id, found = child.Attr("id"), true
	}
	if len(id) > maxID {
		return ""
	}
	return id
}
