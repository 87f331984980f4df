package muc

import (
	"encoding/xml"
	"errors"
	"fmt"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/forms"
)

// formType is the FORM_TYPE of configuration forms (§15.5.3).
const formType = NS + "#roomconfig"

type ownerXML struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/muc#owner query"`
	Form    *forms.Data
	Destroy *destroyXML
}

type destroyXML struct {
	XMLName  xml.Name `xml:"destroy"`
	Instead  string   `xml:"jid,attr,omitempty"`
	Password string   `xml:"password,omitempty"`
	Reason   string   `xml:"reason,omitempty"`
}

// GetConfig is the payload of a get that asks a room for its configuration, which owners may (§10.2).
func GetConfig() any { return ownerXML{} }

// ParseConfig reads the answer to GetConfig. Which fields there are is the server's to say.
func ParseConfig(payload *xmpp.Element) (forms.Form, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NSOwner, Local: "query"}) {
		return forms.Form{}, errors.New("parse room configuration: none in the answer")
	}
	x, ok := payload.Child(forms.NS, "x")
	if !ok {
		return forms.Form{}, errors.New("parse room configuration: no form in the answer")
	}
	f, err := forms.Parse(x, nil)
	if err != nil {
		return forms.Form{}, fmt.Errorf("parse room configuration: %w", err)
	}
	if kind := f.Value("FORM_TYPE"); f.Type != "form" || kind != formType {
		return forms.Form{}, fmt.Errorf("parse room configuration: %s %q", f.Type, kind)
	}
	return f, nil
}

// SetConfig is the payload of a set that configures a room with what forms.Form.Submit gave, and opens one that is new.
// Submit writes the fields that were offered and no others: some servers refuse a form for one that they do not know.
func SetConfig(filled forms.Data) any { return ownerXML{Form: &filled} }

// Instant is the payload of a set that opens a new room as the server likes it (§10.1.2).
func Instant() any { return ownerXML{Form: &forms.Data{Type: "submit"}} }

// Cancel is the payload of a set that gives up the changes to a room. A new one that nobody wants has to be left as well: that
// makes an end of it at servers that do not by themselves (§10.1.3), such as Prosody 0.12 and ejabberd 23.01.
func Cancel() any { return ownerXML{Form: &forms.Data{Type: "cancel"}} }

// Destroy is the payload of a set that ends a room for all (§10.9); instead, which may be zero, is another one for them to go
// to, with its password.
func Destroy(instead jid.JID, password, reason string) any {
	d := &destroyXML{Password: password, Reason: cut(reason, maxReason)}
	if !instead.Equal(jid.JID{}) {
		d.Instead = instead.Bare().String()
	}
	return ownerXML{Destroy: d}
}
