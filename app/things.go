package app

import (
	"errors"
	"strings"
	"time"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/foreign"
	"vouch/xmpp/invites"
)

// What came for the user and is no text leaves a row of kind "other" that says what it was; what nobody knows leaves a
// notice. Those of strangers share one row a day, in the chat with our server: a thousand invitations are one quiet line.

// strangersSpan is how long one row counts what strangers send.
const strangersSpan = 24 * time.Hour

// noticeOf are the notices of what Vouch knows of and cannot do.
var noticeOf = map[foreign.Kind]view.Notice{
	foreign.Call: history.NoticeCall, foreign.Form: history.NoticeForm, foreign.Attention: history.NoticeAttention,
	foreign.Contacts: history.NoticeContacts, foreign.File: history.NoticeFile, foreign.Location: history.NoticeLocation,
}

// takeThing stores a row about something that is no text.
func (a *account) takeThing(h *history.Store, in arrival, t foreign.Thing, out *taken) error {
	in.digest = digest("thing", string(t.Kind), t.Name)
	row := thingRow(in, t)
	return a.appendOther(h, in, &row, out)
}

func thingRow(in arrival, t foreign.Thing) history.Message {
	notice, known := noticeOf[t.Kind]
	row := in.row(history.KindOther)
	if !known {
		row = in.row(history.KindNotice)
		notice = history.NoticeUnknown
	}
	row.Notice, row.About = notice, t.Name
	return row
}

// takeBeside stores a row about what came beside a text. The text makes the message known when it comes again.
func (a *account) takeBeside(h *history.Store, in arrival, out *taken) error {
	t, ok := foreign.Of(in.msg)
	if !ok || t.Kind == foreign.Other || t.Kind == foreign.File {
		return nil
	}
	row := thingRow(in, t)
	row.MessageID, row.ArchiveID = "", ""
	if err := a.place(h, in, &row); err != nil {
		return err
	}
	out.rows = append(out.rows, row)
	return nil
}

// takeInvitation stores a row about an invitation, in the chat of who invites. Who is named by a room is only said to: where
// that is no contact, the row stands in the chat with our server. No chat begins with a room.
func (a *account) takeInvitation(h *history.Store, in arrival, i invites.Invitation, out *taken) error {
	in.digest = digest("invitation", i.Room.String(), i.Reason)
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	whose, sure := in, i.Direct || in.own
	if !sure {
		in.said.subject, in.said.text = "", "" // the room's words, which say the same
		named, err := mayName(h, i.By.String())
		if err != nil {
			return err
		}
		if sure = named; named {
			a.moveTo(&in, i.By.String())
		}
	}
	row := in.row(history.KindOther)
	row.Notice, row.About, row.Body = history.NoticeInvitation, i.Room.String(), i.Reason
	if words := strings.TrimSpace(in.said.text); words != "" && !strings.Contains(i.Reason, words) {
		row.Body = withLink(words, i.Reason, "")
	}
	if !sure {
		return a.countStrangers(h, in, &row, out)
	}
	if err := a.appendOther(h, in, &row, out); err != nil || in.chat == whose.chat {
		return err
	}
	return h.MarkSeen(whose.chat, in.from, in.msg.Id, in.digest, row.ID) // its id is one of the room's, wherever its row stands
}

// mostNamed bounds how many of a chat's newest rows may be invitations by rooms, which anybody can make in a contact's name.
const mostNamed = 10

// mayName tells whether a room's invitation may stand in the chat of whom it names as the one who invites.
func mayName(h *history.Store, who string) (bool, error) {
	if _, contact, err := h.Contact(who); err != nil || !contact {
		return false, err
	}
	rows, err := h.Before(who, nil, 2*mostNamed)
	if err != nil && !errors.Is(err, history.ErrNotFound) {
		return false, err
	}
	named := 0
	for _, row := range rows {
		if row.Notice == history.NoticeInvitation && row.From != who && !row.Own {
			named++
		}
	}
	return named < mostNamed, nil
}

