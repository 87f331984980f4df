package app

import (
	"bytes"
	"errors"
	"maps"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// chatOrder is what keeps the rows of one chat in the order of the archive while some of them come from the archive and
// others come in live: both are seen in their own order, and the archive's is the one that counts.
type chatOrder struct {
	last   *history.Message  // of the other side's rows that the archive gave, in a room of all, the one that stands last
	floor  uint64            // sort time of the row that the archive gave last, or of the newest when the stream began
	live   map[string]uint64 // rows that came in live and that the archive has not come to yet → sort time
	oldest uint64            // of the pages backwards: sort time of the oldest row so far, 0 for none
	low    uint64            // the same within the page under way
	room   bool              // whose order is everybody's: own rows stand where the room has them, too
}

// orderOf gives the order of a chat. A chat that was not there when the stream began starts from nothing.
func (a *account) orderOf(chat string) *chatOrder {
	o, ok := a.archive.order[chat]
	if !ok {
		o = &chatOrder{live: map[string]uint64{}, room: a.rooms.Is(chat)}
		a.archive.order[chat] = o
	}
	return o
}

// mostUnsettled bounds the rows of a chat that are kept in mind because the archive has not come to them.
const mostUnsettled = 2000

// markFloors reads from the file how far each chat is in the order of the archive, and which rows are beyond that: also
// after a catch-up that was cut short, the archive's rows belong before what came in live during it.
func (a *account) markFloors() error {
	clear(a.archive.order)
	return a.s.view("read chats", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chats, err := h.Chats()
		if err != nil {
			return err
		}
		for _, c := range chats {
			if err := a.markFloor(h, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// markFloor is markFloors of one chat.
func (a *account) markFloor(h *history.Store, c history.Chat) error {
	delete(a.archive.order, c.JID)
	o := a.orderOf(c.JID)
	o.floor = c.Settled
	rows, err := h.Unsettled(c, mostUnsettled)
	for _, row := range rows {
		o.live[row.ID] = row.SortTime()
	}
	return err
}

// settleChats ends a catch-up: what came in live is now in order.
func (a *account) settleChats() error {
	maps.DeleteFunc(a.archive.order, func(chat string, _ *chatOrder) bool { return !a.rooms.Is(chat) })
	return a.s.update("settle chats", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chats, err := h.Chats()
		if err != nil {
			return err
		}
		for _, c := range chats {
			if c.Kind.Room() {
				continue // in order when its own archive has been read
			}
			if err := h.Settle(c.JID, c.LastLive); err != nil {
				return err
			}
		}
		return nil
	})
}

// place is where the archive's next row belongs: after its last one, and before the live rows it has not come to.
func (o *chatOrder) place(back bool) history.Place {
	at := history.Place{Floor: o.floor, Quiet: back}
	for _, sort := range o.live {
		if at.Ceil == 0 || sort-1 < at.Ceil {
			at.Ceil = sort - 1
		}
	}
	if back {
		at.Floor = 0
		if o.oldest > 0 && (at.Ceil == 0 || o.oldest-1 < at.Ceil) {
			at.Ceil = o.oldest - 1
		}
	}
	return at
}

// met notes that the archive has come to a row that is here.
func (o *chatOrder) met(row *history.Message, back bool) {
	delete(o.live, row.ID)
	if !back {
		o.floor = max(o.floor, row.SortTime())
		if (!row.Own || o.room) && (o.last == nil || bytes.Compare(row.Sort, o.last.Sort) > 0) {
			o.last = row
		}
	}
	if o.low == 0 || row.SortTime() < o.low {
		o.low = row.SortTime()
	}
}

// misplaced tells whether a row stands before one that the archive gave earlier. A second copy in the archive says nothing.
func (o *chatOrder) misplaced(row *history.Message, in arrival) bool {
	return !in.place.Quiet && (!row.Own || o.room) && (row.ArchiveID == "" || row.ArchiveID == in.archiveID) &&
		o.last != nil && bytes.Compare(row.Sort, o.last.Sort) < 0
}

// nextPageBack makes the next page backwards stand before this one.
func (o *chatOrder) nextPageBack() {
	if o.low > 0 && (o.oldest == 0 || o.low < o.oldest) {
		o.oldest = o.low
	}
	o.low = 0
}

// dropAnchor remembers where the archive is now: what comes in from here on may have to be put in order.
func (a *account) dropAnchor() {
	if err := a.s.view("read archive cursor", func(tx *bbolt.Tx) error {
		at, err := a.s.history(tx, a.jid).Archive(a.jid)
		a.archive.anchor = at.Mark()
		return err
	}); err != nil {
		a.log.Error("read archive cursor", "err", err)
	}
}

// orderPause lets what a server sends again come in before its order is asked for.
const orderPause = time.Second

// checkOrder asks the archive for the true order of what arrived since the anchor: ejabberd 23.01 redelivers what it kept
// while a stream was cut in another order.
func (a *account) checkOrder() {
	if a.archive.unordered || a.archive.catchingUp || !a.archive.kept {
		return
	}
	a.archive.unordered = true
	a.After(orderPause, a.catchUp)
}

// appendLive appends a row that is new now. While older ones may be missing, it leaves room for them. It asks what
// moveCursor asks: a row that the cursor has passed is settled, or the archive would never come to it.
func (a *account) appendLive(h *history.Store, row *history.Message) error {
	if a.conn.receives() && !a.reads(row.Chat) {
		return h.Append(row)
	}
	if err := h.AppendLoose(row); err != nil {
		return err
	}
	if a.conn.receives() {
		a.orderOf(row.Chat).live[row.ID] = row.SortTime()
	}
	return nil
}

// metRow is met for a row that was here before; one that was cleared means nothing. A message of the other side that
// stands before one that the archive has given earlier moves behind it: around a cut some servers deliver in another order
// than they took in. Own messages stay where they were written.
func (a *account) metRow(h *history.Store, in arrival, id string) error {
	if !in.archived {
		return nil
	}
	row, err := h.Get(id)
	if errors.Is(err, history.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	o := a.orderOf(row.Chat)
	if o.misplaced(&row, in) {
		if err := h.Move(&row, o.last.SortTime()); err != nil {
			return err
		}
		a.log.Debug("row moved to its place in the archive", "row", row.ID)
	}
	o.met(&row, in.place.Quiet)
	if in.place.Quiet {
		return nil
	}
	return h.Settle(row.Chat, row.SortTime())
}
