// Package foreign says what a message holds that Vouch has no use for yet, so that a person can be told of it. What it
// reads is a hint about somebody's words, and proves nothing.
package foreign

import (
	"slices"
	"strings"

	"vouch/xmpp"
)

// Kind is what something is.
type Kind string

// The kinds.
const (
	Call      Kind = "call"      // XEP-0353 v0.8.0 §3.1, XEP-0482 v0.1.0 §3.1
	Form      Kind = "form"      // XEP-0004 v2.13.1: a question that wants an answer
	Attention Kind = "attention" // XEP-0224 v1.0
	Contacts  Kind = "contacts"  // XEP-0144 v1.1.1: addresses to be added
	File      Kind = "file"      // XEP-0447 v0.3.0, XEP-0385 v0.3.0
	Location  Kind = "location"  // XEP-0080 v1.9.1
	Other     Kind = "other"     // of no known purpose
)

const (
	maxName     = 200  // bytes of Thing.Name
	maxURL      = 2048 // bytes of Thing.URL
	maxContacts = 5    // addresses that a name tells of
)

// Thing is something in a message.
type Thing struct {
	Kind Kind
	Name string // of the file, form or element, media of the call, addresses, coordinates; at most 200 bytes, may be ""
	URL  string // of a file, where it has an https one
}

// Of is the first thing in m that is there for people, or of no known purpose. Receipts, chat states, ids and other traffic
// between programs are none, nor is what Vouch reads.
func Of(m *xmpp.Message) (Thing, bool) {
	for _, e := range m.Children {
		if traffic[e.Name.Space] {
			continue
		}
		if t, ok := thing(e); ok {
			t.Name = cut(strings.Join(strings.Fields(t.Name), " "), maxName)
			return t, true
		}
	}
	return Thing{}, false
}

// thing tells what an element is. It is false for the parts of a call or form that nobody has to be told of.
func thing(e xmpp.Element) (Thing, bool) {
	switch space, local := e.Name.Space, e.Name.Local; {
	case slices.Contains(calls, space):
		return Thing{Kind: Call, Name: media(e)}, local == "propose" || local == "invite"
	case space == "jabber:x:data" && local == "x":
		title, _ := e.Child(space, "title")
		return Thing{Kind: Form, Name: title.Text()}, e.Attr("type") == "form"
	case space == "urn:xmpp:attention:0":
		return Thing{Kind: Attention}, true
	case space == "http://jabber.org/protocol/rosterx" || space == "jabber:x:roster":
		return Thing{Kind: Contacts, Name: addresses(e)}, true
	case space == "http://jabber.org/protocol/geoloc":
		return Thing{Kind: Location, Name: place(e)}, true
	case space == "urn:xmpp:sfs:0" && local == "file-sharing", space == "urn:xmpp:reference:0" && e.Attr("type") == "data":
		return file(e), true
	case space == "urn:xmpp:reference:0":
		return Thing{}, false // a mention: XEP-0372 v0.6.0
	}
	return Thing{Kind: Other, Name: e.Name.Local + " (" + e.Name.Space + ")"}, true
}

// calls are the namespaces in which calls are announced.
var calls = []string{"urn:xmpp:jingle-message:0", "urn:xmpp:jingle-message:1", "urn:xmpp:call-invites:0"}

