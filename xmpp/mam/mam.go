// Package mam implements XEP-0313: Message Archive Management.
package mam

import (
	"encoding/xml"
	"errors"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/delay"
	"vouch/xmpp/forward"
	"vouch/xmpp/rsm"

	"mellium.im/xmpp/jid"
)

// NS is the namespace of XEP-0313 v1.1.1.
const NS = "urn:xmpp:mam:2"

// maxID bounds an id in bytes; longer ones are taken for none.
const maxID = 1024

// Query is the payload of a set that asks an archive, our own account or a room, for one page. The results come as
// messages with the same ID before the answer, which ParseFin reads.
type Query struct {
	ID            string    // unforgeable: results are told apart by it
	With          jid.JID   // only messages to or from this one; zero: all
	Start, End    time.Time // only messages of this time, both ends included; zero: no bound
	After, Before *string   // rsm: the page after or before this archive id; a Before of "" is the newest page
	Max           int       // messages wanted; 0: as the server likes
}

// Result is one message of an archive.
type Result struct {
	QueryID   string
	ArchiveID string
	Delay     delay.Delay   // when the archive took it; zero when it does not say
	Message   *xmpp.Message // nil when it cannot be read; then Err says why
	Raw       string        // of a message that cannot be read: up to 4 KiB, for a human; never to be parsed
	Err       error

	From, To, ID string // of a message that cannot be read: as it stood there
}

// Fin ends a page.
type Fin struct {
	Complete    bool   // there is nothing beyond this page in the direction of paging
	Stable      bool   // false: the archive may still change what it gave
	First, Last string // archive ids; "" when the page is empty
	Count       int    // of all messages that match, or -1
	Index       int    // place of First among them, or -1
}

// Is tells whether m holds a result, from whomever, without looking into it.
func Is(m *xmpp.Message) bool {
	_, ok := xmpp.Find(m.Children, NS, "result")
	return ok
}

// ParseResult takes the result out of m. Whose archive it is, is for the caller to check: m.FromJID must be the address
// that was asked, our own bare JID or the room, and QueryID one that waits for results from there (§11).
func ParseResult(m *xmpp.Message) (Result, bool) {
	e, ok := xmpp.Find(m.Children, NS, "result")
	if !ok || m.Type == "error" {
		return Result{}, false
	}
	r := Result{QueryID: bounded(e.Attr("queryid")), ArchiveID: bounded(e.Attr("id"))}
	forwarded, ok := forward.In(e)
	if !ok || r.ArchiveID == "" {
		return Result{}, false
	}
	r.Message, r.Delay, r.Raw, r.Err = forwarded.Message, forwarded.Delay, forwarded.Raw, forwarded.Err
	r.From, r.To, r.ID = forwarded.From, forwarded.To, forwarded.ID
	return r, true
}

// ParseFin reads the answer to Query.
func ParseFin(payload *xmpp.Element) (Fin, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NS, Local: "fin"}) {
		return Fin{}, errors.New("parse archive fin: none in the answer")
	}
	page := rsm.In(payload.Children())
	return Fin{
		Complete: truth(payload.Attr("complete"), false), Stable: truth(payload.Attr("stable"), true),
		First: page.First, Last: page.Last, Count: page.Count, Index: page.Index,
	}, nil
}

// truth is an xs:boolean.
func truth(text string, otherwise bool) bool {
	switch text {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	return otherwise
}

func bounded(id string) string {
	if len(id) > maxID {
		return ""
	}
	return id
}
