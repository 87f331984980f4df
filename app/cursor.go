package app

import (
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/xmpp/mam"
)

// archivePlace returns from where to query the archive: the cursor or, if an own message is in doubt, the mark that was
// stored when it was encrypted, since live messages may have moved the cursor past it.
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
		doubtful := slices.IndexFunc(a.outbox.queue, func(e history.Entry) bool {
			return a.outbox.doubt[e.Seq] && e.Purpose == history.ForMessage && !a.rooms.Is(e.Chat)
		})
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

// moveCursor lets a live message move the cursor, unless a catch-up is still on its way to it.
func (a *account) moveCursor(tx *bbolt.Tx, in arrival) error {
	if in.archiveID == "" {
		return nil
	}
	h := a.s.history(tx, a.jid)
	if err := a.markArchived(h, in, "-"); err != nil {
		return err
	}
	if in.room == nil && (a.archive.catchingUp || !a.archive.kept) || in.room != nil && a.archive.rooms.reads(in.chat) {
		return nil
	}
	at, err := h.Archive(in.by(a.jid))
	if err != nil || !at.Begun {
		return err
	}
	at.Cursor, at.At = in.archiveID, in.at
	return h.PutArchive(in.by(a.jid), at)
}
