package xmpp

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

const (
	nsManagement = "urn:xmpp:sm:3"
	maxWrite     = 15 << 10 // bytes of stanzas gathered for one write: with our count and a question they fit into one TLS record
	request      = "<r xmlns='" + nsManagement + "'/>"
	streamClose  = "</stream:stream>"
)

// write writes what is queued until the stream ends. Our count goes out at once like everything else: it carries TCP's
// acknowledgement along, for which a server may wait with the next message.
func (c *Client) write() error {
	for {
		select {
		case <-c.queue.wake:
		case <-c.dying:
			return c.flush()
		}
		for {
			stanzas, tell, ask := c.queue.take(maxWrite)
			aside := c.queue.takeAside()
			if len(stanzas) == 0 && !tell && !ask && aside == nil {
				break
			}
			if err := c.writeAll(aside, stanzas, tell, ask); err != nil {
				return err
			}
		}
	}
}

// writeAll writes what stands aside and our count, then stanzas, then the question for the server's, in one write.
func (c *Client) writeAll(aside []byte, stanzas [][]byte, tell, ask bool) error {
	out := slices.Clone(aside)
	if tell && c.managed {
		out = append(out, acknowledgement(c.ledger.told())...)
	}
	for _, raw := range stanzas {
		out = append(out, raw...)
	}
	if c.ledger.sending(len(stanzas), ask, c.clock.now()) {
		question, err := c.question()
		if err != nil {
			return err
		}
		out = append(out, question...)
	}
	c.ledger.handing(len(out))
	return c.link.write(out, c.cfg.Timing.Step+drainTime(len(out)))
}

// question asks the server what it has received.
func (c *Client) question() ([]byte, error) {
	if c.managed {
		return []byte(request), nil
	}
	raw, err := c.pingElement()
	if err != nil {
		return nil, fmt.Errorf("ping: %w", err)
	}
	return raw, nil
}

// flush writes the end of the stream: after a fault only why, else everything that waits and the final count, so that
// the server need not send again what is on disk.
func (c *Client) flush() error {
	stanzas, _, _ := c.queue.take(math.MaxInt)
	var out []byte
	if cause := c.queue.why(); cause != nil {
		if !c.resume.over.Load() {
			return nil // with a word of ours the server would not hold the stream
		}
		out = append(out, farewell(cause)...)
	} else {
		for _, raw := range stanzas {
			out = append(out, raw...)
		}
		c.ledger.sending(len(stanzas), false, c.clock.now())
		if c.managed {
			out = append(out, acknowledgement(c.ledger.told())...)
		}
	}
	return c.link.write(append(out, streamClose...), closing)
}

func acknowledgement(h uint32) []byte {
	return fmt.Appendf(nil, "<a xmlns='%s' h='%d'/>", nsManagement, h)
}

// farewell is the stream error for what the server did wrong (RFC 6120 §4.9), or nothing when it was not that.
func farewell(cause error) []byte {
	condition, extra := "", ""
	var frame *frameError
	var count *countError
	switch {
	case errors.As(cause, &frame):
		condition = frame.condition
	case errors.As(cause, &count):
		condition = "undefined-condition"
		extra = fmt.Sprintf("<handled-count-too-high xmlns='%s' h='%d' send-count='%d'/>", nsManagement, count.h, count.sent)
	case errors.Is(cause, ErrDead):
		condition = "connection-timeout"
	default:
		return nil
	}
	return fmt.Appendf(nil, "<stream:error><%s xmlns='%s'/>%s</stream:error>", condition, nsStreams, extra)
}

// watch ends questions whose time is up, asks a silent server whether it is there, and gives up on one that is not.
func (c *Client) watch() error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
		case <-c.questions.wake:
		case <-c.dying:
			return nil
		}
		now := c.clock.now()
		gone, next := c.questions.expired(now)
		for _, q := range gone {
			c.push(Event{What: &Answer{Tag: q.tag, ID: q.id, From: q.to, Err: ErrTimeout}})
		}
		wait, err := c.alive(now)
		if err != nil {
			return err
		}
		if next > 0 {
			wait = min(wait, next-now)
		}
		timer.Reset(max(wait, time.Millisecond))
	}
}

// alive says when to look again, or that the server is gone.
func (c *Client) alive(now time.Duration) (time.Duration, error) {
	heard := c.clock.lastHeard()
	if since, asked := c.ledger.unanswered(); asked {
		deadline := max(since, heard) + c.cfg.Timing.Ack + c.ledger.draining() // it may still be reading
		if now >= deadline {
			return 0, fmt.Errorf("%w for %s", ErrDead, c.cfg.Timing.Ack)
		}
		return deadline - now, nil
	}
	if due := heard + c.cfg.Timing.Idle; now < due {
		// a question may be asked any time before, and must be noticed then
		return min(due-now, c.cfg.Timing.Ack), nil
	}
	c.queue.askNow()
	return c.cfg.Timing.Ack, nil
}
