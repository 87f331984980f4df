package app

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"vouch/app/history"
	"vouch/app/plan"
	"vouch/app/view"
	"vouch/trust"
)

// A message is in a room when the room has sent it to everybody, and so back to us. That our server has it says nothing.

const (
	reflectsIn  = 20 * time.Second // after which a message that its room has not sent back is looked for
	mostForRoom = 240 << 10        // bytes of a stanza to a room, which other servers have to take, too (Prosody 0.12: 256 KiB)
)

// reflected tells whether an entry is in its room only when that has sent it back.
func (a *account) reflected(e history.Entry) bool {
	return e.Purpose == history.ForMessage && a.rooms.Is(e.Chat)
}

// unseen is an entry that our server has, and that its room has not sent back.
type unseen struct {
	looks int    // how often it was looked for, as we were in all the while
	turn  uint64 // of the clock that runs for it: older ones have ended
}

// awaitReflection asks after a while whether we are still in the room of an entry that has left and did not come back. If we are, it
// is looked for.
func (a *account) awaitReflection(seq uint64) {
	u := a.outbox.unseen[seq]
	u.turn++
	a.outbox.unseen[seq] = u
	a.After(cmp.Or(a.s.opt.Reflects, reflectsIn), func() {
		if e, waits := a.unreflected(seq, u.turn); waits {
			a.rooms.Confirm(e.Chat, func() { a.lookForOwn(seq, u.turn) })
		}
	})
}

// unreflected is an entry for which that clock ran, if its room has not sent it back and nothing else is known of it.
func (a *account) unreflected(seq, turn uint64) (history.Entry, bool) {
	i := slices.IndexFunc(a.outbox.queue, func(q history.Entry) bool { return q.Seq == seq })
	if i < 0 || a.outbox.unseen[seq].turn != turn || !a.outbox.made[seq] || a.outbox.doubt[seq] {
		return history.Entry{}, false
	}
	return a.outbox.queue[i], true
}

// lookForOwn looks in the archive of its room for an entry that the room has not sent back although we are in. Where it is not
// there it goes out again in the same bytes, once.
func (a *account) lookForOwn(seq, turn uint64) {
	e, waits := a.unreflected(seq, turn)
	if !waits || !a.rooms.In(e.Chat) {
		return // as we come in, it is looked for as well
	}
	u := a.outbox.unseen[seq]
	u.looks++
	a.outbox.unseen[seq], a.outbox.doubt[seq] = u, true
	a.log.Warn("the room has not sent a message back", "room", e.Chat, "looks", u.looks)
	a.goOnWithRoom(e.Chat)
}

// awaitReflections has the clocks run anew that ended with the stream before.
func (a *account) awaitReflections() {
	underWay := slices.Collect(maps.Values(a.outbox.inflight))
	for _, e := range a.outbox.queue {
		if a.reflected(e) && a.outbox.made[e.Seq] && !a.outbox.doubt[e.Seq] && !slices.Contains(underWay, e.Seq) {
			a.awaitReflection(e.Seq)
		}
	}
}

// leftRoom says of what has left for a room that nobody knows whether it arrived: as long as we are out nothing comes back. When we
// come in again the archive of the room tells, and what is not there goes out again; so it stays in the outbox.
func (a *account) leftRoom(room string) {
	var made []uint64
	for _, e := range a.outbox.queue {
		if e.Chat == room && a.outbox.made[e.Seq] {
			made = append(made, e.Seq)
		}
	}
	if len(made) == 0 {
		return
	}
	var rows []history.Message
	err := a.Update("leave messages", func(h *history.Store) error {
		rows = nil
		return eachEntry(h, made, func(e history.Entry, row *history.Message) error {
			if row == nil || !hears(row, e.ID, word{state: history.StateUnknownFate, kind: KindUnknownFate}) {
				return nil
			}
			rows = append(rows, *row)
			return h.Put(*row)
		})
	})
	if err != nil {
		a.log.Error("leave messages", "room", room, "err", err)
	}
	for _, row := range rows {
		a.arrived(row)
	}
}

// roomHolds says whether an entry cannot leave now because of the room that it goes to, and why: "" when only the network is
// waited for.
func (a *account) roomHolds(e history.Entry) (holds bool, why Kind) {
	if room, _, private := strings.Cut(e.Chat, "/"); private && a.rooms.Is(room) { // to somebody there
		return !a.rooms.In(room), ""
	}
	if !a.rooms.Is(e.Chat) || e.Purpose != history.ForMessage && e.Purpose != history.ForReaction {
		return false, ""
	}
	switch is, err := a.roomRecord(e.Chat); {
	case err != nil || !a.rooms.In(e.Chat) || a.archive.rooms.reads(e.Chat) && !a.archive.rooms.fails(e.Chat):
		return true, ""
	case e.Encrypted && a.rooms.Held(e.Chat) == view.HeldNot && !is.Kind.Private():
		return true, KindNotPrivate
	case e.Encrypted && a.rooms.Held(e.Chat) != view.HeldNot:
		return true, ""
	}
	return false, ""
}

// accept remembers that the user writes to a group without those who cannot read what is written now, or whose devices could not be
// asked for.
func (a *account) accept(h *history.Store, ts *trust.Store, room string, to plan.Audience, p plan.Plan) error {
	if !to.Group {
		return nil
	}
	is, known, err := h.Room(room)
	if err != nil || !known {
		return err
	}
	before := is.Accepted
	is.Accepted = nil
	for _, who := range to.Others {
		fresh, err := a.fresh(h, who)
		if err != nil {
			return err
		}
		if !slices.Contains(p.Without, who) && (fresh || a.keyRefusal(who).Kind == "") {
			continue
		}
		devices, err := ts.Devices(who)
		if err != nil {
			return err
		}
		m := history.Accepted{JID: who}
		for _, d := range devices {
			if d.Active {
				m.Devices = append(m.Devices, d.ID)
			}
		}
		is.Accepted = append(is.Accepted, m)
	}
	if reflect.DeepEqual(before, is.Accepted) {
		return nil
	}
	return h.PutRoom(is)
}

// holdsForNow is roomHolds without a word.
func (a *account) holdsForNow(e history.Entry) bool {
	holds, _ := a.roomHolds(e)
	return holds
}

// stillMeant tells whether those that an entry was encrypted for may read it still: their devices are trusted and, in a group, they
// belong to it.
func stillMeant(h *history.Store, ts *trust.Store, self string, e history.Entry) (bool, error) {
	same, err := stillTrusted(ts, e.Recipients)
	if err != nil || !same || !e.Encrypted || !h.IsRoom(e.Chat) {
		return same, err
	}
	to, err := plan.AudienceIn(h, self, e.Chat)
	if err != nil {
		return false, nil // nobody can say any more who reads there: it waits
	}
	for _, r := range e.Recipients {
		if r.JID != self && !slices.Contains(to.Others, r.JID) {
			return false, nil
		}
	}
	return true, nil
}

// wireID is the id by which others know a message: in a room the one that the room gave it, which nobody else can give
// (XEP-0359; XEP-0444 v0.2.1 §4.2, XEP-0461 v0.2.1 §3.1, XEP-0424 v0.4.2 §5), else its id attribute.
func wireID(h *history.Store, row history.Message) string {
	if row.ArchiveID != "" && h.IsRoom(row.Chat) {
		return row.ArchiveID
	}
	return row.MessageID
}

// wireSender is the address of who wrote a message, as a reply names it.
func wireSender(h *history.Store, row history.Message) string {
	if row.Nick != "" && h.IsRoom(row.Chat) {
		return row.Chat + "/" + row.Nick
	}
	return row.From
}
