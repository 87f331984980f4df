// Package disco implements XEP-0030: Service Discovery.
package disco

import (
	"encoding/xml"
	"errors"

	"vouch/xmpp"
	"vouch/xmpp/rsm"

	"mellium.im/xmpp/jid"
)

// The namespaces of XEP-0030 v2.5.0.
const (
	NSInfo  = "http://jabber.org/protocol/disco#info"
	NSItems = "http://jabber.org/protocol/disco#items"
)

const (
	nsForm  = "jabber:x:data"
	maxList = 2000 // identities, features, forms, fields and items that are kept, each

	// MaxPage is how many items of a Page are kept.
	MaxPage = 5000
)

// Info is what an entity is and can do.
type Info struct {
	Node       string
	Identities []Identity
	Features   []string
	Forms      []Form // XEP-0128 v1.0.1
}

// Identity is one thing that an entity is.
type Identity struct {
	Category, Type, Lang, Name string
}

// Form is one extension form.
type Form struct {
	Type   string // value of the hidden FORM_TYPE, "" without one
	Fields []Field
}

// Field is one field of a Form, FORM_TYPE excepted.
type Field struct {
	Var    string
	Values []string
}

// Item is an entity or node that belongs to another.
type Item struct {
	JID        jid.JID
	Node, Name string
}

// Own is what this program says about itself.
func Own(features ...string) Info {
	return Info{Identities: []Identity{{Category: "client", Type: "pc", Name: "Vouch"}}, Features: features}
}

// Has reports whether feature is among the features.
func (i Info) Has(feature string) bool {
	for _, f := range i.Features {
		if f == feature {
			return true
		}
	}
	return false
}

type request struct {
	XMLName xml.Name
	Node    string `xml:"node,attr,omitempty"`
	RSM     *rsm.Request
}

// Get is the payload of a get for the Info of an entity, or of a node of it.
func Get(node string) any {
	return request{XMLName: xml.Name{Space: NSInfo, Local: "query"}, Node: node}
}

// GetItems is the payload of a get for the items of an entity, or of a node of it.
func GetItems(node string) any {
	return request{XMLName: xml.Name{Space: NSItems, Local: "query"}, Node: node}
}

// GetPage is GetItems for one page of a list that may be long, such as the rooms of a service (XEP-0059 v1.0). A server that
// knows no pages answers with all at once.
func GetPage(node string, page rsm.Request) any {
	return request{XMLName: xml.Name{Space: NSItems, Local: "query"}, Node: node, RSM: &page}
}

// InfoAsked says whether q asks for our Info, and of which node. Who may know is for the caller to decide.
func InfoAsked(q *xmpp.IQ) (node string, yes bool) {
	if q.Set || q.Payload == nil || q.Payload.Name != (xml.Name{Space: NSInfo, Local: "query"}) {
		return "", false
	}
	return q.Payload.Attr("node"), true
}

type infoXML struct {
	XMLName    xml.Name      `xml:"http://jabber.org/protocol/disco#info query"`
	Node       string        `xml:"node,attr,omitempty"`
	Identities []identityXML `xml:"identity"`
	Features   []featureXML  `xml:"feature"`
}

type identityXML struct {
	Category string `xml:"category,attr"`
	Type     string `xml:"type,attr"`
	Name     string `xml:"name,attr,omitempty"`
}

type featureXML struct {
	Var string `xml:"var,attr"`
}

// MarshalXML writes an answer to InfoAsked. It writes no forms and no languages: our own Info has none.
func (i Info) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	out := infoXML{Node: i.Node}
	for _, id := range i.Identities {
		out.Identities = append(out.Identities, identityXML{id.Category, id.Type, id.Name})
	}
	for _, f := range i.Features {
		out.Features = append(out.Features, featureXML{f})
	}
	return e.Encode(out)
}

// ParseInfo reads the answer to Get.
func ParseInfo(payload *xmpp.Element) (Info, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NSInfo, Local: "query"}) {
		return Info{}, errors.New("parse disco info: none in the answer")
	}
	info := Info{Node: payload.Attr("node")}
	children := payload.Children()
	for _, child := range children[:min(len(children), maxList)] {
		switch child.Name {
		case xml.Name{Space: NSInfo, Local: "identity"}:
			info.Identities = append(info.Identities,
				Identity{child.Attr("category"), child.Attr("type"), child.Lang(), child.Attr("name")})
		case xml.Name{Space: NSInfo, Local: "feature"}:
			info.Features = append(info.Features, child.Attr("var"))
		case xml.Name{Space: nsForm, Local: "x"}:
			info.Forms = append(info.Forms, parseForm(child))
		}
	}
	return info, nil
}

func parseForm(e xmpp.Element) Form {
	var form Form
	children := e.Children()
	for _, child := range children[:min(len(children), maxList)] {
		if child.Name != (xml.Name{Space: nsForm, Local: "field"}) {
			continue
		}
		f := Field{Var: child.Attr("var")}
		for _, value := range child.Children() {
			if value.Name == (xml.Name{Space: nsForm, Local: "value"}) {
				f.Values = append(f.Values, value.Text())
			}
		}
		if f.Var == "FORM_TYPE" {
			if child.Attr("type") == "hidden" && len(f.Values) == 1 { // XEP-0115 v1.6.0 §5.4
				form.Type = f.Values[0]
			}
			continue
		}
		form.Fields = append(form.Fields, f)
	}
	return form
}

// ParseItems reads the answer to GetItems. Items without a usable JID are left out.
func ParseItems(payload *xmpp.Element) ([]Item, error) {
	items, _, err := parseItems(payload, maxList)
	return items, err
}

// Page is what an entity answers to GetPage.
type Page struct {
	Items []Item
	Place rsm.Page // Place.Last is what to go on from; without one it was all, or all of a page is hidden from us (ejabberd 23.01)
	More  bool     // there were more than MaxPage in one answer
}

// ParsePage reads the answer to GetPage. Items without a usable JID are left out.
func ParsePage(payload *xmpp.Element) (p Page, err error) {
	if p.Items, p.More, err = parseItems(payload, MaxPage); err == nil {
		p.Place = rsm.In(payload.Children())
	}
	return p, err
}

func parseItems(payload *xmpp.Element, most int) (items []Item, more bool, err error) {
	if payload == nil || payload.Name != (xml.Name{Space: NSItems, Local: "query"}) {
		return nil, false, errors.New("parse disco items: none in the answer")
	}
	for _, child := range payload.Children() {
		if child.Name != (xml.Name{Space: NSItems, Local: "item"}) {
			continue
		}
		j, err := jid.Parse(child.Attr("jid"))
		if err != nil {
			continue
		}
		if len(items) == most {
			return items, true, nil
		}
		items = append(items, Item{j, child.Attr("node"), child.Attr("name")})
	}
	return items, false, nil
}
