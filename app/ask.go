package app

import (
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// question is an IQ of ours and what the loop does with the answer.
type question struct{ then func(*xmpp.Answer) }

// ask sends an IQ; then runs on the loop with the one answer, which has Err set to xmpp.ErrClosed when the stream ended
// before, and to xmpp.ErrBusy when it had no room. It does not run inside ask.
func (a *account) ask(to jid.JID, set bool, payload any, then func(*xmpp.Answer)) {
	q := &question{then}
	failure := xmpp.ErrClosed
	if a.conn.client != nil {
		a.conn.asked[q] = true
		if err := a.conn.client.Ask(xmpp.Request{To: to, Set: set, Payload: payload, Tag: q}); err == nil {
			return
		} else {
			a.log.Info("ask", "err", err)
			failure = err
		}
		delete(a.conn.asked, q)
	}
	a.later(func() { then(&xmpp.Answer{Err: failure}) })
}

// later runs f on the loop after the present event.
func (a *account) later(f func()) {
	a.helpers.Go(func() {
		select {
		case a.inbox.calls <- f:
		case <-a.ctx.Done():
		}
	})
}

// answered hands an answer to the question it belongs to. Questions of older streams are no longer in asked.
func (a *account) answered(answer *xmpp.Answer) {
	q, ok := answer.Tag.(*question)
	if !ok || !a.conn.asked[q] {
		return
	}
	delete(a.conn.asked, q)
	q.then(answer)
}

// tryAgain notes that a todo did not work out, and wakes the loop when it may be tried again.
func (a *account) tryAgain(key string) {
	f := a.devices.todos.failed[key]
	pause := min(time.Second<<min(f.times, 10), 10*time.Minute)
	f.times++
	f.after = a.now().Add(pause)
	a.devices.todos.failed[key] = f
	a.wakeIn(pause)
}
