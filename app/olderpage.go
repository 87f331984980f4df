package app

import (
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/mam"
)

// askOlder asks for the page before the oldest message that is known of the chat.
func (a *account) askOlder(o *older) {
	from, err := a.olderFrom(o.chat)
	switch {
	case err != nil:
		a.endOlder(o, err)
	case from.All:
		o.all = true
		a.endOlder(o, nil)
	default:
		o.asked = append(o.asked, from.ID)
		a.askOlderPage(o, mam.Query{Before: &from.ID}, from.At)
	}
}

func (a *account) askOlderPage(o *older, q mam.Query, at time.Time) {
	if !o.ofRoom {
		with, err := jid.Parse(o.chat)
		if err != nil {
			a.endOlder(o, invalid("chat", "not an address"))
			return
		}
		q.With = with
	}
	o.ours, q.Max = 0, olderSize
	a.askPage(&o.pager, q, func(answer *xmpp.Answer) { a.olderEnd(o, q, at, answer) })
}

// olderFrom is where to go on: at the oldest message that the archive gave, else at the first row that it has a name for.
func (a *account) olderFrom(who string) (from history.Older, err error) {
	err = a.s.view("read chat", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chat, err := h.Chat(who)
		if errors.Is(err, history.ErrNotFound) {
			return nil
		}
		if from = chat.Older; err != nil || from.ID != "" || from.All {
			return err
		}
		rows, err := h.After(who, nil, olderScan)
		for _, row := range rows {
			if row.ArchiveID != "" {
				from.ID = row.ArchiveID
				break
			}
		}
		return err
	})
	return from, err
}

// olderEnd takes the end of a page. From here the loop takes in part after part.
func (a *account) olderEnd(o *older, q mam.Query, at time.Time, answer *xmpp.Answer) {
	if len(a.archive.olders) == 0 || a.archive.olders[0] != o {
		return
	}
	var se *xmpp.StanzaError
	switch {
	case errors.As(answer.Err, &se) && se.Condition == "item-not-found" && *q.Before != "":
		// The server has dropped what stood there. Where its time is not known, all is asked for again from the newest on.
		newest := ""
		again := mam.Query{Before: &newest}
		if !at.IsZero() {
			again.End = at.Add(time.Second) // some servers keep whole seconds
		}
		a.askOlderPage(o, again, at)
	case errors.As(answer.Err, &se):
		a.endOlder(o, &Error{Kind: KindRefused, Said: se.Condition, Err: answer.Err})
	case answer.Err != nil:
		a.endOlder(o, loop.Failure(answer.Err))
	default:
		fin, err := mam.ParseFin(answer.Payload)
		if err != nil || o.cut {
			a.endOlder(o, malformedArchive("too long a page, or none"))
			return
		}
		o.fin = &fin
	}
}

// takeOlder takes in the next part of a page, and with the last one notes how far back it has gone.
func (a *account) takeOlder(o *older) {
	part := o.next(o.results)
	last := o.done+len(part) == len(o.results)
	var out taken
	var ours int
	var place history.Place
	take := func(tx *bbolt.Tx) (err error) {
		out, ours, place = taken{}, 0, o.place
		if o.done == 0 {
			if place, err = olderPlace(a.s.history(tx, a.jid), o.chat); err != nil {
				return err
			}
		}
		for _, r := range part {
			if o.skip {
				break
			}
			of, err := a.takeOlderResult(tx, o, r, &place, &out)
			if err != nil {
				return err
			}
			if of {
				ours++
			}
		}
		if !last {
			return nil
		}
		return a.closeOlder(a.s.history(tx, a.jid), o, o.ours+ours > 0)
	}
	err := a.containOrdered(func() error { return a.s.update("take in older messages", take) })
	switch {
	case err == nil:
	case a.partFailed(&o.parts, part, err):
		a.wakeIn(0)
		return
	default:
		a.endOlder(o, err)
		return
	}
	a.partTaken(&o.parts, part)
	o.place = place
	o.ours += ours
	for _, row := range out.rows {
		if place.Ceil == 0 || row.SortTime() <= place.Ceil {
			o.added[row.ID] = true
		}
	}
	out.rows = nil // they are no news
	a.tookIn(out)
	if !last {
		a.wakeIn(0)
		return
	}
	a.nextOlder(o)
}