// moveTo gives an arrival a place in another chat than its sender's.
func (a *account) moveTo(in *arrival, chat string) {
	in.chat = chat
	if in.archived {
		in.place = a.orderOf(chat).place(in.place.Quiet)
	}
}

// takeForeign stores a row about a message under an encryption that Vouch does not have. Its Body is what the sender says
// to those who cannot read it.
func (a *account) takeForeign(h *history.Store, in arrival, name string, out *taken) error {
	words := a.chooseBody(in.msg)
	if name == foreign.OTR || view.Blank(words) {
		words = ""
	}
	in.digest = digest("foreign", name, in.msg.Body)
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	row := in.row(history.KindUnreadable)
	row.ErrKind, row.About, row.Body = KindOtherEncryption, name, words
	return a.appendArrival(h, in, &row, out)
}

// appendOther stores a row that is no text, once. What comes again and again without words between is counted in one row.
func (a *account) appendOther(h *history.Store, in arrival, row *history.Message, out *taken) error {
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	known, err := a.dealsWith(h, in.chat)
	if err != nil {
		return err
	}
	if !known {
		return a.countStrangers(h, in, row, out)
	}
	if row.Kind == history.KindNotice && !in.archived {
		if again, err := a.countAgain(h, in, row, out); err != nil || again {
			return err
		}
	}
	return a.appendArrival(h, in, row, out)
}

// countAgain counts a notice in the chat's newest row, if that says the same.
func (a *account) countAgain(h *history.Store, in arrival, row *history.Message, out *taken) (bool, error) {
	rows, err := h.Before(in.chat, nil, 1)
	if errors.Is(err, history.ErrNotFound) || err == nil && len(rows) == 0 {
		return false, nil
	} else if err != nil {
		return false, err
	}
	last := rows[0]
	if last.Kind != row.Kind || last.Notice != row.Notice || last.About != row.About || last.From != row.From {
		return false, nil
	}
	last.Count = max(last.Count, 1) + 1
	out.rows = append(out.rows, last)
	return true, errors.Join(h.Put(last), h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, last.ID), a.markArchived(h, in, last.ID))
}

// countStrangers counts what a stranger sends in the row of the day, which says what came last.
func (a *account) countStrangers(h *history.Store, in arrival, row *history.Message, out *taken) error {
	home, whose := a.addr.Domain().String(), in
	chat, err := h.Begin(home, in.at)
	if err != nil {
		return err
	}
	line, err := h.Get(chat.Strangers)
	if err != nil && !errors.Is(err, history.ErrNotFound) {
		return err
	}
	last := strings.TrimSpace(string(row.Notice) + " " + row.About)
	if err == nil && in.at.Sub(line.Time).Abs() < strangersSpan {
		line.Count, line.From, line.About = line.Count+1, in.from, last
		out.rows = append(out.rows, line)
		return errors.Join(h.Put(line), whose.markRowless(a, h))
	}
	a.moveTo(&in, home)
	line = history.Message{Chat: home, From: in.from, Time: in.at, Kind: history.KindNotice, Notice: history.NoticeStrangers, Count: 1, About: last}
	if err := a.place(h, in, &line); err != nil {
		return err
	}
	if chat, err = h.Chat(home); err != nil {
		return err
	}
	chat.Strangers = line.ID
	out.rows = append(out.rows, line)
	return errors.Join(h.PutChat(chat), whose.markRowless(a, h))
}

// markRowless makes a message known that has no row of its own.
func (in arrival) markRowless(a *account, h *history.Store) error {
	return errors.Join(h.MarkSeen(in.chat, in.from, in.msg.Id, in.digest, ""), a.markArchived(h, in, "-"))
}

// countEarlier counts a message that has no key for this device because it is older than the device: one row a chat says
// how many there are.
func (a *account) countEarlier(h *history.Store, in arrival, out *taken) (bool, error) {
	if !in.archived {
		return false, nil
	}
	at, err := h.Archive(a.jid)
	if err != nil || at.Begun && !in.at.Before(at.Since) {
		return false, err
	}
	if in.own { // the row counts what others wrote
		return true, nil
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
