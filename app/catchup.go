package app

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/ids"
	"vouch/xmpp/mam"
)

const (
	pageSize    = 250              // messages asked for at a time; servers may give fewer
	partSize    = 64               // messages taken in by one transaction
	backDays    = 30               // how far back the first sign-in goes …
	backMost    = 2000             // … and how many messages at the most
	forgetfully = 24 * time.Hour   // how much earlier to ask where the server no longer knows the cursor
	askAgain    = 30 * time.Second // after a page that did not come
)

// page is a page of the catch-up. Where it was cut, the rest is asked for again.
type page struct {
	pager
	back   bool // of the first sign-in, backwards
	newest bool // the newest message alone, where the first sign-in found none that is recent
	byTime bool // asked by time, because the server no longer knew the cursor
	fresh  bool // a result came that this catch-up had not had
}

// catchUp begins to fetch what was written while there was no stream, or at the first sign-in what was written before.
func (a *account) catchUp() {
	begun, from, err := a.archivePlace()
	if err != nil {
		a.log.Error("read archive cursor", "err", err)
		return
	}
	a.setCatchingUp(true)
	clear(a.archive.given)
	if err := a.markFloors(); err != nil {
		a.log.Error("read chats", "err", err)
		return
	}
	switch {
	case !begun:
		a.askBack(history.Back{Start: a.now().AddDate(0, 0, -backDays), Left: backMost})
	case from.ID == "":
		a.askMissed(mam.Query{Start: from.At, Max: pageSize}, page{byTime: true})
	default:
		a.askMissed(mam.Query{After: &from.ID, Max: pageSize}, page{})
	}
}

// askBack asks for the newest messages before b.
func (a *account) askBack(b history.Back) {
	a.askMissed(mam.Query{Start: b.Start, Before: &b.Before, Max: min(100, b.Left)}, page{back: true})
}

// askMissed asks for a page of the catch-up.
func (a *account) askMissed(q mam.Query, p page) {
	a.archive.page, a.archive.ahead = &p, nil
	a.fetchPage(q, &p)
}

func (a *account) fetchPage(q mam.Query, p *page) {
	p.of = a.addr.Bare()
	a.askPage(&p.pager, q, func(answer *xmpp.Answer) { a.pageEnd(q, p, answer) })
}

// askAhead asks for the page after the one that is there, if there is one: the server looks for it while this one is taken
// in. No more than one page is ahead, so that what is in memory has a bound.
func (a *account) askAhead() {
	p := a.archive.page
	if p.back || p.ends() || a.archive.ahead != nil {
		return
	}
	a.archive.ahead = &page{}
	a.fetchPage(mam.Query{After: &p.results[len(p.results)-1].ArchiveID, Max: pageSize}, a.archive.ahead)
}

// ends tells of a page forwards that has come whether it is the last one. An archive that repeats itself would be asked for
// ever.
func (p *page) ends() bool { return p.fin.Complete && !p.cut || !p.fresh }

// pageEnd takes the end of a page. From here the loop takes in part after part.
func (a *account) pageEnd(q mam.Query, p *page, answer *xmpp.Answer) {
	if a.archive.page != p && a.archive.ahead != p {
		return
	}
	if answer.Err == nil {
		fin, err := mam.ParseFin(answer.Payload)
		if err == nil {
			a.pageCame(p, fin)
			return
		}
		a.log.Warn("archive", "err", err)
	}
	if a.archive.ahead == p {
		a.archive.ahead = nil // asked for again when its turn has come
		return
	}
	var se *xmpp.StanzaError
	switch {
	case errors.Is(answer.Err, xmpp.ErrClosed):
		a.archive.page = nil
		return
	case errors.As(answer.Err, &se) && se.Condition == "item-not-found" && q.After != nil && !p.back:
		_, from, err := a.archivePlace()
		if err == nil { // the server has dropped what the cursor stood for
			a.askMissed(mam.Query{Start: from.At.Add(-forgetfully), Max: pageSize}, page{byTime: true})
			return
		}
		a.log.Error("read archive cursor", "err", err)
	case loop.IsAbsent(answer.Err):
		a.log.Warn("archive", "err", answer.Err)
		a.archive.page, a.archive.kept = nil, false
		a.caughtUp()
		return
	}
	a.archive.page = nil
	a.After(askAgain, a.catchUp)
}

