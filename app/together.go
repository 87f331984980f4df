package app

import (
	"go.etcd.io/bbolt"

	"vouch/xmpp"
)

// Each commit waits for the disk, and in a burst that wait is most of what a message costs. So what waits behind a message,
// and is one as well, is taken in with it. Nothing waits for more to come: one message alone has a transaction of its own.

// mostTogether bounds how many messages share a transaction, so that it ends within about 50 ms (law 2).
const mostTogether = 32

// waiting is a message that has come and is not taken in yet.
type waiting struct {
	event xmpp.Event
	in    arrival
}

// takeWaiting handles e and, where it is a message of a conversation, those that came right behind it.
func (a *account) takeWaiting(e xmpp.Event) {
	var batch []waiting
	for {
		in, ok := a.conversationIn(e)
		if !ok {
			a.takeTogether(batch)
			a.takeReceived(e)
			return
		}
		if batch = append(batch, waiting{e, in}); len(batch) == mostTogether {
			break
		}
		if e, ok = a.nextWaiting(); !ok {
			break
		}
	}
	a.takeTogether(batch)
}

// nextWaiting is the next event, if it is there already.
func (a *account) nextWaiting() (xmpp.Event, bool) {
	select {
	case e, ok := <-a.conn.events:
		if !ok {
			a.conn.events = nil // over says why
		}
		return e, ok
	default:
		return xmpp.Event{}, false
	}
}

// conversationIn is the conversation of an event that is a message. What cannot be looked at is left to take.
func (a *account) conversationIn(e xmpp.Event) (in arrival, ok bool) {
	m, ok := e.What.(*xmpp.Message)
	if !ok {
		return in, false
	}
	err := a.contain(func() error {
		in, ok = a.conversation(m)
		return nil
	})
	return in, ok && err == nil
}

// takeTogether takes in messages in one transaction, or where that fails each in its own, so that only the one that cannot be
// taken in is set aside.
func (a *account) takeTogether(batch []waiting) {
	if len(batch) > 1 {
		ins := make([]arrival, len(batch))
		for i, w := range batch {
			ins[i] = w.in
		}
		if err := a.takeArrivals(ins...); err == nil {
			for _, w := range batch {
				a.handled(w.event)
			}
			return
		} else {
			a.log.Warn("take in messages together", "messages", len(batch), "err", err)
		}
	}
	for _, w := range batch {
		a.takeReceived(w.event)
	}
}

// takeReceived is take while the stream is one of which what comes in is handled; else the server keeps the event.
func (a *account) takeReceived(e xmpp.Event) {
	if a.conn.receives() {
		a.take(e)
	}
}

// takeArrivals stores messages that came live, and moves the cursor over them, in one transaction.
func (a *account) takeArrivals(ins ...arrival) error {
	for _, in := range ins {
		a.takeTyping(in, in.msg)
	}
	var out taken
	late := false
	err := a.containOrdered(func() error {
		return a.s.update("store message", func(tx *bbolt.Tx) error {
			out, late = taken{}, false
			for _, in := range ins {
				before := len(out.rows)
				if err := a.takeIn(tx, in, &out); err != nil {
					return err
				}
				if err := a.moveCursor(tx, in); err != nil {
					return err
				}
				late = late || in.late && len(out.rows) > before
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	a.tookIn(out)
	if late {
		a.checkOrder()
	}
	return nil
}
