package app

import (
	"errors"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp/mam"
)

// parts is how a page of an archive is taken in: partSize results in a transaction, and where one of those fails, each by
// itself up to the end of that part. The one that fails by itself is set aside, so that the rest of the archive is not
// held up.
type parts struct {
	done  int   // results taken in
	alone int   // results up to this one are taken in by themselves
	aside error // why the next one is set aside
	skip  bool  // not even a note of it can stand in its chat
}

// next is the part to take in now.
func (p *parts) next(results []mam.Result) []mam.Result {
	size := partSize
	if p.done < p.alone {
		size = 1
	}
	return results[p.done:min(p.done+size, len(results))]
}

// partTaken goes on to the next part.
func (a *account) partTaken(p *parts, part []mam.Result) {
	if p.skip {
		if err := a.noteUnplaced(p.aside); err != nil {
			a.log.Error("note archived message", "err", err)
		}
	}
	p.done += len(part)
	p.aside, p.skip = nil, false
}

// partFailed notes that a part was not taken in, and says whether it may be in another way.
func (a *account) partFailed(p *parts, part []mam.Result, err error) (again bool) {
	a.log.Error("take in archive", "results", len(part), "err", err)
	switch {
	case errors.Is(err, trust.ErrFile), len(part) == 0, p.skip:
		return false
	case len(part) > 1:
		p.alone = p.done + len(part)
	case p.aside == nil:
		p.aside = err
	default:
		p.skip = true
	}
	return true
}

// asideResult leaves a visible note of an archived message that could not be taken in, at its place.
func (a *account) asideResult(h *history.Store, in arrival, r mam.Result, back bool, cause error, out *taken) error {
	if r.Message == nil {
		r.Err = cause
		return a.takeBrokenResult(h, in, r, back, out)
	}
	if !a.describe(&in, r.Message) {
		return nil
	}
	in.own = false // the row is the program's, and no receipt may find it
	if !in.older {
		in.place = a.orderOf(in.chat).place(back)
	}
	return a.takeBroken(h, in, r.Message.Body, cause, out)
}

// takePart takes in a part of a page and moves the cursor, in one transaction.
func (a *account) takePart(p *page, part []mam.Result, last bool) (out taken, next history.Archive, err error) {
	err = a.containOrdered(func() error {
		return a.s.update("take in archive", func(tx *bbolt.Tx) (err error) {
			out = taken{}
			for _, r := range part {
				if p.newest || p.skip {
					break // it is older than what is fetched, or cannot be
				}
				if err := a.takeResult(tx, p, r, &out); err != nil {
					return err
				}
			}
			next, err = a.closePart(tx, p, part, last)
			return err
		})
	})
	return out, next, err
}