// nextOlder asks for another page where this one had nothing to show, or ends the fetch. An archive that goes in circles,
// gives what was not asked for, or has no end, is not asked on.
func (a *account) nextOlder(o *older) {
	o.pages++
	switch {
	case o.fin.Complete:
		o.all = true
		a.endOlder(o, nil)
	case o.ours == 0:
		a.endOlder(o, malformedArchive("an empty page that is not the last"))
	case slices.Contains(o.asked, o.results[0].ArchiveID):
		a.endOlder(o, malformedArchive("the same page again"))
	case len(o.added) > 0:
		a.endOlder(o, nil)
	case o.pages >= olderPages:
		a.endOlder(o, &Error{Kind: KindBusy, Why: "nothing to show so far"})
	default:
		o.id = ""
		a.wakeIn(0)
	}
}

func malformedArchive(what string) error {
	return &Error{Kind: KindMalformed, Why: "the archive gave " + what}
}

// olderPlace is before the first row of the chat.
func olderPlace(h *history.Store, who string) (history.Place, error) {
	at := history.Place{Quiet: true}
	first, err := h.After(who, nil, 1)
	if errors.Is(err, history.ErrNotFound) || err == nil && len(first) == 0 {
		return at, nil
	} else if err != nil {
		return at, err
	}
	at.Ceil = max(first[0].SortTime(), 2) - 1
	return at, nil
}

// takeOlderResult takes in one message, if it is of the chat. The next one belongs behind it.
func (a *account) takeOlderResult(tx *bbolt.Tx, o *older, r mam.Result, place *history.Place, out *taken) (bool, error) {
	in := arrival{archived: true, older: true, archiveID: r.ArchiveID, at: r.Delay.Stamp, place: *place}
	if now := a.now(); in.at.After(now) || in.at.IsZero() {
		in.at = now
	}
	before, who := len(out.rows), o.chat
	h := a.s.history(tx, a.jid)
	switch {
	case o.aside != nil && o.ofRoom && r.Message != nil:
		if ours, err := a.describeOlder(h, &in, r, o); err != nil || !ours {
			return false, err
		}
		in.own = false // the row is the program's, and no receipt may find it
		if err := a.takeBroken(h, in, r.Message.Body, o.aside, out); err != nil {
			return false, err
		}
	case o.ofRoom && r.Message == nil: // does not decode; nobody can be sure whose it is
		return false, h.MarkArchived(who, r.ArchiveID, "")
	case o.aside != nil:
		if err := a.asideResult(h, in, r, true, o.aside, out); err != nil {
			return false, err
		}
	case r.Message != nil:
		if ours, err := a.describeOlder(h, &in, r, o); err != nil || !ours {
			return false, err
		}
		if err := a.takeIn(tx, in, out); err != nil {
			return false, err
		}
	case a.describeBroken(&in, r.From, r.To, r.ID) && in.chat == who:
		if err := a.takeBrokenResult(h, in, r, true, out); err != nil {
			return false, err
		}
	default:
		return false, nil
	}
	for _, row := range out.rows[before:] {
		if sort := row.SortTime(); row.Chat == who && (place.Ceil == 0 || sort <= place.Ceil) {
			place.Floor = max(place.Floor, sort)
		}
	}
	return true, a.markArchived(h, in, "-") // what has no row is known all the same
}

// describeOlder establishes who wrote what an archive gave. It is false for what is not of the chat.
func (a *account) describeOlder(h *history.Store, in *arrival, r mam.Result, o *older) (bool, error) {
	if !o.ofRoom {
		return a.describe(in, r.Message) && in.chat == o.chat, nil
	}
	is, known, err := h.Room(o.chat)
	if err != nil || !known {
		return false, err
	}
	return a.describeKept(h, in, r, is)
}

// closeOlder notes how far back the archive was asked. A page that holds nothing of the chat moves nothing.
func (a *account) closeOlder(h *history.Store, o *older, moves bool) error {
	chat, err := h.Begin(o.chat, a.now())
	if err != nil {
		return err
	}
	if moves {
		chat.Older.ID, chat.Older.At = o.results[0].ArchiveID, o.results[0].Delay.Stamp
	}
	chat.Older.All = chat.Older.All || o.fin.Complete
	return h.PutChat(chat)
}
