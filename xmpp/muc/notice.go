package muc

import (
	"encoding/xml"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// Notice is what a room itself says in a message.
type Notice struct {
	Codes   Codes
	Changes []Item // of the affiliation of people who are not there: each with JID and Affiliation
}

// NoticeOf reads what the room says itself, whichever type the message has. It is false for anything that does not come from
// the bare room: an occupant can write the same, and servers relay it.
func NoticeOf(m *xmpp.Message) (Notice, bool) {
	x, ok := said(m.Children)
	if !ok || m.Type == "error" || !ofRoom(m) {
		return Notice{}, false
	}
	n := Notice{Codes: codesOf(x)}
	for _, child := range x.Children() {
		if child.Name.Space != NSUser {
			continue
		}
		switch child.Name.Local {
		case "invite", "decline": // the words of somebody who asked the room to pass them on
			return Notice{}, false
		case "item":
			i := itemOf(child, NSUser)
			if i.Affiliation != "" && !i.JID.Equal(jid.JID{}) && len(n.Changes) < MaxItems {
				n.Changes = append(n.Changes, i)
			}
		}
	}
	return n, len(n.Codes) > 0 || len(n.Changes) > 0
}

// ofRoom tells whether the room itself sent m, not an occupant.
func ofRoom(m *xmpp.Message) bool {
	return m.FromJID.Resourcepart() == "" && m.FromJID.Localpart() != ""
}

// SubjectOf is the subject that m sets, "" taking it away: one with a text beside it is a message (§7.2.15, §8.1). It ends
// what a room sends to who enters. Who may set it is the room's to decide.
func SubjectOf(m *xmpp.Message) (string, bool) {
	if m.Type != "groupchat" || len(m.Subjects) == 0 || len(m.Bodies) > 0 || m.Thread != "" {
		return "", false
	}
	return m.Subject, true
}

type subjectXML struct {
	XMLName xml.Name `xml:"message"`
	Type    string   `xml:"type,attr"`
	To      string   `xml:"to,attr"`
	ID      string   `xml:"id,attr,omitempty"`
	Subject string   `xml:"subject"`
}

// SetSubject is a stanza for Client.Send that sets the subject of room, or takes it away. Everybody can read it. A refusal
// comes as an error with that id; what is sent back to all has no id at some servers.
func SetSubject(room jid.JID, id, subject string) any {
	return subjectXML{Type: "groupchat", To: room.Bare().String(), ID: id, Subject: subject}
}

// Private goes into a message to an occupant's place, which makes it one between two nicknames (§7.5).
type Private struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/muc#user x"`
}

// ArchivedBy is the bare address of who wrote m, by the word of the archive of a room that shows real addresses: m must come
// from that archive, and never live. An occupant's own claim may stand there too, so exactly one has to: with more or none
// it is false. The caller knows whether the room showed addresses, and holds it against all else that is known.
func ArchivedBy(m *xmpp.Message) (who jid.JID, ok bool) {
	x, one := said(m.Children)
	if !one || m.Type != "groupchat" || ofRoom(m) {
		return jid.JID{}, false
	}
	for _, child := range x.Children() {
		if child.Name.Space != NSUser || child.Name.Local != "item" {
			continue
		}
		if ok {
			return jid.JID{}, false
		}
		if who = address(child.Attr("jid")).Bare(); who.Localpart() == "" {
			return jid.JID{}, false
		}
		ok = true
	}
	return who, ok
}

// Decline is what somebody answers to an invitation that the room passed on (§7.8.2).
type Decline struct {
	Room   jid.JID // bare
	By     jid.JID // bare: who declines, by the word of the room
	Reason string  // up to 1024 bytes
}

// DeclineOf is the decline in m. It is false for one that does not come from the bare room.
func DeclineOf(m *xmpp.Message) (Decline, bool) {
	x, ok := said(m.Children)
	if !ok || m.Type == "error" || m.Type == "groupchat" || !ofRoom(m) {
		return Decline{}, false
	}
	e, ok := x.Child(NSUser, "decline")
	by := address(e.Attr("from")).Bare()
	if !ok || by.Equal(jid.JID{}) {
		return Decline{}, false
	}
	return Decline{m.FromJID, by, cut(strings.TrimSpace(e.Words(NSUser, "reason")), maxReason)}, true
}
