package vcard

import (
	"encoding/base64"
	"encoding/xml"
	"slices"
)

// Conversion is the feature of an account whose server keeps vCards and what is published of the account in step (XEP-0398
// v1.0.0). It promises that for pictures; some servers do it for the rest as well.
const Conversion = "urn:xmpp:pep-vcard-conversion:0"

// node is any element.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

// property is a field of the card, and the elements that lead to its text.
type property struct {
	path []string
	of   func(f *Fields) *string
}

var properties = []property{
	{[]string{"FN"}, func(f *Fields) *string { return &f.FullName }},
	{[]string{"NICKNAME"}, func(f *Fields) *string { return &f.Nickname }},
	{[]string{"EMAIL", "USERID"}, func(f *Fields) *string { return &f.Email }},
	{[]string{"TEL", "NUMBER"}, func(f *Fields) *string { return &f.Phone }},
	{[]string{"URL"}, func(f *Fields) *string { return &f.URL }},
	{[]string{"ORG", "ORGNAME"}, func(f *Fields) *string { return &f.Organisation }},
	{[]string{"TITLE"}, func(f *Fields) *string { return &f.Title }},
	{[]string{"BDAY"}, func(f *Fields) *string { return &f.Birthday }},
	{[]string{"DESC"}, func(f *Fields) *string { return &f.Note }},
}

// InStep is what of f stands in a card that has now: fields that now has not are left out, since whoever wrote the card did
// not mean them for everybody.
func (f Fields) InStep(now Fields) Fields {
	for _, p := range properties {
		if *p.of(&now) == "" {
			*p.of(&f) = ""
		}
	}
	return f
}

// With is the card with other fields; what did not change, and what is not shown, the picture above all, stays as it is.
func (c Card) With(f Fields) Card {
	out := Card{f, c.Photo, slices.Clone(c.nodes)}
	for _, p := range properties {
		if text := *p.of(&f); text != *p.of(&c.Fields) {
			out.nodes = put(out.nodes, p.path, text)
		}
	}
	return out
}

// WithPhoto is the card with another picture in the place of all that it has, or with nil without one; the rest stays as it is. Kind
// is its media type.
func (c Card) WithPhoto(kind string, picture []byte) Card {
	photo := xml.Name{Space: NS, Local: "PHOTO"}
	out := Card{Fields: c.Fields, nodes: slices.DeleteFunc(slices.Clone(c.nodes), func(n node) bool { return n.XMLName == photo })}
	if picture == nil {
		return out
	}
	out.Photo = base64.StdEncoding.EncodeToString(picture)
	text := func(name, text string) node { return node{XMLName: xml.Name{Space: NS, Local: name}, Text: text} }
	out.nodes = append(out.nodes, node{XMLName: photo, Nodes: []node{text("TYPE", kind), text("BINVAL", out.Photo)}})
	return out
}

// put sets the text at the end of a path, or takes the first element of the path away.
func put(nodes []node, path []string, text string) []node {
	name := xml.Name{Space: NS, Local: path[0]}
	i := slices.IndexFunc(nodes, func(n node) bool { return n.XMLName == name })
	switch {
	case text == "" && i >= 0:
		return slices.Delete(nodes, i, i+1)
	case text == "":
		return nodes
	case i < 0:
		nodes, i = append(nodes, node{XMLName: name}), len(nodes)
	}
	if len(path) == 1 {
		nodes[i].Text, nodes[i].Nodes = text, nil
	} else {
		nodes[i].Nodes = put(slices.Clone(nodes[i].Nodes), path[1:], text)
	}
	return nodes
}

// Payload is the payload of a set of the own vCard (XEP-0054 v1.3.0 §3.2).
func (c Card) Payload() any {
	return node{XMLName: xml.Name{Space: NS, Local: "vCard"}, Nodes: c.nodes}
}
