package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
)

const (
	maxPause     = time.Minute     // between tries after the first minute
	troublePause = 5 * time.Minute // before another try where the user is needed: a certificate may be renewed
	steadyTime   = time.Minute     // a stream that held so long was a good one, whoever ended it
	truce        = 10 * time.Minute
	moves        = 5 // how often within truce we make room for another client, and connect again at once
)

// maybeConnect starts a try to connect when one is due.
func (a *account) maybeConnect() {
	now := a.now()
	st := a.status()
	if !a.cfg.Enabled || a.conn.cancel != nil || a.conn.retry.parked {
		return
	}
	if now.Before(st.Conn.Retry) {
		a.wakeIn(st.Conn.Retry.Sub(now))
		return
	}
	if err := a.nameInstallation(); err != nil {
		a.log.Error("store account", "err", err)
	}
	cfg, err := a.s.config(a.cfg)
	if err != nil {
		a.setState(view.StateError, err)
		a.setRetry(now.Add(troublePause))
		return
	}
	if a.conn.resume != nil && !a.mayResume() {
		a.giveUpResuming()
	}
	cfg.Resume, cfg.Mend = a.conn.resume, a.conn.retry.mend
	a.conn.stream++
	a.setState(view.StateConnecting, nil)
	ctx, cancel := context.WithCancel(a.ctx)
	a.conn.cancel = cancel
	n := a.conn.stream
	a.helpers.Go(func() {
		c, err := xmpp.Connect(ctx, cfg)
		select {
		case a.conn.opened <- opened{n, c, err}:
		case <-a.ctx.Done():
			if err == nil {
				c.Close()
			}
		}
	})
}

// connected takes the end of a try.
func (a *account) connected(o opened) {
	if o.stream != a.conn.stream {
		if o.err == nil {
			o.client.Close() // the user went offline in between
		}
		return
	}
	a.conn.cancel()
	a.conn.cancel = nil
	if o.err != nil {
		a.log.Info("connect", "err", o.err)
		if errors.Is(o.err, xmpp.ErrResume) {
			a.giveUpResuming()
		}
		a.refused(o.err)
		return
	}
	a.bound(o.client)
}

// refused plans the next try after one that failed.
func (a *account) refused(err error) {
	err = connectError(err)
	state, pause := view.StateOffline, a.pause()
	switch KindOf(err) {
	case KindAuth:
		state, pause = view.StateError, 0 // the same password will not do better
		a.dropToken()
	case KindTLS, KindDowngrade:
		state, pause = view.StateError, troublePause
	case KindConflict:
		if !a.moveOver() {
			state, pause = view.StateError, troublePause
		}
	}
	a.conn.retry.tries++
	a.setState(state, err)
	a.conn.retry.parked = pause == 0
	a.setRetry(a.now().Add(pause))
}

// moveOver gives up the resource that another client has taken. Most often that is a ghost of our own: a login that broke,
// and that the server completes later than the next one. Under a new resource nobody is thrown out in turn. Where the
// server allows one client alone it would be a war, so it is done a few times.
func (a *account) moveOver() bool {
	now := a.now()
	a.conn.retry.moved = slices.DeleteFunc(a.conn.retry.moved, func(at time.Time) bool { return now.Sub(at) > truce })
	if len(a.conn.retry.moved) >= moves {
		return false
	}
	a.conn.retry.moved, a.cfg.Resource = append(a.conn.retry.moved, now), ""
	return true
}

// pause doubles from Options.Retry up to a minute, each time with up to half as much again, so that a server that comes
// back does not meet all its clients at once.
func (a *account) pause() time.Duration {
	pause := a.s.opt.Retry << min(a.conn.retry.tries, 10)
	pause = min(pause, maxPause)
	return pause + rand.N(pause/2+1)
}

func (a *account) setRetry(at time.Time) {
	a.mu.Lock()
	a.live.Conn.Retry = at
	if a.conn.retry.parked {
		a.live.Conn.Retry = time.Time{}
	}
	a.mu.Unlock()
	a.wakeIn(at.Sub(a.now()))
}

