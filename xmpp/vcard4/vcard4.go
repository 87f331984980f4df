// Package vcard4 implements XEP-0292: vCard4 Over XMPP.
package vcard4

import (
	"encoding/xml"
	"errors"
	"slices"
	"strings"

	"vouch/xmpp"
	"vouch/xmpp/vcard"
)

// Node is the PEP node of XEP-0292 v0.12.0, and NS the namespace of its payload (RFC 6351).
const (
	Node = "urn:xmpp:vcard4"
	NS   = "urn:ietf:params:xml:ns:vcard-4.0"
)

// maxProperties are kept of a card.
const maxProperties = 200

// Card is a whole vCard: what is not shown is kept for the day it is written again.
type Card struct{ properties []node }

// node is any element.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

// Parse reads the payload of an item of Node.
func Parse(payload xmpp.Element) (Card, error) {
	if payload.Name != (xml.Name{Space: NS, Local: "vcard"}) {
		return Card{}, errors.New("parse vcard4: none in the item")
	}
	var whole node
	if err := payload.Decode(&whole); err != nil {
		return Card{}, errors.New("parse vcard4: not well made")
	}
	return Card{whole.Nodes[:min(len(whole.Nodes), maxProperties)]}, nil
}

// property is a field of the card: its element, and the kind of value it is written with.
type property struct {
	name, kind string
	of         func(f *vcard.Fields) *string
}

var properties = []property{
	{"fn", "text", func(f *vcard.Fields) *string { return &f.FullName }},
	{"nickname", "text", func(f *vcard.Fields) *string { return &f.Nickname }},
	{"email", "text", func(f *vcard.Fields) *string { return &f.Email }},
	{"tel", "uri", func(f *vcard.Fields) *string { return &f.Phone }},
	{"url", "uri", func(f *vcard.Fields) *string { return &f.URL }},
	{"org", "text", func(f *vcard.Fields) *string { return &f.Organisation }},
	{"title", "text", func(f *vcard.Fields) *string { return &f.Title }},
	{"bday", "date", func(f *vcard.Fields) *string { return &f.Birthday }},
	{"note", "text", func(f *vcard.Fields) *string { return &f.Note }},
}

// Fields are what is shown: of several of a kind the first.
func (c Card) Fields() (f vcard.Fields) {
	for _, p := range properties {
		if i := c.first(p.name); i >= 0 {
			*p.of(&f) = c.properties[i].value()
		}
	}
	return f
}

func (c Card) first(name string) int {
	return slices.IndexFunc(c.properties, func(n node) bool { return n.XMLName == xml.Name{Space: NS, Local: name} })
}

func (n node) value() string {
	for _, v := range n.Nodes {
		switch v.XMLName.Local {
		case "text", "uri", "date", "date-time":
			text := vcard.Cut(strings.TrimSpace(v.Text))
			if n.XMLName.Local == "tel" {
				text = strings.TrimPrefix(text, "tel:")
			}
			return text
		}
	}
	return ""
}

// With is the card with other fields; what did not change, and what is not shown, stays as it is.
func (c Card) With(f vcard.Fields) Card {
	out := Card{slices.Clone(c.properties)}
	now := c.Fields()
	for _, p := range properties {
		text := *p.of(&f)
		if text == *p.of(&now) {
			continue
		}
		if p.name == "tel" && text != "" {
			text = "tel:" + text
		}
		name := func(local string) xml.Name { return xml.Name{Space: NS, Local: local} }
		n := node{XMLName: name(p.name), Nodes: []node{{XMLName: name(p.kind), Text: text}}}
		switch i := out.first(p.name); {
		case text == "":
			out.properties = slices.Delete(out.properties, i, i+1)
		case i >= 0:
			out.properties[i] = n
		default:
			out.properties = append(out.properties, n)
		}
	}
	return out
}

// Payload is the payload of an item of Node.
func (c Card) Payload() any {
	return node{XMLName: xml.Name{Space: NS, Local: "vcard"}, Nodes: c.properties}
}
