package xmpptest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// session is one stream of a client, over one connection after another.
type session struct {
	owner    *owner
	resource string
	conn     *wired // nil while it is held
	timer    *time.Timer
	ended    bool

	id        string // by which it can be resumed; "" if not
	sm        bool
	counts    counts
	asked     bool // for the client's count, when this many stanzas had gone out
	askedUpTo uint32

	roster    bool     // has asked for it
	blocks    bool     // has asked for the block list
	carbons   bool     // wants them
	available bool     // has shown presence
	presence  string   // the last one, as relayed
	wants     []string // nodes it wants to know about
	hash      string   // of its capabilities
	asking    string   // the question about them that has no answer yet
}

func (x *session) full() string { return x.owner.jid + "/" + x.resource }

// stop ends the clock of a stream that is held.
func (x *session) stop() {
	x.ended = true
	if x.timer != nil {
		x.timer.Stop()
	}
}

// give writes a stanza to a client, or keeps it until the stream is resumed.
func (s *Scripted) give(x *session, step, stanza string) {
	fault := s.strike(step, x.owner.jid, stanza)
	if fault != nil && fault.fault.Deed == Lie {
		if stanza = fault.fault.Lie(x.full(), stanza); stanza == "" {
			return
		}
	}
	s.note(x.full(), "<-", step, stanza)
	if x.sm {
		for _, one := range elements(stanza) {
			x.counts.gave(one)
		}
	}
	s.put(x, fault, stanza)
	if x.sm && !x.asked {
		s.ask(x)
	}
}

// say writes what is not counted.
func (s *Scripted) say(x *session, step, text string) {
	fault := s.strike(step, x.owner.jid, text)
	if fault != nil && fault.fault.Deed == Lie {
		text = fault.fault.Lie(x.full(), text)
	}
	s.put(x, fault, text)
}

// put hands bytes to the connection of x, as a fault wants it.
func (s *Scripted) put(x *session, fault *Injected, text string) {
	c := x.conn
	if c == nil {
		return
	}
	defer s.changed.Broadcast()
	if fault == nil || fault.fault.Deed == Lie {
		c.put(text)
		return
	}
	switch fault.fault.Deed {
	case Cut:
		s.sever(c)
	case CutHalf:
		c.put(text[:len(text)/2])
		s.sever(c)
	case CutAfter:
		c.put(text)
		s.sever(c)
	case Stall:
		c.halt(fault)
		c.put(text)
	case Refuse:
		s.expel(c, fault.fault.Error)
	}
}

// expel ends a stream with an error. It cannot be resumed.
func (s *Scripted) expel(c *wired, condition string) {
	c.put("<stream:error><" + cmp.Or(condition, "policy-violation") + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>" + streamEnd)
	c.closing = true
	if x := c.session; x != nil && x.conn == c {
		s.end(x)
	}
	s.changed.Broadcast()
}

// bind makes a new session. An older one of the same name is replaced.
func (s *Scripted) bind(c *wired, id, resource string) {
	o := s.owners[c.wire.account]
	if resource == "" {
		resource = s.newID()
	}
	for _, x := range slices.Clone(o.online) {
		if x.resource == resource {
			if x.conn != nil {
				x.conn.put("<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>" + streamEnd)
				x.conn.closing = true
			}
			s.end(x)
		}
	}
	x := &session{owner: o, resource: resource, conn: c}
	c.session = x
	o.online = append(o.online, x)
	s.say(x, "bound", "<iq type='result' id='"+quote(id)+"'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"+quote(x.full())+"</jid></bind></iq>")
}

// enable turns on stream management.
func (s *Scripted) enable(x *session) {
	x.sm, x.id = true, s.newID()
	s.sessions[x.id] = x
	s.say(x, "enabled", "<enabled xmlns='urn:xmpp:sm:3' id='"+x.id+"' resume='true'/>")
}

// resume lets a stream go on over c, if it is held here.
func (s *Scripted) resume(c *wired, h, previd string) {
	x := s.sessions[previd]
	if x == nil || x.ended || x.owner.jid != c.wire.account {
		count := ""
		if in, known := s.forgotten[previd]; known {
			count = fmt.Sprintf(" h='%d'", in)
		}
		c.put("<failed xmlns='urn:xmpp:sm:3'" + count + "><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
		s.changed.Broadcast()
		return
	}
	if x.conn != nil {
		x.conn.closing = true
	}
	if x.timer != nil {
		x.timer.Stop()
	}
	x.conn, c.session = c, x
	x.counts.acknowledged(h)
	x.asked = false
	s.say(x, "resumed", fmt.Sprintf("<resumed xmlns='urn:xmpp:sm:3' previd='%s' h='%d'/>", previd, x.counts.in))
	if x.conn != nil && len(x.counts.sent) > 0 {
		x.conn.put(strings.Join(x.counts.sent, ""))
		s.ask(x)
	}
}

// Forget drops the streams of the account name: resuming fails, with the count or without any. Clients are cut.
func (s *Scripted) Forget(name string, withCount bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range slices.Clone(s.owners[s.bare(name)].online) {
		if c := x.conn; c != nil {
			s.sever(c)
		}
		s.end(x)
		if withCount && x.id != "" {
			s.forgotten[x.id] = x.counts.in
		}
	}
}

// Cut breaks the connections of the account name without a word; streams are held.
func (s *Scripted) Cut(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.owners[s.bare(name)].online {
		if x.conn != nil {
			s.sever(x.conn)
		}
	}
}

// end is the end of a session: the others learn it.
func (s *Scripted) end(x *session) {
	if x.ended {
		return
	}
	x.stop()
	delete(s.sessions, x.id)
	x.owner.online = slices.DeleteFunc(x.owner.online, func(other *session) bool { return other == x })
	if x.available {
		x.available = false
		s.broadcast(x, "<presence type='unavailable' from='"+quote(x.full())+"'/>")
	}
	s.rescue(x)
}

// rescue puts what the client has not got where it finds it at the next login, unless it is in the archive.
func (s *Scripted) rescue(x *session) {
	if s.has("mam") {
		return
	}
	for _, stanza := range x.counts.sent {
		if strings.HasPrefix(stanza, "<message") && conversation(read(stanza)) {
			x.owner.offline = append(x.owner.offline, stanza)
		}
	}
}