// wakeIn makes the loop work again after d at the latest.
func (a *account) wakeIn(d time.Duration) {
	at := time.Now().Add(max(d, time.Millisecond))
	if a.inbox.wakeAt.IsZero() || at.Before(a.inbox.wakeAt) {
		a.inbox.wakeAt = at
		a.inbox.timer.Reset(max(d, time.Millisecond))
	}
}

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
	} else {
		a.beginAnew(c)
	}
	a.askWhatIsMissing()
}

// beginAnew forgets what held for the stream that was cut.
func (a *account) beginAnew(c *xmpp.Client) {
	a.facts = newFacts()
	a.mu.Lock()
	a.live.People.Began()
	a.mu.Unlock()
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
	if !a.facts.served {
		a.discoverServer()
	}
	a.fetchPictures()
	a.fetchDisplayed()
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
	if a.conn.leaving {
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
		a.conn.online, a.conn.leaving = false, true
		a.conn.client.Close()
		return
	}
	if a.conn.cancel != nil {
		a.conn.cancel()
		a.conn.cancel = nil
		a.conn.stream++
	}
	a.giveUpResuming()
}

// dropped takes the end of a stream that was given up.
func (a *account) dropped() {
	a.unbind()
	a.giveUpResuming()
	for _, f := range a.conn.left {
		f()
	}
	a.conn.leaving, a.conn.left = false, nil
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

// enable has the account connect. Called on the loop.
func (a *account) enable() error {
	if err := a.configure(func(cfg *trust.Account) { cfg.Enabled = true }); err != nil {
		return err
	}
	a.tryNow()
	return nil
}

// disable takes the account offline, and reports when its stream has ended. Called on the loop.
func (a *account) disable(report func(error)) {
	if err := a.configure(func(cfg *trust.Account) { cfg.Enabled = false }); err != nil {
		report(err)
		return
	}
	a.tryNow() // once it is enabled again
	a.drop()
	a.setState(view.StateOffline, nil)
	if a.conn.client == nil {
		report(nil)
		return
	}
	a.conn.left = append(a.conn.left, func() { report(nil) })
}

// tryNow makes the next try due, whatever became of those before.
func (a *account) tryNow() {
	a.mu.Lock()
	a.live.Conn.Retry = time.Time{}
	a.mu.Unlock()
	a.conn.retry.tries, a.conn.retry.parked = 0, false
}

// setState publishes the connection's state.
func (a *account) setState(state view.ConnState, err error) {
	var e *Error
	if err != nil && !errors.As(err, &e) {
		e = &Error{Kind: KindNotConnected, Err: err}
	}
	loginBefore := ""
	var weaker *xmpp.DowngradeError
	if e != nil && errors.As(e, &weaker) {
		loginBefore = weaker.Before
	}
	a.mu.Lock()
	a.live.Conn.State, a.live.Conn.Err, a.live.Conn.LoginBefore = state, e, loginBefore
	a.mu.Unlock()
	a.changed(EventStatus, "", "")
}

// loadQueue reads the outbox once; from then on the loop keeps its own copy beside the file. What was made before this
// start may have been written.
func (a *account) loadQueue() error {
	return a.s.view("read outbox", func(tx *bbolt.Tx) error {
		entries, err := a.s.history(tx, a.jid).Outbox()
		a.outbox.queue = a.outbox.queue[:0]
		for _, e := range entries {
			if e.Stanza != nil {
				a.outbox.doubt[e.Seq], a.outbox.made[e.Seq] = true, true
			}
			if e.Tries > 0 {
				a.outbox.alone[e.Seq] = true
			}
			a.remember(e)
		}
		return err
	})
}

// remember puts e at the end of the loop's copy of the outbox.
func (a *account) remember(e history.Entry) {
	e.Stanza = nil
	a.outbox.queue = append(a.outbox.queue, e)
}
