// Package moderation implements XEP-0425: Moderated Message Retraction.
//
// There are two forms. Which of them a room takes its disco info says; both are read. That a message was moderated counts from
// the room itself alone (§5).
package moderation

import (
	"encoding/xml"
	"strings"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/occupants"
	"vouch/xmpp/retractions"
)

const (
	// NS is the namespace of XEP-0425 v0.3.0, and the feature of rooms that have it.
	NS = "urn:xmpp:message-moderate:1"
	// Old is the one before version 0.3, which wrapped the element (XEP-0422 v0.1.2).
	Old = "urn:xmpp:message-moderate:0"

	fasten    = "urn:xmpp:fasten:0"
	maxID     = 1024 // bytes of a stanza id
	maxReason = 1024 // bytes; the rest is cut
)

// Moderated says that a moderator took a message away.
type Moderated struct {
	ID       string    // the stanza id that the room gave to the message; "" of a tombstone
	By       jid.JID   // who, a place in the room or a bare address; zero when it is not said
	Occupant string    // the occupant id of who, where the room gives such ids, or ""
	Reason   string    // up to 1024 bytes
	Stamp    time.Time // when, of a tombstone
}

// Announced is the newest form that a room with that disco info takes, or "".
func Announced(info disco.Info) string {
	for _, ns := range []string{NS, Old} {
		if info.Has(ns) {
			return ns
		}
	}
	return ""
}

type retractXML struct {
	XMLName xml.Name
	ID      string `xml:"id,attr,omitempty"`
	Inner   []any
}

type reasonXML struct {
	XMLName xml.Name `xml:"reason"`
	Text    string   `xml:",chardata"`
}

// Moderate is the payload of a set that asks a room to take away the message with that stanza id, in the form that Announced
// gave.
func Moderate(form, id, reason string) any {
	space, of := retractions.NS, NS
	if form == Old {
		space, of = retractions.Old, Old
	}
	inner := []any{retractXML{XMLName: xml.Name{Space: space, Local: "retract"}}}
	if reason != "" {
		inner = append(inner, reasonXML{Text: cut(reason)})
	}
	m := retractXML{XMLName: xml.Name{Space: of, Local: "moderate"}, Inner: inner}
	if form == Old {
		return retractXML{XMLName: xml.Name{Space: fasten, Local: "apply-to"}, ID: id, Inner: []any{m}}
	}
	m.ID = id
	return m
}

// Of is what m says was taken away. It is false for what does not come from the bare room: whoever is in it can write the same.
func Of(m *xmpp.Message, announcesOccupants bool) (Moderated, bool) {
	if m.Type == "error" || m.FromJID.Resourcepart() != "" || m.FromJID.Localpart() == "" {
		return Moderated{}, false
	}
	outer, ok := xmpp.Find(m.Children, retractions.NS, "retract")
	inner, is := outer.Child(NS, "moderated")
	reason := outer.Words(retractions.NS, "reason")
	if !ok || !is {
		if outer, ok = xmpp.Find(m.Children, fasten, "apply-to"); !ok {
			return Moderated{}, false
		}
		if inner, is = outer.Child(Old, "moderated"); !is {
			return Moderated{}, false
		}
		if _, is = inner.Child(retractions.Old, "retract"); !is {
			return Moderated{}, false
		}
		reason = inner.Words(Old, "reason")
	}
	out := moderated(inner, reason, announcesOccupants)
	out.ID = outer.Attr("id")
	return out, out.ID != "" && len(out.ID) <= maxID
}

// Tombstone is what an archive has in the place of a message that was taken away (§4). M must come from the room's archive, which
// m.FromJID does not show: in a live message it says nothing.
func Tombstone(m *xmpp.Message, announcesOccupants bool) (Moderated, bool) {
	if m.Type == "error" {
		return Moderated{}, false
	}
	var inner, past xmpp.Element
	var reason string
	if outer, ok := xmpp.Find(m.Children, retractions.NS, "retracted"); ok {
		if inner, ok = outer.Child(NS, "moderated"); !ok {
			return Moderated{}, false
		}
		past, reason = outer, outer.Words(retractions.NS, "reason")
	} else {
		if inner, ok = xmpp.Find(m.Children, Old, "moderated"); !ok {
			return Moderated{}, false
		}
		if past, ok = inner.Child(retractions.Old, "retracted"); !ok {
			return Moderated{}, false
		}
		reason = inner.Words(Old, "reason")
	}
	out := moderated(inner, reason, announcesOccupants)
	out.Stamp, _ = time.Parse(time.RFC3339Nano, past.Attr("stamp"))
	return out, true
}

func moderated(e xmpp.Element, reason string, announcesOccupants bool) Moderated {
	out := Moderated{Occupant: occupants.Of(e.Children(), announcesOccupants), Reason: cut(strings.TrimSpace(reason))}
	if by, err := jid.Parse(e.Attr("by")); err == nil {
		out.By = by
	}
	return out
}

func cut(text string) string {
	if len(text) <= maxReason {
		return text
	}
	return strings.ToValidUTF8(text[:maxReason], "")
}
