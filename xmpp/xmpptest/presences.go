package xmpptest

import (
	"slices"
	"strings"
)

// takePresence takes what a client shows, and what it asks and answers about subscriptions.
func (s *Scripted) takePresence(x *session, raw string, e parsed) {
	to, kind := e.attr("to"), e.attr("type")
	switch kind {
	case "subscribe", "subscribed", "unsubscribe", "unsubscribed":
		s.subscription(x.owner, bareOf(to), kind, withAttr(withAttr(raw, "from", x.owner.jid), "to", bareOf(to)))
		return
	}
	stamped := withAttr(raw, "from", x.full())
	switch {
	case to != "":
		s.relayPresence(stamped, to)
	case kind == "unavailable":
		x.available = false
		s.broadcast(x, stamped)
	case kind == "":
		first := !x.available
		x.available, x.presence = true, stamped
		s.broadcast(x, stamped)
		if first {
			s.welcome(x)
		}
		s.askCapabilities(x, e)
	}
}

func (s *Scripted) relayPresence(stamped, to string) {
	if target := s.session(to); target != nil {
		s.give(target, "presence out", stamped)
	} else if o := s.owners[bareOf(to)]; o != nil && !strings.Contains(to, "/") {
		for _, y := range slices.Clone(o.online) {
			s.give(y, "presence out", stamped)
		}
	}
}

// broadcast shows a presence to all who may see it, and to the own clients.
func (s *Scripted) broadcast(x *session, stamped string) {
	for _, o := range s.owners {
		if !s.sees(o.jid, x.owner) {
			continue
		}
		for _, y := range slices.Clone(o.online) {
			if y.available || y == x {
				s.give(y, "presence out", withAttr(stamped, "to", y.full()))
			}
		}
	}
}

// welcome gives a client that has become available what waited for it (RFC 6121 §4.3, §3.1.3).
func (s *Scripted) welcome(x *session) {
	for _, o := range s.owners {
		if !s.sees(x.owner.jid, o) {
			continue
		}
		for _, y := range o.online {
			if y != x && y.available {
				s.give(x, "presence out", withAttr(y.presence, "to", x.full()))
			}
		}
	}
	for _, ask := range x.owner.asking {
		s.give(x, "presence out", ask)
	}
	waiting := x.owner.offline
	x.owner.offline = nil
	for _, m := range waiting {
		s.give(x, "message out", m)
	}
}

// showTo shows what x shows, and the newest items of its nodes, to the clients of o.
func (s *Scripted) showTo(x *session, o *owner) {
	if !x.available || !s.sees(o.jid, x.owner) {
		return
	}
	for _, y := range slices.Clone(o.online) {
		if y.available {
			s.give(y, "presence out", withAttr(x.presence, "to", y.full()))
			s.lastItems(y, x.owner)
		}
	}
}

// subscription does what o wants of the subscriptions between it and who (RFC 6121 §3, appendix A). Who is told by stanza.
func (s *Scripted) subscription(o *owner, who, kind, stanza string) {
	other := s.owners[who]
	if other == nil || other == o {
		return
	}
	changes := false
	switch kind {
	case "subscribe":
		c := o.contact(who)
		c.ask = !sub(c, "to")
		s.push(o, c.xml())
		if other.shows(o.jid) {
			s.subscription(other, o.jid, "subscribed", about("subscribed", other.jid, o.jid))
			return
		}
		other.asking[o.jid] = stanza
		changes = true
	case "subscribed":
		mine, theirs := o.contact(who), other.contact(o.jid)
		delete(o.asking, who)
		if !theirs.ask {
			return
		}
		theirs.ask = false
		add(mine, "from")
		add(theirs, "to")
		changes = true
	case "unsubscribe":
		changes = s.part(o, other)
	case "unsubscribed":
		delete(o.asking, who)
		changes = s.part(other, o)
		if c := other.roster[o.jid]; c != nil && c.ask {
			c.ask, changes = false, true
		}
	}
	if !changes {
		return
	}
	for _, y := range slices.Clone(other.online) {
		s.give(y, "presence out", stanza)
	}
	if kind == "subscribe" {
		return
	}
	for _, side := range []struct {
		of  *owner
		who string
	}{{o, who}, {other, o.jid}} {
		if c := side.of.roster[side.who]; c != nil {
			s.push(side.of, c.xml())
		}
	}
	if kind == "subscribed" {
		for _, x := range o.online {
			s.showTo(x, other)
		}
	}
}

// part ends that viewer sees shown; false if it did not.
func (s *Scripted) part(viewer, shown *owner) bool {
	a, b := viewer.roster[shown.jid], shown.roster[viewer.jid]
	had := a != nil && sub(a, "to") || b != nil && sub(b, "from")
	if a != nil {
		take(a, "to")
	}
	if b != nil {
		take(b, "from")
	}
	return had
}

func sub(c *contact, half string) bool { return c.subscription == half || c.subscription == "both" }

func add(c *contact, half string) {
	if c.subscription == "none" || c.subscription == half {
		c.subscription = half
	} else {
		c.subscription = "both"
	}
}

func take(c *contact, half string) {
	switch {
	case c.subscription == half:
		c.subscription = "none"
	case c.subscription == "both" && half == "to":
		c.subscription = "from"
	case c.subscription == "both":
		c.subscription = "to"
	}
}

// about is a presence about a subscription.
func about(kind, from, to string) string {
	return "<presence type='" + kind + "' from='" + quote(from) + "' to='" + quote(to) + "'/>"
}
