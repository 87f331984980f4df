package xmpptest

import (
	"slices"
	"strconv"
	"strings"
)

// node is one node of an account (XEP-0163 v1.2.2).
type node struct {
	access string
	most   int
	items  []item // oldest first
}

type item struct{ id, payload string }

func (i item) xml() string { return "<item id='" + quote(i.id) + "'>" + i.payload + "</item>" }

// takePEP answers questions about the nodes of o.
func (s *Scripted) takePEP(x *session, o *owner, e parsed) {
	deed := e.first().first()
	name := deed.attr("node")
	switch own := x.owner == o; {
	case deed.XMLName.Local == "items":
		s.items(x, o, e, deed)
	case own && deed.XMLName.Local == "publish":
		s.publish(x, e, deed)
	case own && deed.XMLName.Local == "retract":
		s.retract(x, e, deed)
	case own && o.nodes[name] == nil && (deed.XMLName.Local == "configure" || deed.XMLName.Local == "delete"):
		s.refuse(x, e, "item-not-found", "")
	case own && deed.XMLName.Local == "configure":
		s.configure(x, e, deed)
	case own && deed.XMLName.Local == "delete":
		delete(o.nodes, name)
		s.answer(x, e, "")
		s.event(o, name, "presence", "<delete node='"+quote(name)+"'/>")
	default:
		s.refuse(x, e, "feature-not-implemented", "")
	}
}

// items answers with items of a node.
func (s *Scripted) items(x *session, o *owner, e, asked parsed) {
	name := asked.attr("node")
	n := o.nodes[name]
	if n == nil {
		s.refuse(x, e, "item-not-found", "")
		return
	}
	if !s.mayRead(x.owner.jid, o, n.access) {
		s.refuse(x, e, "not-authorized", "<presence-subscription-required xmlns='"+nsPubsub+"#errors'/>")
		return
	}
	found := slices.Clone(n.items)
	if most, err := strconv.Atoi(asked.attr("max_items")); err == nil {
		found = found[max(0, len(found)-most):]
	}
	if one, by := asked.child(nsPubsub, "item"); by {
		found = slices.DeleteFunc(found, func(i item) bool { return i.id != one.attr("id") })
	}
	s.answer(x, e, "<pubsub xmlns='"+nsPubsub+"'><items node='"+quote(name)+"'>"+itemsXML(found)+"</items></pubsub>")
}

func itemsXML(items []item) (out string) {
	for _, i := range items {
		out += i.xml()
	}
	return out
}

func (s *Scripted) mayRead(who string, o *owner, access string) bool {
	return who == o.jid || access == "open" || access == "presence" && o.shows(who)
}

// publish puts an item into an own node.
func (s *Scripted) publish(x *session, e, deed parsed) {
	name := deed.attr("node")
	options, _ := e.first().child(nsPubsub, "publish-options")
	n := x.owner.nodes[name]
	switch {
	case n == nil:
		n = &node{access: "presence", most: 1}
		n.set(options.first())
		x.owner.nodes[name] = n
	case !n.meets(options.first()):
		s.refuse(x, e, "conflict", "<precondition-not-met xmlns='"+nsPubsub+"#errors'/>")
		return
	}
	given, _ := deed.child(nsPubsub, "item")
	i := item{given.attr("id"), given.Inner}
	if i.id == "" {
		i.id = s.newID()
	}
	n.put(i)
	s.answer(x, e, "<pubsub xmlns='"+nsPubsub+"'><publish node='"+quote(name)+"'><item id='"+quote(i.id)+"'/></publish></pubsub>")
	s.event(x.owner, name, n.access, "<items node='"+quote(name)+"'>"+i.xml()+"</items>")
}

// put makes i the newest item.
func (n *node) put(i item) {
	n.items = append(slices.DeleteFunc(n.items, func(other item) bool { return other.id == i.id }), i)
	n.items = n.items[max(0, len(n.items)-n.most):]
}

// set configures n by a form.
func (n *node) set(form parsed) {
	for _, field := range form.Children {
		value := field.first().Text
		switch field.attr("var") {
		case "pubsub#access_model":
			n.access = value
		case "pubsub#max_items":
			if most, err := strconv.Atoi(value); err == nil {
				n.most = most
			} else {
				n.most = 1 << 16
			}
		}
	}
}

