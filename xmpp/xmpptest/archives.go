package xmpptest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// kept is one message of an archive.
type kept struct {
	id, with, raw string
	at            time.Time
}

// keep puts a message into the archive of o, if that keeps such, and gives it back with its id there.
func (s *Scripted) keep(o *owner, with, stamped string) string {
	if !o.isKept(bareOf(with)) {
		return stamped
	}
	id := s.newID()
	o.archive = append(o.archive, kept{id, with, stamped, time.Now().UTC()})
	return withChild(stamped, "<stanza-id xmlns='"+nsIDs+"' by='"+quote(o.jid)+"' id='"+id+"'/>")
}

// Keep puts a message, as it is, into the archive of the account name, as if it had been exchanged with a bare JID at some
// time. Nobody is told.
func (s *Scripted) Keep(name, with, message string, at time.Time) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.owners[s.bare(name)]
	id = s.newID()
	o.archive = append(o.archive, kept{id, with, message, at.UTC()})
	return id
}

// DropArchive empties the archive of the account name, so that no cursor stands for anything.
func (s *Scripted) DropArchive(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.owners[s.bare(name)].archive = nil
}

// takeArchive answers questions to the archive.
func (s *Scripted) takeArchive(x *session, e parsed) {
	payload := e.first()
	switch {
	case !s.has("mam"):
		s.refuse(x, e, "service-unavailable", "")
	case payload.XMLName.Local == "prefs":
		s.prefs(x, e, payload)
	case payload.XMLName.Local == "query" && e.attr("type") == "set":
		s.page(x, e, payload)
	default:
		s.refuse(x, e, "feature-not-implemented", "")
	}
}

// prefs answers what the archive keeps, and changes it (XEP-0441 v0.2.0 §2).
func (s *Scripted) prefs(x *session, e, payload parsed) {
	if e.attr("type") == "set" {
		x.owner.keeps = payload
	}
	keeps := x.owner.keeps.attr("default")
	if keeps == "" {
		keeps = "always"
	}
	s.answer(x, e, "<prefs xmlns='"+nsArchive+"' default='"+quote(keeps)+"'>"+x.owner.keeps.Inner+"</prefs>")
}

// isKept tells whether the archive of o keeps what is exchanged with a bare JID.
func (o *owner) isKept(with string) bool {
	for _, list := range []string{"never", "always"} {
		rules, _ := o.keeps.child(nsArchive, list)
		for _, rule := range rules.Children {
			if bareOf(strings.TrimSpace(rule.Text)) == with {
				return list == "always"
			}
		}
	}
	switch o.keeps.attr("default") {
	case "never":
		return false
	case "roster":
		return o.roster[with] != nil
	}
	return true
}

// page sends a page of results and its end (XEP-0313 v1.1 §4, XEP-0059 v1.0).
func (s *Scripted) page(x *session, e, query parsed) {
	found, count, complete, known := s.found(x.owner, query)
	if !known {
		s.refuse(x, e, "item-not-found", "")
		return
	}
	queryID := ""
	if id := query.attr("queryid"); id != "" {
		queryID = " queryid='" + quote(id) + "'"
	}
	for _, m := range found {
		s.give(x, "archive result", "<message from='"+quote(x.owner.jid)+"' to='"+quote(x.full())+"'><result xmlns='"+nsArchive+"'"+queryID+" id='"+m.id+
			"'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='"+m.at.Format("2006-01-02T15:04:05.000000Z")+"'/>"+
			inside(m.raw)+"</forwarded></result></message>")
	}
	set := "<set xmlns='http://jabber.org/protocol/rsm'>"
	if len(found) > 0 {
		set += "<first>" + found[0].id + "</first><last>" + found[len(found)-1].id + "</last>"
	}
	set += "<count>" + strconv.Itoa(count) + "</count></set>"
	s.answer(x, e, "<fin xmlns='"+nsArchive+"' complete='"+strconv.FormatBool(complete)+"'>"+set+"</fin>")
}

// found is the page that a query asks for. It is not known where the page would begin if the archive has no such message.
func (s *Scripted) found(o *owner, query parsed) (page []kept, count int, complete, known bool) {
	all := slices.DeleteFunc(slices.Clone(o.archive), func(m kept) bool { return !fits(query, m) })
	count = len(all)
	rsm, _ := query.child("http://jabber.org/protocol/rsm", "set")
	most := s.pageCap
	if field, asked := rsm.child("http://jabber.org/protocol/rsm", "max"); asked {
		if n, err := strconv.Atoi(field.Text); err == nil {
			most = min(most, n)
		}
	}
	place := func(id string) int { return slices.IndexFunc(all, func(m kept) bool { return m.id == id }) }
	if after, asked := rsm.child("http://jabber.org/protocol/rsm", "after"); asked && after.Text != "" {
		at := place(after.Text)
		if at < 0 {
			return nil, 0, false, false
		}
		all = all[at+1:]
	}
	if before, asked := rsm.child("http://jabber.org/protocol/rsm", "before"); asked {
		if before.Text != "" {
			at := place(before.Text)
			if at < 0 {
				return nil, 0, false, false
			}
			all = all[:at]
		}
		return all[max(0, len(all)-most):], count, len(all) <= most, true
	}
	return all[:min(most, len(all))], count, len(all) <= most, true
}

// fits tells whether a message is what the form of a query asks for.
func fits(query parsed, m kept) bool {
	form, _ := query.child("jabber:x:data", "x")
	for _, field := range form.Children {
		value := strings.TrimSpace(field.first().Text)
		switch field.attr("var") {
		case "with":
			if bareOf(value) != bareOf(m.with) {
				return false
			}
		case "start", "end":
			at, err := time.Parse(time.RFC3339Nano, value)
			if err == nil && (field.attr("var") == "start" && m.at.Before(at) || field.attr("var") == "end" && m.at.After(at)) {
				return false
			}
		}
	}
	return true
}
