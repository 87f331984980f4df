package mam

import (
	"encoding/xml"
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// The defaults of an archive (XEP-0441 v0.2.0 §2).
const (
	Always = "always" // everything is kept, what we send too
	Roster = "roster" // what is exchanged with contacts
	Never  = "never"
)

// maxRules bounds each list of addresses.
const maxRules = 2000

// Prefs is what an own archive keeps: a default, and addresses for which it is otherwise (XEP-0441 v0.2.0 §2). As the
// payload of a set it asks for that; the answer says what came of it, which may be something else.
type Prefs struct {
	Default       string
	Always, Never []jid.JID
}

// GetPrefs is the payload of a get for the Prefs of an own archive.
type GetPrefs struct {
	XMLName xml.Name `xml:"urn:xmpp:mam:2 prefs"`
}

type prefsXML struct {
	XMLName xml.Name `xml:"urn:xmpp:mam:2 prefs"`
	Default string   `xml:"default,attr"`
	Always  []string `xml:"always>jid"`
	Never   []string `xml:"never>jid"`
}

// MarshalXML implements xml.Marshaler.
func (p Prefs) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	return e.Encode(prefsXML{Default: p.Default, Always: texts(p.Always), Never: texts(p.Never)})
}

func texts(list []jid.JID) (out []string) {
	for _, j := range list {
		out = append(out, j.String())
	}
	return out
}

// ParsePrefs reads the answer to GetPrefs, and to Prefs. Rules that name nobody are left out.
func ParsePrefs(payload *xmpp.Element) (p Prefs, err error) {
	if payload == nil || payload.Name != (xml.Name{Space: NS, Local: "prefs"}) {
		return p, errors.New("parse archive preferences: none in the answer")
	}
	switch p.Default = payload.Attr("default"); p.Default {
	case Always, Roster, Never:
	default:
		return p, errors.New("parse archive preferences: unknown default")
	}
	p.Always, p.Never = rules(payload, "always"), rules(payload, "never")
	return p, nil
}

func rules(payload *xmpp.Element, list string) (out []jid.JID) {
	e, _ := payload.Child(NS, list)
	for _, child := range e.Children() {
		j, err := jid.Parse(child.Text())
		if child.Name == (xml.Name{Space: NS, Local: "jid"}) && err == nil && len(out) < maxRules {
			out = append(out, j)
		}
	}
	return out
}