// media are what a call is to carry, as "audio, video".
func media(e xmpp.Element) string {
	var all []string
	if e.Attr("video") == "true" || e.Attr("video") == "1" { // XEP-0482
		all = append(all, "video")
	}
	for _, d := range e.Children() {
		if m := d.Attr("media"); d.Name.Local == "description" && (m == "audio" || m == "video") && !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return strings.Join(all, ", ")
}

func addresses(e xmpp.Element) string {
	var all []string
	for _, item := range e.Children() {
		if who := item.Attr("jid"); item.Name.Local == "item" && who != "" {
			if len(all) == maxContacts {
				all = append(all, "…")
				break
			}
			all = append(all, cut(who, maxName/maxContacts))
		}
	}
	return strings.Join(all, ", ")
}

func place(e xmpp.Element) string {
	lat, _ := e.Child(e.Name.Space, "lat")
	lon, _ := e.Child(e.Name.Space, "lon")
	text, _ := e.Child(e.Name.Space, "text")
	switch {
	case lat.Text() != "" && lon.Text() != "":
		return lat.Text() + ", " + lon.Text()
	case text.Text() != "":
		return text.Text()
	}
	return ""
}

// file finds the name and the link of a file wherever its element holds them: the two specifications nest them differently.
func file(e xmpp.Element) Thing {
	out := Thing{Kind: File}
	var look func(e xmpp.Element, depth int)
	look = func(e xmpp.Element, depth int) {
		for _, child := range e.Children() {
			link := ""
			switch child.Name.Local {
			case "name":
				if out.Name == "" {
					out.Name = child.Text()
				}
			case "url-data":
				link = child.Attr("target")
			case "reference":
				link = child.Attr("uri")
			}
			if out.URL == "" && strings.HasPrefix(link, "https://") && len(link) <= maxURL && !strings.ContainsAny(link, " \t\r\n") {
				out.URL = link
			}
			if depth < 4 {
				look(child, depth+1)
			}
		}
	}
	look(e, 0)
	return out
}

// traffic are the namespaces of what programs tell programs, and of what Vouch reads itself.
var traffic = map[string]bool{
	"eu.siacs.conversations.axolotl":          true,
	"google:nosave":                           true,
	"http://jabber.org/protocol/address":      true, // XEP-0033
	"http://jabber.org/protocol/archive":      true, // XEP-0136
	"http://jabber.org/protocol/caps":         true,
	"http://jabber.org/protocol/chatstates":   true,
	"http://jabber.org/protocol/muc#user":     true,
	"http://jabber.org/protocol/nick":         true,
	"http://jabber.org/protocol/pubsub#event": true,
	"http://jabber.org/protocol/shim":         true, // XEP-0131
	"jabber:x:delay":                          true, // XEP-0091
	"jabber:x:event":                          true, // XEP-0022
	"jabber:x:expire":                         true, // XEP-0023
	"jabber:x:signed":                         true, // XEP-0027
	"urn:vouch:unread:0":                      true,
	"urn:xmpp:bob":                            true, // XEP-0231
	"urn:xmpp:carbons:2":                      true,
	"urn:xmpp:chat-markers:0":                 true,
	"urn:xmpp:delay":                          true,
	"urn:xmpp:eme:0":                          true,
	"urn:xmpp:fallback:0":                     true,
	"urn:xmpp:fasten:0":                       true, // XEP-0422
	"urn:xmpp:forward:0":                      true,
	"urn:xmpp:hints":                          true,
	"urn:xmpp:idle:1":                         true,
	"urn:xmpp:mam:0":                          true,
	"urn:xmpp:mam:1":                          true,
	"urn:xmpp:mam:2":                          true,
	"urn:xmpp:mam:tmp":                        true, // ejabberd marks what it has archived with it
	"urn:xmpp:message-correct:0":              true,
	"urn:xmpp:message-moderate:0":             true, // XEP-0425
	"urn:xmpp:message-moderate:1":             true,
	"urn:xmpp:message-retract:0":              true,
	"urn:xmpp:message-retract:1":              true,
	"urn:xmpp:occupant-id:0":                  true, // XEP-0421
	"urn:xmpp:privacy":                        true,
	"urn:xmpp:push:0":                         true,
	"urn:xmpp:reactions:0":                    true,
	"urn:xmpp:receipts":                       true,
	"urn:xmpp:reply:0":                        true,
	"urn:xmpp:rtt:0":                          true, // XEP-0301: the text follows
	"urn:xmpp:sid:0":                          true,
	"urn:xmpp:styling:0":                      true,
	"urn:xmpp:thread:1":                       true,
	"urn:xmpp:tm:1":                           true, // XEP-0434
	"vcard-temp:x:update":                     true,
}

// cut shortens text to at most n bytes without breaking a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n], "")
}
