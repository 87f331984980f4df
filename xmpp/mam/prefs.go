package mam

import (
	"encoding/xml"
	"errors"

	"vouch/xmpp"
)

// The defaults of an archive (XEP-0441 v0.2.0 §2).
const (
	Always = "always" // everything is kept, what we send too
	Roster = "roster" // what is exchanged with contacts
	Never  = "never"
)

// GetPrefs is the payload of a get for what an own archive keeps.
type GetPrefs struct {
	XMLName xml.Name `xml:"urn:xmpp:mam:2 prefs"`
}

// ParsePrefs reads from the answer to GetPrefs what is kept where no rule for a contact says otherwise.
func ParsePrefs(payload *xmpp.Element) (keeps string, err error) {
	if payload == nil || payload.Name != (xml.Name{Space: NS, Local: "prefs"}) {
		return "", errors.New("parse archive preferences: none in the answer")
	}
	switch keeps = payload.Attr("default"); keeps {
	case Always, Roster, Never:
		return keeps, nil
	}
	return "", errors.New("parse archive preferences: unknown default")
}
