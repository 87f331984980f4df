package app

import (
	"errors"
	"maps"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/mam"
)

// Each room keeps what was said there in an archive of its own (XEP-0313 v1.1.3), if it keeps anything. It is read each time that we
// come in, from where it was read to before. Of a room that is new here the newest page is fetched, as what was there already.

// newestOfRoom is how much is fetched of a room that is new here.
const newestOfRoom = 50

// mostOfRoom bounds what is read of a room's archive at one time; the rest is read when we come in again.
const mostOfRoom = 100_000

// roomReads are the archives of rooms that are being read, by room.
type roomReads map[string]*roomRead

// roomRead is the reading of the archive of one room.
type roomRead struct {
	pager
	failed bool            // it is asked again after a while
	first  bool            // nothing was read of it before: the newest page alone
	byTime bool            // asked by time, because the room no longer knew the cursor
	given  map[string]bool // archive ids that it gave, so that one that goes in circles is noticed
}

// reads tells whether the archive of a room is being read: what comes in live may not be in its order.
func (rs roomReads) reads(room string) bool { return rs[room] != nil }

// fails tells whether what is missing of a room will be asked for again, as it did not come: nothing new needs to wait for that.
func (rs roomReads) fails(room string) bool { return rs[room] != nil && rs[room].failed }

// interrupted forgets the pages that were asked for on a stream that was cut. What they would have given is still missing.
func (rs roomReads) interrupted() {
	for _, r := range rs {
		r.pager = pager{of: r.of}
	}
}

// reads tells whether older rows of a chat may come yet from the archive that holds it.
func (a *account) reads(chat string) bool {
	if a.rooms.Is(chat) {
		return a.archive.rooms.reads(chat) || !a.rooms.In(chat)
	}
	return a.archive.catchingUp
}

// enteredRoom goes on with a room that we have just come into: what was written to it before may not have arrived.
func (a *account) enteredRoom(room string) {
	for _, e := range a.outbox.queue {
		if e.Chat == room && a.outbox.made[e.Seq] {
			a.outbox.doubt[e.Seq] = true
			delete(a.outbox.resend, e.Seq)
		}
	}
	if err := a.markRoom(room); err != nil {
		a.log.Error("store what was read", "room", room, "err", err)
	}
	a.goOnWithRoom(room)
}

// goOnWithRoom has the archive of a room that we are in say what is there of what is in doubt. Where the file fails it is tried again
// after a while.
func (a *account) goOnWithRoom(room string) {
	is, err := a.roomRecord(room)
	if err == nil && is.Kind.Offers.Archive {
		err = a.readRoom(room)
	} else if err == nil {
		err = a.settleRoom(room, false)
	}
	if err != nil {
		a.log.Error("read archive of room", "room", room, "err", err)
		a.goOnLater(room)
	}
}

func (a *account) goOnLater(room string) {
	a.After(askAgain, func() {
		if a.rooms.In(room) && !a.archive.rooms.reads(room) {
			a.goOnWithRoom(room)
		}
	})
}

// resumeRooms begins again to read the archives of rooms, on a stream that goes on where the last was cut.
func (a *account) resumeRooms() {
	for _, room := range slices.Sorted(maps.Keys(a.archive.rooms)) {
		if !a.rooms.In(room) {
			delete(a.archive.rooms, room) // read when we are in
			continue
		}
		if err := a.readRoom(room); err != nil {
			a.log.Error("read archive of room", "room", room, "err", err)
			delete(a.archive.rooms, room)
			a.goOnLater(room)
		}
	}
}

// readRoomAgain has a room's archive read again after a while. Until then it counts as being read: what comes in live does not
// move the cursor over what is missing.
func (a *account) readRoomAgain(room string, r *roomRead) {
	r.pager, r.failed = pager{of: r.of}, true
	a.After(askAgain, func() {
		if a.archive.rooms[room] == r && a.rooms.In(room) {
			a.goOnWithRoom(room)
		}
	})
}

func (a *account) roomRecord(room string) (is history.Room, err error) {
	err = a.View("read room", func(h *history.Store) error {
		is, _, err = h.Room(room)
		return err
	})
	return is, err
}

