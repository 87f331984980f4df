package app

import (
	"errors"
	"slices"
	"strings"

	"vouch/app/history"
	"vouch/xmpp/ids"
)

// seen tells whether the message is here already, and then gives its row the archive id. A message in clear without an id
// cannot be told from one that was written twice.
func (a *account) seen(h *history.Store, in arrival, always bool) (bool, error) {
	if in.msg.Id == "" && !always {
		return false, nil
	}
	row := h.Seen(in.chat, in.from, in.msg.Id, in.digest)
	if row == "" {
		var err error
		if row, err = a.restoredAs(h, in); err != nil || row == "" {
			return false, err
		}
		if err := h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, strings.TrimPrefix(row, "-")); err != nil {
			return true, err
		}
	}
	if err := errors.Join(a.metRow(h, in, row), a.markArchived(h, in, row)); err != nil {
		return true, err
	}
	return true, in.nameRow(h, row)
}

// nameRow remembers the archive id for a row that is here.
func (in arrival) nameRow(h *history.Store, row string) error {
	if in.archiveID == "" {
		return nil
	}
	m, err := h.Get(row)
	if err == nil && m.ArchiveID == "" {
		m.ArchiveID = in.archiveID
		err = h.Put(m)
	}
	if err != nil && !errors.Is(err, history.ErrNotFound) {
		return err
	}
	return nil
}

// takeOwnCopy recognises a message that this device wrote, which comes back from the archive. It proves that the message
// has arrived at the server; nothing of it is decrypted.
func (a *account) takeOwnCopy(h *history.Store, in arrival, out *taken) (known bool, err error) {
	id := in.msg.Id
	if origin := ids.Origin(in.msg); !h.KnowsOwn(in.chat, id) && origin != "" {
		id = origin
	}
	if !h.KnowsOwn(in.chat, id) {
		return false, nil
	}
	m, err := h.OwnByMessageID(in.chat, id)
	if errors.Is(err, history.ErrNotFound) {
		return true, nil // cleared, and not to come back
	}
	if err != nil {
		return false, err
	}
	change := changeNamed(m, id)
	if !a.isOldCopy(m.ID, change) {
		hears(&m, change, word{state: history.StateSent})
		if err := a.hasArrived(h, m.ID, change, out); err != nil {
			return true, err
		}
	}
	out.rows = append(out.rows, m)
	if change != "" { // a change of the row, which has no place of its own in the archive
		return true, errors.Join(h.Put(m), a.markArchived(h, in, ""))
	}
	first := m.ArchiveID == ""
	if in.archiveID != "" {
		m.ArchiveID = in.archiveID
	}
	err = h.Put(m)
	if first {
		err = errors.Join(err, a.inRoomOrder(h, in, &m))
	}
	return true, errors.Join(err, a.metRow(h, in, m.ID), a.markArchived(h, in, m.ID))
}

// inRoomOrder has an own message that is in its room now stand where the room has it, whose order is everybody's: behind all that was
// there before, and before what is not.
func (a *account) inRoomOrder(h *history.Store, in arrival, row *history.Message) error {
	if in.room == nil {
		return nil
	}
	if in.archived {
		if floor := a.orderOf(row.Chat).floor; row.SortTime() < floor {
			return h.Move(row, floor)
		}
		return nil
	}
	if !a.reads(row.Chat) { // the cursor passes it, and the archive does not come to it
		delete(a.orderOf(row.Chat).live, row.ID)
		return errors.Join(a.behindSent(h, row), h.Settle(row.Chat, row.SortTime()))
	}
	chat, err := h.Chat(row.Chat) // the archive will give what stands before it
	if err == nil {
		err = h.Move(row, max(chat.LastLive, row.SortTime())+1)
		a.orderOf(row.Chat).live[row.ID] = row.SortTime()
	}
	return err
}

// behindSent moves a row behind the last that is in the room, which what only waits is not.
func (a *account) behindSent(h *history.Store, row *history.Message) error {
	for from := []byte(nil); ; {
		page, err := h.Before(row.Chat, from, seenAhead)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, m := range slices.Backward(page) {
			switch {
			case m.ID == row.ID:
				return nil
			case !m.Own || m.State != history.StatePending && m.State != history.StateSending:
				return h.Move(row, m.SortTime())
			}
		}
		from = page[0].Sort
	}
}

// hasArrived takes an own message, or a change of it, out of the outbox that is known to have reached the server, whatever
// its row says: one that was acknowledged by the receiver before the stream was cut must not go out again.
func (a *account) hasArrived(h *history.Store, row, change string, out *taken) error {
	if e, ok := a.queued(row, change); ok {
		out.finished = append(out.finished, e.Seq)
		return h.Unqueue(e.Seq)
	}
	return nil
}

