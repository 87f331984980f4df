package rooms

import (
	"context"
	"errors"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/captcha"
	"vouch/xmpp/forms"
	"vouch/xmpp/muc"
)

// solveIn is how long a room may wait for what it wants solved: ejabberd 23.01 gives up after two minutes, and says so.
const solveIn = 10 * time.Minute

// puzzle is what a room wants solved before it lets us in.
type puzzle struct {
	captcha.Challenge
	number int // tells it from others
	until  time.Time
}

// receivePuzzle takes what a room that is being entered wants solved (XEP-0158). Whoever is in it can write the same, which means
// nothing. Our way in stays open for the user to answer.
func (r *Rooms) receivePuzzle(rm *room, m *xmpp.Message) bool {
	e := rm.entry
	if e == nil || e.inside || e.next == nil || m.FromJID.Resourcepart() != "" {
		return false
	}
	c, ok := captcha.Of(m)
	if !ok {
		return false
	}
	r.puzzles++
	e.puzzle, e.puzzled = &puzzle{c, r.puzzles, r.Now().Add(solveIn)}, true
	r.publish(rm)
	return true
}

// Puzzle is what a room that is being entered wants solved. KindNotFound: nothing.
func (r *Rooms) Puzzle(ctx context.Context, at jid.JID) (captcha.Challenge, error) {
	return loop.Wait(ctx, r.Account, func(report func(captcha.Challenge, error)) {
		rm := r.all[at.Bare().String()]
		if rm == nil || rm.entry == nil || rm.entry.puzzle == nil {
			report(captcha.Challenge{}, fault.NotFound("room", at.String()))
			return
		}
		report(rm.entry.puzzle.Challenge, nil)
	})
}

// Solve answers what a room wants solved, by field; whoever waits in Join is told what came of it. KindNotFound: it wants nothing;
// KindInvalid "fields": one was left out, which is About; KindAuth: that was wrong.
func (r *Rooms) Solve(ctx context.Context, at jid.JID, answers map[string]string) error {
	_, err := loop.Wait(ctx, r.Account, func(report func(struct{}, error)) {
		rm := r.all[at.Bare().String()]
		if rm == nil || rm.entry == nil || rm.entry.puzzle == nil {
			report(struct{}{}, fault.NotFound("room", at.String()))
			return
		}
		e := rm.entry
		filled, err := e.puzzle.Form.Submit(answers)
		var missing *forms.MissingError
		if errors.As(err, &missing) {
			err = &fault.Error{Kind: fault.KindInvalid, Param: "fields", About: missing.Var, Err: err}
		}
		if err != nil {
			report(struct{}{}, err)
			return
		}
		r.Ask(rm.addr, true, captcha.Answer(filled), func(answer *xmpp.Answer) { report(struct{}{}, r.solved(rm, e, answer.Err)) })
	})
	return err
}

// solved takes what a room says to our answer. After the right one it lets us in.
func (r *Rooms) solved(rm *room, e *entry, err error) error {
	var wrong *xmpp.StanzaError
	switch {
	case err != nil && !errors.As(err, &wrong):
		return loop.Failure(err)
	case err != nil:
		err = refused(muc.NotSolved, err)
	}
	if rm.entry != e {
		return err
	}
	if e.puzzle, e.heard = nil, r.Now(); err != nil { // another try has another picture
		r.fail(rm, err)
		return err
	}
	r.After(quiet, func() { r.stillComing(rm, e) })
	r.publish(rm)
	return nil
}
