package app

import (
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
)

// The account is the loop.Door of its rooms; Ask is in ask.go, Call in account.go.
var _ loop.Door = (*account)(nil)

// asRoomsSeeIt is the account for its rooms.
func (a *account) asRoomsSeeIt() loop.Account {
	return loop.Account{JID: a.jid, Addr: a.addr, Log: a.log, Now: a.now, Door: a}
}

// Online implements loop.Door.
func (a *account) Online() bool { return a.conn.online }

// Send implements loop.Door.
func (a *account) Send(payload any) error {
	if a.conn.client == nil {
		return &Error{Kind: KindNotConnected}
	}
	if _, err := a.conn.client.Send(payload); err != nil {
		return &Error{Kind: KindNotConnected, Err: err}
	}
	return nil
}

// After implements loop.Door.
func (a *account) After(d time.Duration, f func()) {
	stream := a.conn.stream
	a.helpers.Go(func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-a.ctx.Done():
			return
		}
		a.onLoop(func() {
			if a.conn.stream == stream && a.conn.online {
				f()
			}
		})
	})
}

// Work implements loop.Door.
func (a *account) Work(f func() (then func())) {
	a.helpers.Go(func() { a.onLoop(f()) })
}

// onLoop runs f on the loop, unless that ends first. It is for goroutines of the account.
func (a *account) onLoop(f func()) {
	select {
	case a.inbox.calls <- f:
	case <-a.ctx.Done():
	}
}

// Ended implements loop.Door.
func (a *account) Ended() <-chan struct{} { return a.inbox.ended }

// Update implements loop.Door.
func (a *account) Update(doing string, f func(*history.Store) error) error {
	return a.s.update(doing, func(tx *bbolt.Tx) error { return f(a.s.history(tx, a.jid)) })
}

// View implements loop.Door.
func (a *account) View(doing string, f func(*history.Store) error) error {
	return a.s.view(doing, func(tx *bbolt.Tx) error { return f(a.s.history(tx, a.jid)) })
}

// Published implements loop.Door.
func (a *account) Published(f func(*view.Live)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f(&a.live)
}

// Changed implements loop.Door.
func (a *account) Changed(chat string) { a.changed(EventChanged, chat, "") }