// markArchived makes the archive id of a message known, and which row it stands for.
func (a *account) markArchived(h *history.Store, in arrival, row string) error {
	by := in.by(a.jid)
	if in.archiveID == "" || h.SeenArchived(by, in.archiveID) != "" {
		return nil
	}
	err := error(nil)
	if row == "" || row == "-" {
		err = h.MarkBare(by, in.archiveID, in.chat, in.at)
	} else {
		err = h.MarkArchived(by, in.archiveID, row)
	}
	if err != nil {
		return err
	}
	return a.cameToBeRead(h, in)
}

// takeMalformed stores a row for an encrypted element that is not what the protocol allows.
func (a *account) takeMalformed(h *history.Store, in arrival, cause error, out *taken) error {
	in.digest = digest("malformed", cause.Error(), in.msg.Body)
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	row := in.row(history.KindUnreadable)
	row.Encrypted, row.ErrKind, row.ErrText = true, KindMalformed, cause.Error()
	return a.appendArrival(h, in, &row, out)
}

// row begins the row of an arrival.
func (in arrival) row(kind history.Kind) history.Message {
	row := history.Message{MessageID: in.msg.Id, ArchiveID: in.archiveID, Chat: in.chat, From: in.from, Own: in.own, Time: in.at, Kind: kind}
	row.Markable = kind.Said() && !in.own && !in.older && in.said.wantsMarker && in.room == nil
	if in.room != nil {
		row.Nick, row.Occupant = in.room.nick, in.room.occupant
	}
	if in.own {
		row.State = history.StateSent
	}
	return row
}

// appendArrival stores the row, what makes it known again, and the receipt if one is due.
func (a *account) appendArrival(h *history.Store, in arrival, row *history.Message, out *taken) error {
	if err := errors.Join(a.heed(h, in, row), a.place(h, in, row), learnOccupant(h, in)); err != nil {
		return err
	}
	if err := h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, row.ID); err != nil {
		return err
	}
	if err := a.markArchived(h, in, row.ID); err != nil {
		return err
	}
	if in.own && in.msg.Id != "" {
		if err := h.MarkOwn(in.chat, in.msg.Id, row.ID); err != nil { // receipts for it come here too
			return err
		}
	}
	if in.msg.Id != "" && row.Kind.Said() {
		if err := h.MarkSent(in.chat, in.from, in.msg.Id, row.ID); err != nil { // changes of it name it so
			return err
		}
		if err := errors.Join(a.changeLate(h, in, row), a.lateCorrection(h, in, row), a.applyRefs(h, row, out)); err != nil {
			return err
		}
	}
	if row.ReplyTo != "" && row.ReplyRow == "" {
		if err := a.referLater(h, in, row.ReplyTo, history.Ref{Kind: history.RefReply, Row: row.ID}); err != nil {
			return err
		}
	}
	if in.place.Quiet {
		if err := readBefore(h, row); err != nil {
			return err
		}
	}
	out.rows = append(out.rows, *row)
	return errors.Join(a.answeredIn(h, in, *row, out), a.oweReceipt(h, in, row))
}

// place stores a row where it belongs: at the end of its chat, or where the archive has it.
func (a *account) place(h *history.Store, in arrival, row *history.Message) error {
	if !in.archived {
		return a.appendLive(h, row)
	}
	err := h.Insert(row, in.place)
	if err == nil {
		a.orderOf(row.Chat).met(row, in.place.Quiet)
	}
	return err
}

// maxNamed bounds in bytes the id attributes that receipts and markers name, which would be larger than our server takes.
const maxNamed = 1024

// oweReceipt queues the receipt that was asked for (XEP-0184 v1.4.0 §5), if the sender is a contact who may see our
// presence anyway: a stranger learns nothing. A message that could not be read was not received.
func (a *account) oweReceipt(h *history.Store, in arrival, row *history.Message) error {
	id := in.said.wantsReceipt
	if !row.Kind.Said() || id == "" || in.own || in.place.Quiet || len(id) > maxNamed || in.room != nil {
		return nil
	}
	if may, err := tells(h, in.from); err != nil || !may || a.cfg.NoReceipts {
		return err
	}
	e := history.Entry{Purpose: history.ForReceipt, Chat: in.chat, To: in.msg.FromJID.String(), Ref: id}
	if err := h.Queue(&e); err != nil {
		return err
	}
	h.OnCommit(func() { a.remember(e) })
	return nil
}

// takeReceipt marks an own message as delivered, when the one who says so is the one it was sent to.
func (a *account) takeReceipt(h *history.Store, in arrival, id string, out *taken) error {
	m, err := h.OwnByMessageID(in.chat, id)
	if errors.Is(err, history.ErrNotFound) {
		return a.referLater(h, in, id, history.Ref{Kind: history.RefReceipt})
	}
	if err != nil || !m.Own || !meantFor(m, in.from) {
		return err
	}
	return a.heardOf(h, &m, id, word{state: history.StateDelivered}, out)
}
