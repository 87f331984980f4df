package app

import (
	"errors"
	"time"

	"vouch/app/view"
	"vouch/xmpp"
)

// bound takes a stream that is signed in: one that goes on where the last was cut, or a new one.
func (a *account) bound(c *xmpp.Client) {
	a.conn.began(c, a.now())
	if c.Resumed() {
		if err := a.goOn(c); err != nil {
			a.log.Error("sort outbox", "err", err)
		}
	}
	a.conn.retry.steady = c.Resumed() && a.facts.discovered && !a.archive.catchingUp
	a.devices.todos.began()
	a.archive.began()
	n := a.conn.stream
	a.helpers.Go(func() {
		err := c.Run(a.ctx)
		a.conn.over <- over{n, err}
	})
	a.mu.Lock()
	a.live.Conn.Resource, a.live.Conn.Retry, a.live.Conn.Resumed = c.Address().Resourcepart(), time.Time{}, c.Resumed()
	a.mu.Unlock()
	a.forgiveOlders()
	a.setState(view.StateOnline, nil)
	a.tellActive()
	if err := a.rememberStream(c); err != nil {
		a.log.Error("store account", "err", err)
	}
	if c.Resumed() {
		a.expectKept()
		a.awaitReflections()
		a.rooms.Resumed()
		a.resumeRooms()
	} else {
		a.beginAnew(c)
	}
	a.askWhatIsMissing()
}

// beginAnew forgets what held for the stream that was cut.
func (a *account) beginAnew(c *xmpp.Client) {
	a.facts = newFacts()
	a.forgetPlace()
	a.people.Began()
	a.rooms.Began()
	clear(a.archive.rooms)
	a.setCatchingUp(true) // until it is known that there is nothing to fetch
	if err := a.markFloors(); err != nil {
		a.log.Error("read chats", "err", err)
	}
	if err := a.sortInflight(c.FailedH()); err != nil {
		a.log.Error("sort outbox", "err", err)
	}
}

// askWhatIsMissing asks for what the stream does not know yet. Questions that a cut left without an answer are asked again.
func (a *account) askWhatIsMissing() {
	if !a.facts.rostered {
		a.fetchRoster()
	}
	if !a.facts.keysSet {
		a.fetchOwnList()
	}
	a.people.AskMissing()
	a.fetchDisplayed()
	if a.facts.placeAsked = false; !a.facts.placed { // a cut took the answer, if there was to be one
		a.findPlace()
	}
	switch {
	case !a.facts.discovered:
		a.discover()
	case a.archive.catchingUp, a.archive.unordered:
		a.catchUp()
	default:
		a.dropAnchor()
	}
}

// rememberStream keeps what the next login should be as good as: the resource, the strongest mechanism used, and what the
// server gave instead of the password.
func (a *account) rememberStream(c *xmpp.Client) error {
	next := a.cfg
	next.Resource, next.Strongest, next.Token = c.Address().Resourcepart(), c.Strongest(), keptToken(c.Token())
	if next.Resource == a.cfg.Resource && next.Strongest == a.cfg.Strongest && next.Token == a.cfg.Token {
		return nil
	}
	a.cfg = next
	return a.store()
}

// streamOver takes the end of a stream. What was not acknowledged is decided about when the next one is there, which may
// continue this one.
func (a *account) streamOver(o over) {
	if o.stream != a.conn.stream || a.conn.client == nil {
		return
	}
	a.log.Info("stream over", "err", o.err)
	if a.conn.goodbye.begun {
		a.dropped()
		return
	}
	r, ok := a.conn.client.Resumable()
	stuck := a.conn.client.Resumed() && errors.Is(o.err, xmpp.ErrDead) // the server holds a stream that it no longer reads
	a.outbox.lastEnd = endingOf(o.err, a.conn.client.Acknowledged())
	a.unbind()
	if err := a.blame(ok && !stuck); err != nil {
		a.log.Error("count tries", "err", err)
	}
	if a.conn.retry.steady && ok || a.now().Sub(a.conn.boundAt) >= steadyTime {
		a.conn.retry.tries = 0 // it has worked, and the network broke it: the next try is due soon
	}
	if errors.Is(o.err, xmpp.ErrXML) && !a.conn.retry.mend {
		a.log.Warn("what the server sends is not XML: from now on it is mended")
		a.conn.retry.mend = true
	}
	if ok && !stuck {
		a.conn.resume = &r
	} else {
		a.giveUpResuming()
	}
	if o.err == nil {
		o.err = xmpp.ErrClosed
	}
	if errors.Is(o.err, xmpp.ErrLost) {
		a.setState(view.StateOffline, connectError(o.err))
		a.hurry()
		return
	}
	a.refused(o.err)
}

// unbind forgets the stream: questions end without an answer.
func (a *account) unbind() {
	a.outbox.written = a.conn.client.Written()
	if err := a.acked(a.conn.client.Acknowledged()); err != nil { // a polite end brings a last count
		a.log.Error("store acknowledgement", "err", err)
	}
	a.conn.ended()
	a.archive.ended()
	if err := a.storeHeard(); err != nil {
		a.log.Error("store last word", "err", err)
	}
	a.endOlders(&Error{Kind: KindNotConnected})
	a.conn.endQuestions()
	a.changed(EventChanged, "", "")
}

// drop gives up the stream, or the try to get one. A stream ends politely, so that what it has written is known: that takes
// two seconds at the most, for which the loop does not wait. Until then nothing is made for it, and nothing of it handled.
func (a *account) drop() {
	if a.conn.client != nil {
		a.conn.online, a.conn.goodbye.begun = false, true
		a.conn.client.Close()
		return
	}
	a.conn.giveUpTry()
	a.giveUpResuming()
}

// dropped takes the end of a stream that was given up.
func (a *account) dropped() {
	a.unbind()
	a.giveUpResuming()
	for _, f := range a.conn.goodbye.then {
		f()
	}
	a.conn.goodbye = goodbye{}
}

// leave ends the stream politely when the program ends, and waits for it: the loop has nothing else to do any more.
func (a *account) leave() {
	a.drop()
	for a.conn.client != nil {
		select {
		case <-a.conn.over:
			a.dropped()
		case _, more := <-a.conn.events: // not handled, so the server keeps it
			if !more {
				a.conn.events = nil
			}
		}
	}
	a.setState(view.StateOffline, nil)
}
