package muc

import (
	"encoding/xml"

	"mellium.im/xmpp/jid"
)

type passedOn struct {
	XMLName xml.Name `xml:"message"`
	To      string   `xml:"to,attr"`
	ID      string   `xml:"id,attr,omitempty"`
	X       struct {
		XMLName xml.Name `xml:"http://jabber.org/protocol/muc#user x"`
		Invite  *wordsXML
		Decline *wordsXML
	}
}

type wordsXML struct {
	XMLName  xml.Name
	To       string `xml:"to,attr"`
	Reason   string `xml:"reason,omitempty"`
	Continue *struct {
		Thread string `xml:"thread,attr,omitempty"`
	} `xml:"continue"`
}

// Invite is a stanza for Client.Send that has room invite one person, and make them a member where it has to be (§7.8.2): one
// each, since servers drop the others of several. A refusal comes as an error with that id. The room passes on reason in
// clear; an invitation of our own is built in package invites.
func Invite(room, who jid.JID, id, reason string) any {
	m := passedOn{To: room.Bare().String(), ID: id}
	m.X.Invite = &wordsXML{XMLName: xml.Name{Space: NSUser, Local: "invite"}, To: who.Bare().String(), Reason: cut(reason, maxReason)}
	return m
}

// Refuse is a stanza that has room tell who invited us by it that we do not come. It tells them that we were there to read it.
func Refuse(room, who jid.JID, reason string) any {
	m := passedOn{To: room.Bare().String()}
	m.X.Decline = &wordsXML{XMLName: xml.Name{Space: NSUser, Local: "decline"}, To: who.Bare().String(), Reason: cut(reason, maxReason)}
	return m
}
