// Package rsm implements XEP-0059: Result Set Management.
package rsm

import (
	"encoding/xml"
	"strconv"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0059 v1.0.
const NS = "http://jabber.org/protocol/rsm"

// maxID bounds an id in bytes; longer ones are taken for none.
const maxID = 1024

// Request asks for one page of a list.
type Request struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/rsm set"`
	Max     *int     `xml:"max,omitempty"`    // items wanted; nil: as the server likes; 0: only the count (§2.6)
	After   *string  `xml:"after,omitempty"`  // the page that follows this id
	Before  *string  `xml:"before,omitempty"` // the page that ends before this id; "" for the last page (§2.5)
}

// Page is what a server says about the page it gave.
type Page struct {
	First, Last string // ids of its first and last item, "" when the page is empty
	Index       int    // place of First in the list, or -1
	Count       int    // of the whole list, or -1
}

// In is the Page among children; without one, or with what cannot be read, the fields say that they are unknown.
func In(children []xmpp.Element) Page {
	page := Page{Index: -1, Count: -1}
	set, ok := xmpp.Find(children, NS, "set")
	if !ok {
		return page
	}
	if first, ok := set.Child(NS, "first"); ok {
		page.First = id(first)
		page.Index = number(first.Attr("index"))
	}
	if last, ok := set.Child(NS, "last"); ok {
		page.Last = id(last)
	}
	if count, ok := set.Child(NS, "count"); ok {
		page.Count = number(count.Text())
	}
	return page
}

func id(e xmpp.Element) string {
	text := e.Text()
	if len(text) > maxID {
		return ""
	}
	return text
}

// number is a count up to 2^31-1, or -1.
func number(text string) int {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return -1
	}
	return int(n)
}