// readRoom begins to read the archive of a room.
func (a *account) readRoom(room string) error {
	var at history.Archive
	from := history.Mark{}
	if err := a.View("read archive cursor", func(h *history.Store) (err error) {
		if at, err = h.Archive(room); err != nil {
			return err
		}
		if from, err = a.roomMark(h, room, at); err != nil {
			return err
		}
		chat, err := h.Chat(room)
		if errors.Is(err, history.ErrNotFound) {
			return nil
		}
		return errors.Join(err, a.markFloor(h, chat))
	}); err != nil {
		return err
	}
	r := &roomRead{pager: pager{of: jid.MustParse(room)}, given: map[string]bool{}}
	a.archive.rooms[room] = r
	newest := ""
	switch {
	case !at.Begun:
		r.first = true
		a.askRoomPage(r, mam.Query{Before: &newest, Max: newestOfRoom})
	case from.ID == "":
		r.byTime = true
		a.askRoomPage(r, mam.Query{Start: from.At, Max: pageSize})
	default:
		a.askRoomPage(r, mam.Query{After: &from.ID, Max: pageSize})
	}
	return nil
}

// roomMark is from where to read: the cursor, or where the archive was when the oldest message was made that may be in it.
func (a *account) roomMark(h *history.Store, room string, at history.Archive) (history.Mark, error) {
	for _, q := range a.outbox.queue {
		if q.Chat != room || !a.outbox.doubt[q.Seq] {
			continue
		}
		e, err := h.Entry(q.Seq)
		if err == nil && e.Since != nil {
			return *e.Since, nil
		}
		if err != nil && !errors.Is(err, history.ErrNotFound) {
			return history.Mark{}, err
		}
	}
	return at.Mark(), nil
}

func (a *account) askRoomPage(r *roomRead, q mam.Query) {
	a.askPage(&r.pager, q, func(answer *xmpp.Answer) { a.roomPageEnd(r, q, answer) })
}

// roomPageEnd takes the end of a page. From here the loop takes in part after part.
func (a *account) roomPageEnd(r *roomRead, q mam.Query, answer *xmpp.Answer) {
	room := r.of.String()
	if a.archive.rooms[room] != r {
		return
	}
	fin, err := mam.Fin{}, answer.Err
	if err == nil {
		fin, err = mam.ParseFin(answer.Payload)
	}
	var se *xmpp.StanzaError
	switch {
	case err == nil:
		r.fin = &fin
		a.wakeIn(0)
	case errors.Is(err, xmpp.ErrClosed): // resumeRooms goes on
	case errors.As(err, &se) && se.Condition == "item-not-found" && q.After != nil: // it has dropped what the cursor stood for
		at, err := a.roomArchive(room)
		if err != nil {
			a.log.Error("read archive cursor", "err", err)
			a.readRoomAgain(room, r)
			return
		}
		r.byTime = true
		a.askRoomPage(r, mam.Query{Start: at.At.Add(-forgetfully), Max: pageSize})
	case loop.IsAbsent(err):
		a.log.Warn("archive of room", "room", room, "err", err)
		a.roomRead(room, false)
	default:
		a.log.Warn("archive of room", "room", room, "err", err)
		a.readRoomAgain(room, r)
	}
}

func (a *account) roomArchive(room string) (at history.Archive, err error) {
	err = a.View("read archive cursor", func(h *history.Store) error {
		at, err = h.Archive(room)
		return err
	})
	return at, err
}

// workRooms takes in the next part of a page that has come.
func (a *account) workRooms() {
	for room, r := range a.archive.rooms {
		if r.fin == nil {
			continue
		}
		part := r.next(r.results)
		last := r.done+len(part) == len(r.results)
		out, err := a.takeRoomPart(room, r, part)
		if err != nil {
			if !a.partFailed(&r.parts, part, err) {
				a.readRoomAgain(room, r)
			}
			a.wakeIn(0)
			return
		}
		a.partTaken(&r.parts, part)
		a.tookIn(out)
		a.wakeIn(0)
		if last {
			a.roomPageTaken(room, r)
		}
		return
	}
}

// roomPageTaken goes on after a page, with the next one if there is one.
func (a *account) roomPageTaken(room string, r *roomRead) {
	fresh := false
	for _, result := range r.results {
		fresh = fresh || !r.given[result.ArchiveID]
		r.given[result.ArchiveID] = true
	}
	if r.first || !fresh || r.fin.Complete && !r.cut {
		a.roomRead(room, true)
		return
	}
	if len(r.given) >= mostOfRoom {
		a.log.Warn("archive of room has no end", "room", room, "messages", len(r.given))
		a.roomRead(room, false)
		return
	}
	newest := r.results[len(r.results)-1].ArchiveID
	r.byTime = false // the first page has shown what is missing before it
	a.askRoomPage(r, mam.Query{After: &newest, Max: pageSize})
}

