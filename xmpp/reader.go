package xmpp

import (
	"errors"
	"fmt"
	"strconv"

	"gosrc.io/xmpp/stanza"
)

const nsStreams = "urn:ietf:params:xml:ns:xmpp-streams"

// read takes elements off the stream until it ends.
func (c *Client) read() error {
	for _, e := range c.early {
		if err := c.take(e); err != nil {
			return err
		}
	}
	c.early = nil
	c.counting = true
	if c.resume.done { // the old stream may have died with its last acknowledgement unread
		c.push(Event{What: Acked(c.ledger.received())})
	}
	for {
		e, err := c.link.next()
		if errors.Is(err, errStreamEnd) {
			return fmt.Errorf("%w: %w", ErrStream, err)
		}
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		if err := c.take(e); err != nil {
			return err
		}
	}
}

// awaiting tells whether the server owes an answer.
func (c *Client) awaiting() bool {
	_, asked := c.ledger.unanswered()
	return asked || c.questions.any()
}

// take gives one top-level element its place. What is not known is ignored.
func (c *Client) take(e Element) error {
	switch e.Name.Space {
	case stanza.NSClient:
		c.takeStanza(e)
	case nsManagement:
		return c.takeManagement(e)
	case stanza.NSStream:
		switch e.Name.Local {
		case "error":
			return streamError(e)
		case "features":
			c.offered.Store(&e)
		}
	default:
		c.cfg.Log.Debug("element ignored", "account", c.address.Bare().String(), "stanza", e.Name.Local)
	}
	return nil
}

func (c *Client) takeStanza(e Element) {
	switch e.Name.Local {
	case "message":
		seq := c.number()
		m, err := ParseMessage(e)
		if err != nil {
			c.pushBroken(e, seq, err)
			return
		}
		c.own(&m.FromJID)
		c.push(Event{seq, m})
	case "presence":
		seq := c.number()
		p, err := parsePresence(e)
		if err != nil {
			c.pushBroken(e, seq, err)
			return
		}
		c.own(&p.FromJID)
		c.push(Event{seq, p})
	case "iq":
		c.takeIQ(e, c.number())
	}
}

// number counts a stanza. Before stream management was on nothing counts (XEP-0198 v1.6 §4).
func (c *Client) number() uint64 {
	if !c.counting {
		return 0
	}
	return c.ledger.count()
}

// takeManagement handles the counts of XEP-0198 v1.6 §4.
func (c *Client) takeManagement(e Element) error {
	if !c.managed {
		return nil
	}
	switch e.Name.Local {
	case "r":
		c.ledger.requested()
		c.queue.tellNow()
	case "a":
		h, err := strconv.ParseUint(e.Attr("h"), 10, 32)
		if err != nil {
			return fmt.Errorf("read acknowledgement: %w: no count", ErrStream)
		}
		acked, more, again, err := c.ledger.answered(uint32(h))
		if err != nil {
			return fmt.Errorf("read acknowledgement: %w", err)
		}
		c.report(acked, more, again)
	}
	return nil
}

// report passes an acknowledgement on, and has the writer ask again for what was sent since the question.
func (c *Client) report(acked uint64, more, again bool) {
	if again {
		c.queue.askNow()
	}
	if more {
		c.queue.drop(acked)
		c.push(Event{What: Acked(acked)})
	}
}

// skip counts a stanza that nobody needs to handle.
func (c *Client) skip(seq uint64) {
	if seq > 0 && c.ledger.skip(seq) {
		c.queue.tellNow()
	}
}

func streamError(e Element) error {
	result := &StreamError{Condition: "undefined-condition", Text: cut(e.Words(nsStreams, "text"), maxText)}
	for child := range e.each {
		if child.Name.Space != nsStreams || child.Name.Local == "text" {
			continue
		}
		if child.Name.Local == "see-other-host" {
			result.Other = cut(child.Text(), maxText)
		}
		result.Condition = cut(child.Name.Local, maxCondition)
	}
	return result
}