// pageCame notes that all results of a page are there.
func (a *account) pageCame(p *page, fin mam.Fin) {
	p.fin = &fin
	for _, r := range p.results {
		p.fresh = p.fresh || !a.archive.given[r.ArchiveID]
		a.archive.given[r.ArchiveID] = true
	}
	a.log.Debug("archive page", "results", len(p.results), "first", fin.First, "last", fin.Last, "complete", fin.Complete, "back", p.back, "by_time", p.byTime)
	if a.archive.page == p {
		a.askAhead()
	}
}

// workPage takes in the next part of the page that has come, in one transaction, and moves the cursor in the same.
func (a *account) workPage() {
	p := a.archive.page
	if p == nil || p.fin == nil {
		return
	}
	part := p.next(p.results)
	last := p.done+len(part) == len(p.results)
	out, next, err := a.takePart(p, part, last)
	switch {
	case err == nil:
	case a.partFailed(&p.parts, part, err):
		a.wakeIn(0)
		return
	default:
		a.archive.page, a.archive.ahead = nil, nil
		a.After(askAgain, a.catchUp)
		return
	}
	a.partTaken(&p.parts, part)
	a.tookIn(out)
	if !last {
		a.wakeIn(0)
		return
	}
	a.archive.page = nil
	switch {
	case p.back:
		for _, o := range a.archive.order {
			o.nextPageBack()
		}
		if !next.Begun {
			newest := ""
			a.askMissed(mam.Query{Before: &newest, Max: 1}, page{back: true, newest: true})
			return
		}
		if a.archive.catchingUp {
			a.caughtUp() // what came before is fetched in the background
		}
		if next.Back != nil {
			a.askBack(*next.Back)
		}
	case p.ends():
		a.caughtUp()
		if next.Back != nil {
			a.askBack(*next.Back)
		}
	case a.archive.ahead != nil:
		a.archive.page, a.archive.ahead = a.archive.ahead, nil
		if a.archive.page.fin != nil {
			a.askAhead()
			a.wakeIn(0)
		}
	default:
		a.askMissed(mam.Query{After: &next.Cursor, Max: pageSize}, page{})
	}
}

// takeResult takes in one archived message.
func (a *account) takeResult(tx *bbolt.Tx, p *page, r mam.Result, out *taken) error {
	in := arrival{archived: true, archiveID: r.ArchiveID, at: r.Delay.Stamp}
	if now := a.now(); in.at.After(now) || in.at.IsZero() {
		in.at = now
	}
	h := a.s.history(tx, a.jid)
	if p.aside != nil {
		if err := a.asideResult(h, in, r, p.back, p.aside, out); err != nil {
			return err
		}
		return a.markArchived(h, in, "-")
	}
	if r.Message != nil && a.describe(&in, r.Message) {
		in.place = a.orderOf(in.chat).place(p.back)
		if err := a.takeIn(tx, in, out); err != nil {
			return err
		}
	}
	if r.Err != nil {
		if err := a.takeBrokenResult(h, in, r, p.back, out); err != nil {
			return err
		}
	}
	return a.markArchived(h, in, "-") // what has no row is known all the same
}

// caughtUp ends the catch-up: what waited for it goes on.
func (a *account) caughtUp() {
	a.setCatchingUp(false)
	a.archive.unordered, a.conn.retry.steady = false, true
	a.dropAnchor()
	clear(a.archive.begun)
	a.healWaiting()
	if err := a.settleChats(); err != nil {
		a.log.Error("settle chats", "err", err)
	}
	if err := a.settle(); err != nil {
		a.log.Error("settle outbox", "err", err)
	}
	a.rooms.CaughtUp()
}

func (a *account) setCatchingUp(on bool) {
	a.archive.catchingUp = on
	a.mu.Lock()
	changed := a.live.Archive.CatchingUp != on
	a.live.Archive.CatchingUp = on
	a.mu.Unlock()
	if changed {
		a.changed(EventStatus, "", "")
	}
}

// archiveID is the id our own account gave a message, where it is known to remove forged ones.
func (a *account) archiveID(m *xmpp.Message) string {
	if !a.archive.ids {
		return ""
	}
	return ids.Stanza(m, a.addr.Bare())
}
