// Package sharing implements XEP-0447: Stateless file sharing.
//
// One file of a message is read and written, and where it can be fetched from over https. A share may come first, and its sources
// later, in a message of their own (§3.3); who wrote that the caller checks.
package sharing

import (
	"encoding/xml"
	"net/url"
	"strings"

	"vouch/xmpp"
	"vouch/xmpp/metadata"
)

const (
	// NS is the namespace of XEP-0447 v0.3.1.
	NS = "urn:xmpp:sfs:0"

	attaching = "urn:xmpp:message-attaching:1" // XEP-0367 v0.3.1
	urlData   = "http://jabber.org/protocol/url-data"
	maxURL    = 2048 // bytes
	maxID     = 1024 // bytes
)

// Share is a file that somebody shares.
type Share struct {
	File metadata.File
	URL  string // https, at most 2048 bytes, without white space; "" where it cannot be fetched yet, or not by us
}

// Offer shares a file (§3.1).
type Offer struct {
	XMLName     xml.Name         `xml:"urn:xmpp:sfs:0 file-sharing"`
	Disposition string           `xml:"disposition,attr"`
	File        metadata.Element `xml:"file"`
	Sources     sources          `xml:"sources"`
}

type sources struct {
	XMLName xml.Name `xml:"urn:xmpp:sfs:0 sources"`
	Data    target   `xml:"url-data"`
}

type target struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/url-data url-data"`
	URL     string   `xml:"target,attr"`
}

// NewOffer is the element that shares a file which is at an address. inline: it is to be shown with the message, as a picture.
func NewOffer(f metadata.File, address string, inline bool) Offer {
	disposition := "attachment"
	if inline {
		disposition = "inline"
	}
	return Offer{Disposition: disposition, File: f.Element(), Sources: sources{Data: target{URL: address}}}
}

// Of is the first file that m shares.
func Of(m *xmpp.Message) (Share, bool) {
	e, ok := xmpp.Find(m.Children, NS, "file-sharing")
	if !ok || m.Type == "error" {
		return Share{}, false
	}
	f, ok := metadata.In(e)
	list, _ := e.Child(NS, "sources")
	return Share{f, source(list)}, ok
}

// Attached is the id of an earlier message whose file can be fetched now, and where from (§3.3).
func Attached(m *xmpp.Message) (id, address string, ok bool) {
	to, attached := xmpp.Find(m.Children, attaching, "attach-to")
	list, listed := xmpp.Find(m.Children, NS, "sources")
	id, address = to.Attr("id"), source(list)
	if !attached || !listed || m.Type == "error" || id == "" || len(id) > maxID || address == "" {
		return "", "", false
	}
	return id, address, true
}

// source is the first address of a list that can be fetched, or "".
func source(list xmpp.Element) string {
	for _, e := range list.Children() {
		address := e.Attr("target")
		if e.Name != (xml.Name{Space: urlData, Local: "url-data"}) || len(address) > maxURL || strings.ContainsAny(address, " \t\r\n") {
			continue
		}
		if u, err := url.Parse(address); err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil {
			return address
		}
	}
	return ""
}