// roomRead ends the reading of a room's archive.
func (a *account) roomRead(room string, archived bool) {
	delete(a.archive.rooms, room)
	if err := a.settleRoom(room, archived); err != nil {
		a.log.Error("settle room", "room", room, "err", err)
		a.goOnLater(room)
	}
}

// takeRoomPart takes in a part of a page of a room's archive and moves its cursor, in one transaction.
func (a *account) takeRoomPart(room string, r *roomRead, part []mam.Result) (out taken, err error) {
	err = a.containOrdered(func() error {
		return a.s.update("take in archive of room", func(tx *bbolt.Tx) error {
			out = taken{}
			h := a.s.history(tx, a.jid)
			is, known, err := h.Room(room)
			if err != nil || !known || r.skip {
				return err
			}
			for _, result := range part {
				if err := a.takeRoomResult(tx, r, result, is, &out); err != nil {
					return err
				}
			}
			return a.moveRoomCursor(h, room, r, part)
		})
	})
	return out, err
}

// takeRoomResult takes in one message of a room's archive.
func (a *account) takeRoomResult(tx *bbolt.Tx, r *roomRead, result mam.Result, is history.Room, out *taken) error {
	h := a.s.history(tx, a.jid)
	in := arrival{archived: true, archiveID: result.ArchiveID, at: result.Delay.Stamp, place: a.orderOf(is.JID).place(r.first)}
	if now := a.now(); in.at.After(now) || in.at.IsZero() {
		in.at = now
	}
	if result.Message == nil { // does not decode; nobody can be sure whose it is
		return h.MarkArchived(is.JID, result.ArchiveID, "")
	}
	ok, err := a.describeKept(h, &in, result, is)
	if err != nil || !ok {
		return err
	}
	if r.aside != nil {
		in.own = false // the row is the program's, and no receipt may find it
		err = a.takeBroken(h, in, result.Message.Body, r.aside, out)
	} else {
		err = a.takeIn(tx, in, out)
	}
	return errors.Join(err, a.markArchived(h, in, "-"))
}

// moveRoomCursor moves the cursor over a part.
func (a *account) moveRoomCursor(h *history.Store, room string, r *roomRead, part []mam.Result) error {
	at, err := h.Archive(room)
	if err != nil {
		return err
	}
	if len(part) > 0 {
		first, last := part[0].Delay.Stamp, part[len(part)-1]
		if r.byTime && r.done == 0 && at.Begun && !at.At.IsZero() && first.After(at.At) && at.Cursor != "" {
			at.AddGap(history.Gap{From: at.At, To: first})
		}
		at.Cursor, at.At = last.ArchiveID, last.Delay.Stamp
	} else if at.At.IsZero() {
		at.At = a.now().Add(-time.Minute)
	}
	if !at.Begun {
		at.Begun, at.Since = true, a.now()
	}
	return h.PutArchive(room, at)
}

// settleRoom ends the reading of a room's archive: what came in live is in order, and what was written on an earlier way into the
// room and is not there has to go out again, unless it has twice without being seen. Where no archive can say, an encrypted message
// goes out in the same bytes, and one in clear waits for the user.
func (a *account) settleRoom(room string, archived bool) error {
	delete(a.archive.order, room)
	err := a.Update("settle chat", func(h *history.Store) error {
		chat, err := h.Chat(room)
		if errors.Is(err, history.ErrNotFound) {
			return nil
		} else if err != nil {
			return err
		}
		return h.Settle(room, chat.LastLive)
	})
	var missing, unknown []uint64
	for _, e := range a.outbox.queue {
		switch {
		case e.Chat != room || !a.outbox.doubt[e.Seq]:
		case a.outbox.unseen[e.Seq].looks > 1: // it went out twice as we were in
			unknown = append(unknown, e.Seq)
		case archived, e.Encrypted, e.Purpose != history.ForMessage:
			missing = append(missing, e.Seq)
		default:
			unknown = append(unknown, e.Seq)
		}
	}
	looked := map[uint64]bool{}
	for _, seq := range unknown {
		looked[seq] = a.outbox.unseen[seq].looks > 0
	}
	rows, failed := a.finishEntries(unknown, func(e history.Entry) word {
		if looked[e.Seq] {
			return word{state: history.StateUnknownFate, kind: KindNotReflected}
		}
		return word{state: history.StateUnknownFate, kind: KindUnknownFate}
	})
	for _, row := range rows {
		a.arrived(row)
	}
	return errors.Join(err, failed, a.sendMissing(missing))
}
