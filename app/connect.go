package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

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
	if !a.cfg.Enabled || a.conn.try.cancel != nil || a.conn.retry.parked {
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
	a.conn.try.cancel = cancel
	n := a.conn.stream
	a.helpers.Go(func() {
		c, err := xmpp.Connect(ctx, cfg)
		select {
		case a.conn.try.opened <- opened{n, c, err}:
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
	a.conn.try.cancel()
	a.conn.try.cancel = nil
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
	a.conn.goodbye.then = append(a.conn.goodbye.then, func() { report(nil) })
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
