// Package bookmarks implements XEP-0402: PEP Native Bookmarks.
//
// It also reads and writes the older way, one list for all (XEP-0048 v1.2, kept as XEP-0049 v1.2 or in PEP): see Storage. What
// other programs keep in a bookmark is given back as it came. Bookmarks count from our own account alone, which is for the
// caller to check.
package bookmarks

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/pep"
)

const (
	// Node is the namespace and the PEP node of XEP-0402 v1.2.0.
	Node = "urn:xmpp:bookmarks:1"
	// Compat is the feature of accounts whose server keeps the private list in step by itself, and CompatPEP of those where it does
	// so with the older list in PEP.
	Compat    = Node + "#compat"
	CompatPEP = Node + "#compat-pep"

	// Max is how many bookmarks are looked at.
	Max = 5000

	maxText = 1024 // bytes of a name, nickname or password
)

// How the node is to be (§3.3): no bookmark may be lost or seen by others.
var (
	// Options go with a bookmark that is published.
	Options = pep.Options{AccessModel: "whitelist", Persist: true, MostItems: true, NeverLast: true}
	// Fewer go with it at a server that refuses the others there, such as ejabberd 23.01. Before a second bookmark follows the node
	// must be configured to one of Sizes, the first that is taken: else it may hold one alone, and forget the others.
	Fewer = pep.Options{AccessModel: "whitelist", Persist: true}
	Sizes = []pep.Options{{MostItems: true, NeverLast: true}, {MaxItems: 1000, NeverLast: true}, {MaxItems: 100, NeverLast: true}}
)

// Bookmark is a room that the user wants to keep.
type Bookmark struct {
	Room     jid.JID // bare
	Name     string  // by the user; "" for none
	Autojoin bool    // be in the room
	Nick     string  // "" for the usual one
	Password string

	extensions []xmpp.Element // what stands in <extensions/>
	unknown    []xmpp.Element // other children
	attributes []xml.Attr     // other attributes
}

// Extensions are what programs keep with the bookmark. They are published with it again.
func (b Bookmark) Extensions() []xmpp.Element { return b.extensions }

// Parse reads an item of Node.
func Parse(item pep.Item) (Bookmark, error) {
	room, err := ParseID(item.ID)
	if err != nil {
		return Bookmark{}, err
	}
	if item.Payload.Name != (xml.Name{Space: Node, Local: "conference"}) {
		return Bookmark{}, errors.New("parse bookmark: none in the item")
	}
	b := Bookmark{Room: room}
	return b, b.read(item.Payload, Node)
}

// ParseID is the room of an item, also of one that was retracted.
func ParseID(id string) (jid.JID, error) {
	room, err := jid.Parse(id)
	if err != nil {
		return jid.JID{}, fmt.Errorf("parse bookmark: %w", err)
	}
	if room.Localpart() == "" || room.Resourcepart() != "" {
		return jid.JID{}, fmt.Errorf("parse bookmark: %q is no room", id)
	}
	return room, nil
}

// read takes what b says out of a conference element of that namespace.
func (b *Bookmark) read(e xmpp.Element, space string) error {
	all, err := attributesOf(e)
	if err != nil {
		return fmt.Errorf("parse bookmark: %w", err)
	}
	b.attributes = all
	b.Name, b.Autojoin = cut(e.Attr("name")), truth(e.Attr("autojoin"))
	nick, password := false, false
	for _, child := range e.Children() {
		switch {
		case child.Name == xml.Name{Space: space, Local: "nick"} && !nick:
			nick, b.Nick = true, cut(strings.TrimSpace(child.Text()))
		case child.Name == xml.Name{Space: space, Local: "password"} && !password:
			password, b.Password = true, cut(child.Text())
		case child.Name == xml.Name{Space: Node, Local: "extensions"} && space == Node:
			b.extensions = append(b.extensions, child.Children()...)
		default:
			b.unknown = append(b.unknown, child)
		}
	}
	return nil
}

type conferenceXML struct {
	XMLName    xml.Name
	JID        string     `xml:"jid,attr,omitempty"`
	Name       string     `xml:"name,attr,omitempty"`
	Autojoin   string     `xml:"autojoin,attr,omitempty"`
	Others     []xml.Attr `xml:",any,attr"`
	Nick       string     `xml:"nick,omitempty"`
	Password   string     `xml:"password,omitempty"`
	Extensions *extensionsXML
	Unknown    []xmpp.Element
}

type extensionsXML struct {
	XMLName xml.Name `xml:"extensions"`
	All     []xmpp.Element
}

func (b Bookmark) conference(space string) conferenceXML {
	c := conferenceXML{
		XMLName: xml.Name{Space: space, Local: "conference"}, Name: b.Name, Nick: b.Nick, Password: b.Password,
		Others: b.attributes, Unknown: b.unknown,
	}
	if b.Autojoin {
		c.Autojoin = "true"
	}
	return c
}

// MarshalXML writes the payload of the item, with what other programs keep there.
func (b Bookmark) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	c := b.conference(Node)
	if len(b.extensions) > 0 {
		c.Extensions = &extensionsXML{All: b.extensions}
	}
	return e.Encode(c)
}

// Publish is the payload of a set that keeps b, in the place of what there was of its room; o are Options, or Fewer.
func Publish(b Bookmark, o pep.Options) any { return pep.Publish(Node, b.Room.String(), b, o) }

// Retract is the payload of a set that gives up the bookmark of room.
func Retract(room jid.JID) any { return pep.Retract(Node, room.Bare().String()) }

// Merge is every room of the lists once, as the first list that has it says, in the order of the lists. The one of Node comes
// first.
func Merge(lists ...[]Bookmark) (all []Bookmark) {
	seen := map[string]bool{}
	for _, list := range lists {
		for _, b := range list {
			if room := b.Room.String(); !seen[room] {
				seen[room], all = true, append(all, b)
			}
		}
	}
	return all
}

// attributesOf are the attributes that a bookmark has no field for.
func attributesOf(e xmpp.Element) (others []xml.Attr, err error) {
	var all struct {
		Attrs []xml.Attr `xml:",any,attr"`
	}
	if err := e.Decode(&all); err != nil {
		return nil, err
	}
	for _, a := range all.Attrs {
		if a.Name.Local != "xmlns" && a.Name.Local != "jid" && a.Name.Local != "name" && a.Name.Local != "autojoin" {
			others = append(others, a)
		}
	}
	return others, nil
}

// truth is an xs:boolean.
func truth(text string) bool { return text == "true" || text == "1" }

func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "")
}
