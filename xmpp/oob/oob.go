// Package oob implements XEP-0066: Out of Band Data.
//
// Only the link in a message is read and written (§3); the exchange over IQ is not.
package oob

import (
	"encoding/xml"
	"net/url"
	"strings"

	"vouch/xmpp"
)

// NS is the namespace of the link in a message, XEP-0066 v1.5.
const NS = "jabber:x:oob"

const (
	maxURL  = 2048 // bytes; a longer one is no link for people
	maxDesc = 1024 // bytes
)

// Link is what is offered out of band.
type Link struct {
	URL  string // absolute, at most 2048 bytes, without white space
	Desc string // in the sender's words, at most 1024 bytes, may be ""
}

// Offer is the element that offers a link in a message (§3).
type Offer struct {
	XMLName xml.Name `xml:"jabber:x:oob x"`
	URL     string   `xml:"url"`
}

// Of is the link in m. What is no absolute URL is none.
func Of(m *xmpp.Message) (Link, bool) {
	x, ok := xmpp.Find(m.Children, NS, "x")
	if !ok || m.Type == "error" {
		return Link{}, false
	}
	target, _ := x.Child(NS, "url")
	desc, _ := x.Child(NS, "desc")
	link := strings.TrimSpace(target.Text())
	if u, err := url.Parse(link); err != nil || !u.IsAbs() || len(link) > maxURL || strings.ContainsAny(link, " \t\r\n") {
		return Link{}, false
	}
	return Link{URL: link, Desc: cut(strings.TrimSpace(desc.Text()))}, true
}

func cut(text string) string {
	if len(text) <= maxDesc {
		return text
	}
	return strings.ToValidUTF8(text[:maxDesc], "")
}
