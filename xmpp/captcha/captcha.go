// Package captcha implements XEP-0158: CAPTCHA Forms.
//
// Whoever sends something that others must not be flooded with, such as their entry into a room, may be asked to do first what a
// program cannot: to read a word off a picture.
package captcha

import (
	"encoding/xml"

	"vouch/xmpp"
	"vouch/xmpp/forms"
	"vouch/xmpp/oob"
)

// NS is the namespace of XEP-0158 v1.0.1.
const NS = "urn:xmpp:captcha"

// Challenge is what is to be done.
type Challenge struct {
	Form forms.Form // with its pictures
	URL  string     // a page where it can be done as well, or ""
}

// Of is the challenge in m, whoever has sent it. It is false where there is none that can be answered.
func Of(m *xmpp.Message) (Challenge, bool) {
	outer, ok := xmpp.Find(m.Children, NS, "captcha")
	if !ok || m.Type == "error" || m.Type == "groupchat" {
		return Challenge{}, false
	}
	x, ok := outer.Child(forms.NS, "x")
	if !ok {
		return Challenge{}, false
	}
	form, err := forms.Parse(x, forms.BitsAmong(m.Children))
	if err != nil || form.Type != "form" || form.Value("FORM_TYPE") != NS {
		return Challenge{}, false
	}
	out := Challenge{Form: form}
	if link, ok := oob.Of(m); ok {
		out.URL = link.URL
	}
	return out, true
}

type answerXML struct {
	XMLName xml.Name `xml:"urn:xmpp:captcha captcha"`
	Form    forms.Data
}

// Answer is the payload of a set to who has sent the challenge, with what forms.Form.Submit gave.
func Answer(filled forms.Data) any { return answerXML{Form: filled} }
