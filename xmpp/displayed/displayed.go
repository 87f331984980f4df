// Package displayed implements XEP-0490: Message Displayed Synchronization.
//
// How far a chat was read is for the own devices alone: an item of a private node for each chat, named by the bare JID of
// the other side. What it says counts from our own account only, which is for the caller to check.
package displayed

import (
	"encoding/xml"
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/ids"
)

// Node is the namespace and the PEP node of XEP-0490 v1.0.1.
const Node = "urn:xmpp:mds:displayed:0"

// MaxItems is how many items of the node are looked at.
const MaxItems = 2000

// maxID bounds a stanza id in bytes.
const maxID = 1024

// Displayed is the payload of an item: the chat was read up to a message.
type Displayed struct {
	XMLName xml.Name `xml:"urn:xmpp:mds:displayed:0 displayed"`
	Stanza  stanzaID
}

type stanzaID struct {
	XMLName xml.Name `xml:"urn:xmpp:sid:0 stanza-id"`
	By      string   `xml:"by,attr"`
	ID      string   `xml:"id,attr"`
}

// UpTo is the payload for the message to which by, our own account or a room, gave that id.
func UpTo(by jid.JID, id string) Displayed {
	return Displayed{Stanza: stanzaID{By: by.String(), ID: id}}
}

// Parse reads the payload of an item: the id that by gave. There must be exactly one (§4.1).
func Parse(payload xmpp.Element, by jid.JID) (id string, err error) {
	if payload.Name != (xml.Name{Space: Node, Local: "displayed"}) {
		return "", errors.New("parse displayed: none in the item")
	}
	found := 0
	for _, child := range payload.Children() {
		if child.Name != (xml.Name{Space: ids.NS, Local: "stanza-id"}) {
			continue
		}
		found++
		if who, err := jid.Parse(child.Attr("by")); err != nil || !who.Equal(by) {
			return "", errors.New("parse displayed: the id of somebody else")
		}
		id = child.Attr("id")
	}
	if found != 1 || id == "" || len(id) > maxID {
		return "", errors.New("parse displayed: no stanza id, or more than one")
	}
	return id, nil
}
