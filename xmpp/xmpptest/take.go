package xmpptest

import "slices"

// take handles one element of a client. It is false when the connection is no longer to be read.
func (s *Scripted) take(c *wired, name, raw string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.closing {
		return false
	}
	e := read(raw)
	step := stepOf(name, e)
	s.note(c.wire.account, "->", step, raw)
	if fault := s.strike(step, c.wire.account, raw); fault != nil {
		switch fault.fault.Deed {
		case Cut, CutHalf:
			s.sever(c)
			return false
		case CutAfter:
			s.sever(c) // before: what it would be told is only kept
			s.handle(c, name, raw, e)
			return false
		case Refuse:
			s.expel(c, fault.fault.Error)
			return false
		case Stall:
			c.halt(fault)
		case Lie:
			to := c.wire.account
			if c.session != nil {
				to = c.session.full()
			}
			if raw = fault.fault.Lie(to, raw); raw == "" {
				s.count(c, name)
				return true
			}
			e = read(raw)
		}
	}
	if c.stall != nil && !s.await(c) || c.closing || s.down {
		return false
	}
	s.handle(c, name, raw, e)
	return true
}

// await waits until c is no longer stalled. It is false if the client has gone meanwhile: what it wrote on a connection that
// it gave up must not end what it does on another.
func (s *Scripted) await(c *wired) bool {
	for life := s.life; c.stall != nil && !c.closing && life == s.life; {
		s.changed.Wait()
	}
	s.mu.Unlock()
	defer s.mu.Lock()
	return !c.wire.hungUp()
}

// stepOf names the step that an element of a client is.
func stepOf(name string, e parsed) string {
	switch name {
	case "r":
		return "ack request in"
	case "a":
		return "ack in"
	case "iq":
		return stepOfIQ(e, "in")
	case "message", "presence":
		return name + " in"
	}
	return name
}

// stepOfIQ names the step that a question, or with way "out" its answer, is.
func stepOfIQ(e parsed, way string) string {
	if kind := e.attr("type"); kind != "get" && kind != "set" {
		return "iq " + way
	}
	switch e.first().XMLName.Space {
	case nsBind:
		return "bind"
	case nsRoster:
		return "roster " + way
	case nsDiscoInfo, nsDiscoItems:
		return "disco " + way
	case nsPubsub, nsPubsubOwner:
		return "pep " + way
	case nsArchive:
		return "archive " + way
	case nsCarbons:
		return "carbons " + way
	}
	return "iq " + way
}

func (s *Scripted) count(c *wired, name string) {
	if x := c.session; x != nil && x.sm && slices.Contains([]string{"message", "presence", "iq"}, name) {
		x.counts.in++
	}
}

// handle does what an element of a client asks for.
func (s *Scripted) handle(c *wired, name, raw string, e parsed) {
	x := c.session
	s.count(c, name)
	switch {
	case x == nil && name == "resume":
		s.resume(c, e.attr("h"), e.attr("previd"))
	case x == nil && name == "iq" && e.first().XMLName.Space == nsBind:
		resource, _ := e.first().child(nsBind, "resource")
		s.bind(c, e.attr("id"), resource.Text)
	case x == nil:
	case name == "enable" && !x.sm:
		s.enable(x)
	case name == "r":
		s.say(x, "ack out", counted(x.counts.in))
	case name == "a":
		s.acknowledged(x, e.attr("h"))
	case name == "iq":
		x.owner.written = append(x.owner.written, raw)
		s.takeIQ(x, raw, e)
	case name == "presence":
		x.owner.written = append(x.owner.written, raw)
		s.takePresence(x, raw, e)
	case name == "message":
		x.owner.written = append(x.owner.written, raw)
		s.takeMessage(x, raw, e)
	}
}

// acknowledged takes the count of a client, which says more by itself when it has handled more.
func (s *Scripted) acknowledged(x *session, h string) {
	x.counts.acknowledged(h)
	if x.askedUpTo == x.counts.out {
		x.asked = false
		return
	}
	s.ask(x)
}

// ask asks for the client's count.
func (s *Scripted) ask(x *session) {
	x.asked, x.askedUpTo = true, x.counts.out
	s.say(x, "ack request out", "<r xmlns='urn:xmpp:sm:3'/>")
}
