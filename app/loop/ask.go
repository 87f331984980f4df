package loop

import (
	"context"
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/xmpp"
)

// Question is an IQ to the network.
type Question struct {
	To      jid.JID // zero for the account itself, at its server
	Set     bool
	Payload any
}

// Wait runs f on the loop and waits for the one result that f, or an answer that f asked for, reports. The value is handed
// over with the report: what comes after the wait was given up is nobody's. It is for any goroutine but the loop's.
// KindNotConnected: ctx has ended; KindNotFound: the account was removea.
func Wait[T any](ctx context.Context, a Account, f func(report func(T, error))) (T, error) {
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
	if err := a.Call(ctx, func() { f(report) }); err != nil {
		return none, err
	}
	select {
	case r := <-reported:
		if r.err != nil {
			return none, r.err
		}
		return r.value, nil
	case <-a.Ended():
		return none, fault.NotFound("account", a.JID)
	case <-ctx.Done():
		return none, &fault.Error{Kind: fault.KindNotConnected, Err: ctx.Err()}
	}
}

// AskFor asks the network and waits for what read makes of the answer, on the loop. It is for any goroutine but the loop's.
// KindNotConnected: there is no stream.
func AskFor[T any](ctx context.Context, a Account, q Question, read func(*xmpp.Answer) (T, error)) (T, error) {
	return Wait(ctx, a, func(report func(T, error)) {
		if !a.Online() {
			var none T
			report(none, &fault.Error{Kind: fault.KindNotConnected})
			return
		}
		a.Ask(q.To, q.Set, q.Payload, func(answer *xmpp.Answer) { report(read(answer)) })
	})
}

// Tell has our server do something, and waits for its answer; then, unless nil, runs on the loop when that is no error.
func Tell(ctx context.Context, a Account, payload any, then func() error) error {
	_, err := AskFor(ctx, a, Question{Set: true, Payload: payload}, func(answer *xmpp.Answer) (struct{}, error) {
		err := Failure(answer.Err)
		if err == nil && then != nil {
			err = then()
		}
		return struct{}{}, err
	})
	return err
}

// Failure gives the error of an answer its kind: KindNotFound "jid" where it IsAbsent, else KindNotConnected.
func Failure(err error) error {
	if err == nil {
		return nil
	}
	if IsAbsent(err) {
		return &fault.Error{Kind: fault.KindNotFound, Param: "jid", Err: err}
	}
	return &fault.Error{Kind: fault.KindNotConnected, Err: err}
}

// IsAbsent tells an answer that says "there is nothing, or nothing for you" from one that says nothing at all.
func IsAbsent(err error) bool {
	var se *xmpp.StanzaError
	if !errors.As(err, &se) {
		return false
	}
	switch se.Condition {
	case "item-not-found", "service-unavailable", "feature-not-implemented", "forbidden", "not-authorized", "not-allowed",
		"gone", "jid-malformed", "bad-request", "not-acceptable":
		return true
	}
	return false
}
