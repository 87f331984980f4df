package app

import (
	"context"

	"mellium.im/xmpp/jid"

	"vouch/app/loop"
	"vouch/xmpp"
)

// question is an IQ of ours and what the loop does with the answer.
type question struct{ then func(*xmpp.Answer) }

// Ask implements loop.Door.
func (a *account) Ask(to jid.JID, set bool, payload any, then func(*xmpp.Answer)) {
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
	a.Work(func() func() { return func() { then(&xmpp.Answer{Err: failure}) } })
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

// waitNetwork is loop.Wait for what has no value but its error.
func (a *account) waitNetwork(ctx context.Context, f func(report func(error))) error {
	_, err := loop.Wait(ctx, a.asRoomsSeeIt(), func(report func(struct{}, error)) {
		f(func(err error) { report(struct{}{}, err) })
	})
	return err
}
