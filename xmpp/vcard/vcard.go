// Package vcard implements XEP-0054: vcard-temp.
package vcard

import (
	"encoding/xml"
	"errors"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0054 v1.3.0.
const NS = "vcard-temp"

// MaxRunes is how long a text may be; what is longer is cut.
const MaxRunes = 1000

// Fields are what somebody says about themselves, as far as it is shown. Each text is a claim.
type Fields struct {
	FullName, Nickname, Email, Phone, URL, Organisation, Title, Birthday, Note string
}

// Card is a vCard of this kind.
type Card struct {
	Fields
	Photo string // the picture in base64, as it stood there; not to be decoded before its size is known

	nodes []node // all of it, for the day it is written again
}

// Get is the payload of a get for the vCard of a bare JID.
type Get struct {
	XMLName xml.Name `xml:"vcard-temp vCard"`
}

// Parse reads the answer to Get. An absent vCard is the zero Card.
func Parse(payload *xmpp.Element) (Card, error) {
	if payload == nil {
		return Card{}, nil
	}
	if payload.Name != (xml.Name{Space: NS, Local: "vCard"}) {
		return Card{}, errors.New("parse vcard-temp: none in the answer")
	}
	var whole node
	if err := payload.Decode(&whole); err != nil {
		return Card{}, errors.New("parse vcard-temp: not well made")
	}
	c := Card{Photo: find(*payload, "PHOTO", "BINVAL"), nodes: whole.Nodes}
	for _, p := range properties {
		*p.of(&c.Fields) = Cut(find(*payload, p.path...))
	}
	return c, nil
}

func find(e xmpp.Element, path ...string) string {
	for _, name := range path {
		child, ok := e.Child(NS, name)
		if !ok {
			return ""
		}
		e = child
	}
	return e.Text()
}

// Cut shortens a text to MaxRunes.
func Cut(text string) string {
	n := 0
	for i := range text {
		if n++; n > MaxRunes {
			return text[:i]
		}
	}
	return text
}
