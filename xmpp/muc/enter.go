package muc

import (
	"encoding/xml"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp/caps"
)

// Own is what we say about being there.
type Own struct {
	Show   string // "", away, chat, dnd, xa
	Status string // up to MaxStatus bytes; the rest is cut
	Caps   *caps.C
}

// Entry is how to enter a room.
type Entry struct {
	Password string
	History  History
}

// History is what the room shall send of what was said before; the zero History is nothing.
type History struct {
	Stanzas int       // the newest so many; 0: as many as there are, if Since is set
	Since   time.Time // what was said since then
}

type presenceXML struct {
	XMLName xml.Name `xml:"presence"`
	Type    string   `xml:"type,attr,omitempty"`
	To      string   `xml:"to,attr"`
	Show    string   `xml:"show,omitempty"`
	Status  string   `xml:"status,omitempty"`
	Enter   *enterXML
	Caps    *caps.C
}

type enterXML struct {
	XMLName  xml.Name `xml:"http://jabber.org/protocol/muc x"`
	History  historyXML
	Password string `xml:"password,omitempty"`
}

type historyXML struct {
	XMLName xml.Name `xml:"history"`
	Chars   *int     `xml:"maxchars,attr"`
	Stanzas int      `xml:"maxstanzas,attr,omitempty"`
	Since   string   `xml:"since,attr,omitempty"`
}

// Enter is a stanza for Client.Send that enters the room of place with its nickname, or comes back to it. A room that is not
// there is made, and says so by NewRoom: who does not want that asks the room's disco info first. What follows is the
// presences of the others, our own, history, and the subject, which ends it (§7.1, §7.2.15).
func Enter(place jid.JID, own Own, e Entry) any {
	p := presenceOf(place, own)
	p.Enter = &enterXML{Password: e.Password}
	switch h := &p.Enter.History; {
	case e.History == (History{}):
		h.Chars = new(int) // §7.2.14
	default:
		h.Stanzas = max(e.History.Stanzas, 0)
		if !e.History.Since.IsZero() {
			h.Since = e.History.Since.UTC().Format("2006-01-02T15:04:05Z")
		}
	}
	return p
}

// Say is a stanza that tells the occupants how we are there. It may go out only while we are surely in the room: a server
// takes it for an entry otherwise, history and all.
func Say(place jid.JID, own Own) any { return presenceOf(place, own) }

// Rename is a stanza that asks for the nickname of place, in a room that we are in (§7.6).
func Rename(place jid.JID, own Own) any { return presenceOf(place, own) }

// Leave is a stanza that leaves the room of place; status may say why (§7.14).
func Leave(place jid.JID, status string) any {
	return presenceXML{Type: "unavailable", To: place.String(), Status: cut(status, MaxStatus)}
}

func presenceOf(place jid.JID, own Own) presenceXML {
	return presenceXML{To: place.String(), Show: own.Show, Status: cut(own.Status, MaxStatus), Caps: own.Caps}
}
