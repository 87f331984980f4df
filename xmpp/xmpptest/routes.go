package xmpptest

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// takeMessage keeps a message in both archives, and delivers it.
func (s *Scripted) takeMessage(x *session, raw string, e parsed) {
	to := e.attr("to")
	if to == "" {
		to = x.owner.jid
	}
	stamped := withAttr(withAttr(raw, "to", to), "from", x.full())
	o := s.owners[bareOf(to)]
	if o == nil {
		if e.attr("type") != "error" {
			s.give(x, "message out", "<message type='error' id='"+quote(e.attr("id"))+"' from='"+quote(to)+"' to='"+quote(x.full())+
				"'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>")
		}
		return
	}
	if condition := blockage(x.owner, o); condition != "" {
		if e.attr("type") != "error" {
			s.give(x, "message out", "<message type='error' id='"+quote(e.attr("id"))+"' from='"+quote(to)+"' to='"+quote(x.full())+
				"'><error type='cancel'><"+condition+" xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>")
		}
		return
	}
	own := stamped
	if o != x.owner && s.has("mam") && lasting(e) {
		own = s.keep(x.owner, o.jid, stamped)
	}
	s.carbons(x.owner, "sent", own, e, []*session{x})
	s.deliver(o, x.owner.jid, to, stamped, e)
}

// deliver gives a message to the clients it is for; the others of the account get a carbon (RFC 6121 §8.5).
func (s *Scripted) deliver(o *owner, from, to, stamped string, e parsed) {
	stamped = withoutForgedIDs(stamped, o.jid)
	if s.has("mam") && lasting(e) {
		stamped = s.keep(o, from, stamped)
	}
	var got []*session
	if target := s.session(to); target != nil {
		got = append(got, target)
	} else if kind := e.attr("type"); kind != "groupchat" && kind != "error" {
		for _, y := range o.online {
			if y.available {
				got = append(got, y)
			}
		}
	}
	for _, y := range got {
		s.give(y, "message out", stamped)
	}
	if len(got) == 0 && !s.has("mam") && lasting(e) {
		delay := "<delay xmlns='urn:xmpp:delay' from='" + s.Domain + "' stamp='" + time.Now().UTC().Format(time.RFC3339Nano) + "'/>"
		o.offline = append(o.offline, withChild(stamped, delay))
	}
	s.carbons(o, "received", stamped, e, got)
}

// carbons copies a message to the clients of o that want that and do not have it (XEP-0280 v1.0.1 §6).
func (s *Scripted) carbons(o *owner, way, stamped string, e parsed, have []*session) {
	if !s.has("carbons") || !conversation(e) || e.hasChild(nsCarbons, "private") || e.hasChild("urn:xmpp:hints", "no-copy") {
		return
	}
	for _, y := range slices.Clone(o.online) {
		if y.carbons && y.available && !slices.Contains(have, y) {
			s.give(y, "carbon out", "<message from='"+quote(o.jid)+"' to='"+quote(y.full())+"' type='chat'><"+way+" xmlns='"+nsCarbons+
				"'><forwarded xmlns='urn:xmpp:forward:0'>"+inside(stamped)+"</forwarded></"+way+"></message>")
		}
	}
}

// conversation tells whether a message belongs to a conversation.
func conversation(e parsed) bool {
	kind := e.attr("type")
	return kind == "chat" || (kind == "" || kind == "normal") && e.hasChild("", "body")
}

// lasting tells whether a message is to be kept.
func lasting(e parsed) bool {
	if kind := e.attr("type"); kind == "error" || kind == "groupchat" || kind == "headline" {
		return false
	}
	if e.hasChild("urn:xmpp:hints", "no-store") || e.hasChild("urn:xmpp:hints", "no-permanent-store") {
		return false
	}
	return e.hasChild("", "body") || e.hasChild("urn:xmpp:hints", "store") || e.hasChild("eu.siacs.conversations.axolotl", "encrypted")
}

// withoutForgedIDs takes out ids that claim to be given by the account (XEP-0359 v0.7.0 §7).
func withoutForgedIDs(raw, account string) string {
	return regexp.MustCompile(`<stanza-id\s[^>]*/>`).ReplaceAllStringFunc(raw, func(id string) string {
		if strings.EqualFold(attribute(id, "by"), account) {
			return ""
		}
		return id
	})
}
