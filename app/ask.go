package app

import (
	"context"

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

// iq is a question to the network.
type iq struct {
	to      jid.JID // zero for the account itself, at its server
	set     bool
	payload any
}

// callNetwork runs f on the loop of a and waits for the one result that f, or an answer that f asked for, reports. The value
// is handed over with the report: what comes after the wait was given up is nobody's. KindNotConnected: ctx has ended;
// KindNotFound: the account was removed.
func callNetwork[T any](ctx context.Context, a *account, f func(report func(T, error))) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	reported := make(chan result, 1)
	report := func(value T, err error) {
		select {
		case reported <- result{value, err}:
		default:
		}
	}
	if err := a.call(ctx, func() { f(report) }); err != nil {
		return none, err
	}
	select {
	case r := <-reported:
		if r.err != nil {
			return none, r.err
		}
		return r.value, nil
	case <-a.inbox.ended:
		return none, notFound("account", a.jid)
	case <-ctx.Done():
		return none, &Error{Kind: KindNotConnected, Err: ctx.Err()}
	}
}

// askFor asks the network and waits for what read makes of the answer, on the loop. It may be called from any goroutine but
// the loop's. KindNotConnected: there is no stream.
func askFor[T any](ctx context.Context, a *account, q iq, read func(*xmpp.Answer) (T, error)) (T, error) {
	return callNetwork(ctx, a, func(report func(T, error)) {
		if !a.conn.online {
			var none T
			report(none, &Error{Kind: KindNotConnected})
			return
		}
		a.ask(q.to, q.set, q.payload, func(answer *xmpp.Answer) { report(read(answer)) })
	})
}

// tell has our server do something, and waits for its answer; then, unless nil, runs on the loop when that is no error.
func (a *account) tell(ctx context.Context, payload any, then func() error) error {
	_, err := askFor(ctx, a, iq{set: true, payload: payload}, func(answer *xmpp.Answer) (struct{}, error) {
		err := answerError(answer.Err)
		if err == nil && then != nil && a.conn.client != nil {
			err = then()
		}
		return struct{}{}, err
	})
	return err
}

// waitNetwork is callNetwork for what has no value but its error.
func (a *account) waitNetwork(ctx context.Context, f func(report func(error))) error {
	_, err := callNetwork(ctx, a, func(report func(struct{}, error)) {
		f(func(err error) { report(struct{}{}, err) })
	})
	return err
}
