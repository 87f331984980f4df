package xmpptest

import (
	"slices"
	"strings"
)

// takeBlocking answers with a block list, or changes it (XEP-0191 v1.3).
func (s *Scripted) takeBlocking(x *session, e parsed) {
	asked := e.first()
	if !s.has("blocklist") {
		s.refuse(x, e, "service-unavailable", "")
		return
	}
	if e.attr("type") == "get" {
		x.blocks = true
		items := ""
		for _, who := range x.owner.blocked {
			items += "<item jid='" + quote(who) + "'/>"
		}
		s.answer(x, e, "<blocklist xmlns='"+nsBlocking+"'>"+items+"</blocklist>")
		return
	}
	items := ""
	for _, i := range asked.Children {
		who := bareOf(i.attr("jid"))
		items += "<item jid='" + quote(who) + "'/>"
		x.owner.blocked = slices.DeleteFunc(x.owner.blocked, func(other string) bool { return other == who })
		if asked.XMLName.Local == "block" {
			x.owner.blocked = append(x.owner.blocked, who)
		}
	}
	s.answer(x, e, "")
	for _, y := range slices.Clone(x.owner.online) {
		if y.blocks {
			s.give(y, "block push", "<iq type='set' id='"+s.newID()+"' to='"+quote(y.full())+"'><"+asked.XMLName.Local+" xmlns='"+nsBlocking+"'>"+items+"</"+asked.XMLName.Local+"></iq>")
		}
	}
}

// blocks tells whether o blocks who, or its whole server.
func (o *owner) blocks(who string) bool {
	_, domain, _ := strings.Cut(bareOf(who), "@")
	return slices.Contains(o.blocked, bareOf(who)) || slices.Contains(o.blocked, domain)
}

// blockage is why a message between two accounts does not pass, or "".
func blockage(from, to *owner) string {
	switch {
	case from.blocks(to.jid):
		return "not-acceptable"
	case to.blocks(from.jid):
		return "service-unavailable"
	}
	return ""
}
