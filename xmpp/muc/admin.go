package muc

import (
	"encoding/xml"
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

type adminXML struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/muc#admin query"`
	Item    itemXML  `xml:"item"`
}

type itemXML struct {
	JID         string `xml:"jid,attr,omitempty"`
	Nick        string `xml:"nick,attr,omitempty"`
	Affiliation string `xml:"affiliation,attr,omitempty"`
	Role        string `xml:"role,attr,omitempty"`
	Reason      string `xml:"reason,omitempty"`
}

// GetList is the payload of a get that asks a room for all with that affiliation (§9.5, §10.5, §10.8). Who may know is the
// room's to decide.
func GetList(a Affiliation) any { return adminXML{Item: itemXML{Affiliation: string(a)}} }

// GetRoles is the payload of a get that asks a room for its occupants with that role, which moderators may (§8.5, §9.8).
func GetRoles(r Role) any { return adminXML{Item: itemXML{Role: string(r)}} }

// Affiliate is the payload of a set that gives who that affiliation: Outcast bans, Unaffiliated takes away what there was. It is
// about one person, since some servers take the first of several and report success. Who is taken bare; a domain is all of
// its people.
func Affiliate(who jid.JID, a Affiliation, reason string) any {
	return adminXML{Item: itemXML{JID: who.Bare().String(), Affiliation: string(a), Reason: cut(reason, maxReason)}}
}

// Assign is the payload of a set that gives the occupant with that nickname a role: NoRole kicks (§8.2), Participant and Visitor
// give and take voice (§8.3, §8.4).
func Assign(nick string, r Role, reason string) any {
	return adminXML{Item: itemXML{Nick: nick, Role: string(r), Reason: cut(reason, maxReason)}}
}

// List is what a room answers to GetList or GetRoles.
type List struct {
	Items []Item
	More  bool // there were more than MaxItems: it is not all
}

// ParseList reads the answer to GetList: items with a JID and an affiliation, and those alone. Nobody is in it twice; the first
// counts.
func ParseList(payload *xmpp.Element) (List, error) {
	seen := map[string]bool{}
	return parseList(payload, func(i *Item) bool {
		if i.Affiliation == "" || i.JID.Equal(jid.JID{}) {
			return false
		}
		i.JID = i.JID.Bare()
		who := i.JID.String()
		defer func() { seen[who] = true }()
		return !seen[who]
	})
}

// ParseRoles reads the answer to GetRoles: items with a nickname and a role, and those alone.
func ParseRoles(payload *xmpp.Element) (List, error) {
	return parseList(payload, func(i *Item) bool { return i.Role != "" && i.Nick != "" })
}

func parseList(payload *xmpp.Element, fits func(*Item) bool) (List, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NSAdmin, Local: "query"}) {
		return List{}, errors.New("parse room list: none in the answer")
	}
	var l List
	for _, child := range payload.Children() {
		if child.Name != (xml.Name{Space: NSAdmin, Local: "item"}) {
			continue
		}
		i := itemOf(child, NSAdmin)
		if !fits(&i) {
			continue
		}
		if len(l.Items) == MaxItems {
			l.More = true
			break
		}
		l.Items = append(l.Items, i)
	}
	return l, nil
}