// meets tells whether n is as a form wants it (XEP-0060 v1.26.0 §7.1.5).
func (n *node) meets(form parsed) bool {
	wanted := *n
	wanted.set(form)
	return wanted.access == n.access && wanted.most == n.most
}

func (s *Scripted) retract(x *session, e, deed parsed) {
	name := deed.attr("node")
	gone, _ := deed.child(nsPubsub, "item")
	n := x.owner.nodes[name]
	if n == nil || !slices.ContainsFunc(n.items, func(i item) bool { return i.id == gone.attr("id") }) {
		s.refuse(x, e, "item-not-found", "")
		return
	}
	n.items = slices.DeleteFunc(n.items, func(i item) bool { return i.id == gone.attr("id") })
	s.answer(x, e, "")
	s.event(x.owner, name, n.access, "<items node='"+quote(name)+"'><retract id='"+quote(gone.attr("id"))+"'/></items>")
}

// configure answers how a node is, or changes it.
func (s *Scripted) configure(x *session, e, deed parsed) {
	n := x.owner.nodes[deed.attr("node")]
	if e.attr("type") == "set" {
		n.set(deed.first())
		s.answer(x, e, "")
		return
	}
	field := func(name, value string) string {
		return "<field var='" + name + "'><value>" + quote(value) + "</value></field>"
	}
	s.answer(x, e, "<pubsub xmlns='"+nsPubsubOwner+"'><configure node='"+quote(deed.attr("node"))+"'><x xmlns='jabber:x:data' type='form'>"+
		field("FORM_TYPE", nsPubsub+"#node_config")+field("pubsub#access_model", n.access)+field("pubsub#max_items", strconv.Itoa(n.most))+
		field("pubsub#persist_items", "1")+"</x></configure></pubsub>")
}

// event tells those who want to know about a node of o, and may (XEP-0163 v1.2.2 §4).
func (s *Scripted) event(o *owner, name, access, what string) {
	for _, other := range s.owners {
		if !s.sees(other.jid, o) || !s.mayRead(other.jid, o, access) {
			continue
		}
		for _, y := range slices.Clone(other.online) {
			s.tell(y, o, name, what)
		}
	}
}

func (s *Scripted) tell(y *session, o *owner, name, what string) {
	if y.available && slices.Contains(y.wants, name) {
		s.give(y, "pep event", "<message type='headline' from='"+quote(o.jid)+"' to='"+quote(y.full())+"'><event xmlns='"+nsPubsubEvent+"'>"+what+"</event></message>")
	}
}

// lastItems tells a client the newest items of the nodes of o that it wants to know about.
func (s *Scripted) lastItems(y *session, o *owner) {
	for name, n := range o.nodes {
		if len(n.items) > 0 && s.mayRead(y.owner.jid, o, n.access) {
			s.tell(y, o, name, "<items node='"+quote(name)+"'>"+n.items[len(n.items)-1].xml()+"</items>")
		}
	}
}

// askCapabilities asks a client what it can, when it shows that this has changed (XEP-0115 v1.6.0 §6).
func (s *Scripted) askCapabilities(x *session, e parsed) {
	c, has := e.child("http://jabber.org/protocol/caps", "c")
	if !has {
		return
	}
	hash := c.attr("ver")
	if hash == x.hash {
		return
	}
	x.hash, x.asking = hash, s.newID()
	s.give(x, "iq out", "<iq type='get' id='"+x.asking+"' from='"+s.Domain+"' to='"+quote(x.full())+"'><query xmlns='"+nsDiscoInfo+"' node='"+quote(c.attr("node")+"#"+hash)+"'/></iq>")
}

// learn takes the answer: which nodes the client wants to know about. It is told the newest items there are.
func (s *Scripted) learn(x *session, e parsed) {
	if e.attr("id") != x.asking || e.attr("type") != "result" {
		return
	}
	var features []string
	for _, child := range e.first().Children {
		if child.XMLName.Local == "feature" {
			features = append(features, child.attr("var"))
		}
	}
	x.asking, x.wants = "", nil
	for _, f := range features {
		if name, notify := strings.CutSuffix(f, "+notify"); notify {
			x.wants = append(x.wants, name)
		}
	}
	for _, o := range s.owners {
		if s.sees(x.owner.jid, o) {
			s.lastItems(x, o)
		}
	}
}
