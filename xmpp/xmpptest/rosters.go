package xmpptest

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// contact is one entry of a roster (RFC 6121 §2.1).
type contact struct {
	jid, name, subscription string
	ask                     bool
	groups                  []string
}

// contact is the entry for who, made if there is none.
func (o *owner) contact(who string) *contact {
	c := o.roster[who]
	if c == nil {
		c = &contact{jid: who, subscription: "none"}
		o.roster[who] = c
	}
	return c
}

// shows tells whether who is shown o's presence.
func (o *owner) shows(who string) bool {
	c := o.roster[who]
	return c != nil && (c.subscription == "from" || c.subscription == "both")
}

// sees tells whether who may see o's presence.
func (s *Scripted) sees(who string, o *owner) bool {
	return who == o.jid || o.shows(who) && !o.blocks(who)
}

func (c *contact) xml() string {
	out := "<item jid='" + quote(c.jid) + "' subscription='" + c.subscription + "'"
	if c.name != "" {
		out += " name='" + quote(c.name) + "'"
	}
	if c.ask {
		out += " ask='subscribe'"
	}
	out += ">"
	for _, g := range c.groups {
		out += "<group>" + quote(g) + "</group>"
	}
	return out + "</item>"
}

// takeRoster answers questions about the roster, and changes it.
func (s *Scripted) takeRoster(x *session, e parsed) {
	if e.attr("type") == "get" {
		x.roster = true
		items := ""
		if ver := e.first().attr("ver"); s.settings.versions && ver == s.version(x.owner) {
			s.answer(x, e, "")
			return
		}
		for _, who := range slices.Sorted(maps.Keys(x.owner.roster)) {
			items += x.owner.roster[who].xml()
		}
		s.answer(x, e, s.rosterQuery(x.owner, items))
		return
	}
	item, _ := e.first().child(nsRoster, "item")
	who := bareOf(item.attr("jid"))
	if who == "" || who == x.owner.jid {
		s.refuse(x, e, "bad-request", "")
		return
	}
	if item.attr("subscription") == "remove" {
		s.answer(x, e, "")
		s.removeContact(x.owner, who)
		return
	}
	c := x.owner.contact(who)
	c.name, c.groups = item.attr("name"), nil
	for _, g := range item.Children {
		c.groups = append(c.groups, g.Text)
	}
	s.answer(x, e, "")
	s.push(x.owner, c.xml())
}

// push tells o's clients about a change of the roster (RFC 6121 §2.1.6).
func (s *Scripted) push(o *owner, item string) {
	o.changes++
	for _, x := range slices.Clone(o.online) {
		if x.roster {
			s.give(x, "roster push", "<iq type='set' id='"+s.newID()+"' to='"+quote(x.full())+"'>"+s.rosterQuery(o, item)+"</iq>")
		}
	}
}

// version names the roster of o as it is now (RFC 6121 §2.6).
func (s *Scripted) version(o *owner) string { return fmt.Sprint("v", o.changes) }

func (s *Scripted) rosterQuery(o *owner, items string) string {
	ver := ""
	if s.settings.versions {
		ver = " ver='" + s.version(o) + "'"
	}
	return "<query xmlns='" + nsRoster + "'" + ver + ">" + items + "</query>"
}

// removeContact takes who out of o's roster, and ends both subscriptions (RFC 6121 §2.5).
func (s *Scripted) removeContact(o *owner, who string) {
	if o.roster[who] == nil {
		return
	}
	s.subscription(o, who, "unsubscribe", about("unsubscribe", o.jid, who))
	s.subscription(o, who, "unsubscribed", about("unsubscribed", o.jid, who))
	delete(o.roster, who)
	s.push(o, "<item jid='"+quote(who)+"' subscription='remove'/>")
}

// Befriend puts the accounts a and b into each other's rosters, subscribed both ways.
func (s *Scripted) Befriend(_ context.Context, a, b string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	pair := []*owner{s.owners[s.bare(a)], s.owners[s.bare(b)]}
	for i, o := range pair {
		c := o.contact(pair[1-i].jid)
		c.subscription, c.ask = "both", false
		s.push(o, c.xml())
	}
	for i, o := range pair {
		for _, x := range o.online {
			s.showTo(x, pair[1-i])
		}
	}
	return nil
}
