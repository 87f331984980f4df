// Package nick implements XEP-0172: User Nickname.
//
// A nickname is what somebody calls themselves: a claim, and no name by which anybody may be recognised.
package nick

import (
	"encoding/xml"
	"strings"

	"vouch/xmpp"
)

// Node is the namespace and the PEP node of XEP-0172 v1.1.
const Node = "http://jabber.org/protocol/nick"

// MaxRunes is how long a nickname may be; what is longer is cut.
const MaxRunes = 200

// Nick is the payload of an item of Node.
type Nick struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/nick nick"`
	Text    string   `xml:",chardata"`
}

// Parse reads the payload of an item: one line, "" for none.
func Parse(payload xmpp.Element) string {
	if payload.Name != (xml.Name{Space: Node, Local: "nick"}) {
		return ""
	}
	r := []rune(strings.Join(strings.Fields(payload.Text()), " "))
	return string(r[:min(len(r), MaxRunes)])
}
