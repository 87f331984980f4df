package app

import (
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
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

// archivePlace is where to go on: at the cursor, or where the archive was when the first of the messages was made that may
// have arrived. What came in live since has moved the cursor past those, and what is asked for from there on would not
// hold them.
func (a *account) archivePlace() (begun bool, from history.Mark, err error) {
	err = a.s.view("read archive cursor", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		at, err := h.Archive(a.jid)
		begun, from = at.Begun, at.Mark()
		if a.archive.unordered {
			from = a.archive.anchor
		}
		if err != nil {
			return err
		}
		doubtful := slices.IndexFunc(a.outbox.queue, func(e history.Entry) bool { return a.outbox.doubt[e.Seq] && e.Purpose == history.ForMessage })
		if doubtful < 0 {
			return nil
		}
		e, err := h.Entry(a.outbox.queue[doubtful].Seq)
		if errors.Is(err, history.ErrNotFound) {
			return nil // taken back meanwhile
		}
		if e.Since != nil && (!a.archive.unordered || e.Since.At.Before(from.At)) {
			from = *e.Since
		}
		return err
	})
	return begun, from, err
}

// askBack asks for the newest messages before b.
func (a *account) askBack(b history.Back) {
	a.askMissed(mam.Query{Start: b.Start, Before: &b.Before, Max: min(100, b.Left)}, page{back: true})
}

// askMissed asks for a page of the catch-up.
func (a *account) askMissed(q mam.Query, p page) {
	p.of = a.addr.Bare()
	a.archive.page = &p
	a.askPage(&p.pager, q, func(answer *xmpp.Answer) { a.pageEnd(q, &p, answer) })
}

// pageEnd takes the end of a page. From here the loop takes in part after part.
func (a *account) pageEnd(q mam.Query, p *page, answer *xmpp.Answer) {
	if a.archive.page != p {
		return
	}
	var se *xmpp.StanzaError
	switch {
	case answer.Err == nil:
		fin, err := mam.ParseFin(answer.Payload)
		if err == nil {
			p.fin = &fin
			for _, r := range p.results {
				p.fresh = p.fresh || !a.archive.given[r.ArchiveID]
				a.archive.given[r.ArchiveID] = true
			}
			a.log.Debug("archive page", "results", len(p.results), "first", fin.First, "last", fin.Last, "complete", fin.Complete, "back", p.back, "by_time", p.byTime)
			return
		}
		a.log.Warn("archive", "err", err)
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
	case isAbsent(answer.Err):
		a.log.Warn("archive", "err", answer.Err)
		a.archive.page, a.archive.kept = nil, false
		a.caughtUp()
		return
	}
	a.archive.page = nil
	a.helpersAfter(askAgain, a.catchUp)
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
		a.archive.page = nil
		a.helpersAfter(askAgain, a.catchUp)
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
	case p.fin.Complete && !p.cut || !p.fresh: // an archive that repeats itself would be asked for ever
		a.caughtUp()
		if next.Back != nil {
			a.askBack(*next.Back)
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
	if r.Message != nil && in.describe(r.Message, a.addr) {
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

// closePart moves the cursor over a part, and at the end of a page says what comes next.
func (a *account) closePart(tx *bbolt.Tx, p *page, part []mam.Result, last bool) (history.Archive, error) {
	h := a.s.history(tx, a.jid)
	at, err := h.Archive(p.of.String())
	if err != nil {
		return at, err
	}
	for _, r := range part {
		if r.Message != nil && r.Message.FromJID.Bare().Equal(a.addr.Bare()) {
			at.KeepOwn = true
		}
	}
	switch {
	case p.back && !last:
		return at, nil // pages backwards are short; a cut repeats one
	case p.back:
		a.closeBack(p, &at)
	case len(p.results) == 0 && p.byTime && at.Cursor != "" && a.now().After(at.At): // not even what the cursor stands for
		at.AddGap(history.Gap{From: at.At, To: a.now()})
	case len(part) > 0:
		if p.byTime && p.done == 0 && !at.At.IsZero() && part[0].Delay.Stamp.After(at.At) && at.Cursor != "" {
			at.AddGap(history.Gap{From: at.At, To: part[0].Delay.Stamp})
		}
		at.Cursor, at.At = part[len(part)-1].ArchiveID, part[len(part)-1].Delay.Stamp
	}
	return at, h.PutArchive(p.of.String(), at)
}

// closeBack notes how far the first sign-in has come. Its first page sets the cursor. Where that is empty the newest message
// does, however old it seems by our clock, which may be wrong; and where there is none, all that comes is news.
func (a *account) closeBack(p *page, at *history.Archive) {
	if !at.Begun && len(p.results) == 0 && !p.newest {
		return
	}
	if !at.Begun {
		at.Begun, at.Since = true, a.now()
		at.Back = &history.Back{Start: a.now().AddDate(0, 0, -backDays), Left: backMost}
		if n := len(p.results); n > 0 {
			at.Cursor, at.At = p.results[n-1].ArchiveID, p.results[n-1].Delay.Stamp
		}
	}
	if at.Back == nil {
		return
	}
	at.Back.Left -= len(p.results)
	if p.newest || p.fin.Complete || len(p.results) == 0 || at.Back.Left <= 0 {
		at.Back = nil
		return
	}
	at.Back.Before = p.results[0].ArchiveID
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

// moveCursor lets a live message move the cursor, unless a catch-up is still on its way to it.
func (a *account) moveCursor(tx *bbolt.Tx, in arrival) error {
	if in.archiveID == "" {
		return nil
	}
	h := a.s.history(tx, a.jid)
	if err := a.markArchived(h, in, "-"); err != nil {
		return err
	}
	if a.archive.catchingUp || !a.archive.kept {
		return nil
	}
	at, err := h.Archive(a.jid)
	if err != nil || !at.Begun {
		return err
	}
	at.Cursor, at.At = in.archiveID, in.at
	return h.PutArchive(a.jid, at)
}

// countEarlier counts a message that has no key for this device because it is older than the device: one row a chat says
// how many there are.
func (a *account) countEarlier(h *history.Store, in arrival, out *taken) (bool, error) {
	if !in.archived || in.own {
		return in.archived && in.own, nil
	}
	at, err := h.Archive(a.jid)
	if err != nil || at.Begun && !in.at.Before(at.Since) {
		return false, err
	}
	chat, err := h.Begin(in.chat, in.at)
	if err != nil {
		return false, err
	}
	if chat.Earlier == "" {
		row := history.Message{Chat: in.chat, From: in.chat, Time: in.at, Kind: history.KindNotice, Notice: history.NoticeEarlier, Count: 1}
		if err := h.Insert(&row, in.place); err != nil {
			return false, err
		}
		if chat, err = h.Chat(in.chat); err != nil {
			return false, err
		}
		chat.Earlier = row.ID
		out.rows = append(out.rows, row)
		return true, h.PutChat(chat)
	}
	row, err := h.Get(chat.Earlier)
	if errors.Is(err, history.ErrNotFound) {
		return true, nil // cleared
	} else if err != nil {
		return false, err
	}
	row.Count++
	out.rows = append(out.rows, row)
	return true, h.Put(row)
}
