package chat

import (
	"image"
	"strings"
	"time"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// groupEnds after this time between two messages of one sender.
const groupEnds = 5 * time.Minute

// unreadLine is the row above what is new.
const unreadLine = "unread"

// How much of a message is shown.
const (
	bodyRunes  = 4096 // before the user asks for the whole
	bodyLines  = 100
	wholeRunes = 20_000 // then, so that no frame takes long; copying gives all of it
)

// The actions of rows.
const (
	actDetails  = "details"
	actTakeBack = "takeback"
	actAgain    = "again"
	actEdit     = "edit"
	actDevices  = "devices"
	actOlder    = "older"
	actAsk      = "ask"     // to send again what could not be read here
	actRepair   = "repair"  // the session
	actCopies   = "copies"  // of what a device has missed
	actCopy     = "copy"    // of what could not be read there
	actAccept   = "accept"  // keys
	actDismiss  = "dismiss" // keys
	actInstead  = "instead" // to the room that has taken its place
	actJoin     = "join"    // the room that a row invites to
	actUnfold   = "unfold"  // the message of somebody who is ignored
	actFold     = "fold"
)

// rowBook turns the rows of a snapshot into rows of the timeline. A row that looks as before is the same pointer as
// before, so that it is not measured again.
type rowBook struct {
	made map[string]*timeline.Row
	from map[string]*view.Row // of which row each was made
	face image.Image          // that they were made with
	open bool                 // and whether the chat is a channel

	answers  []answer        // to commands, oldest first
	unfolded map[string]bool // rows of people who are ignored that the user has opened
	unshown  map[string]bool // rows whose picture cannot be shown
}

func (b *rowBook) reset() { b.made, b.from, b.answers, b.unfolded, b.unshown = nil, nil, nil, nil, nil }

// rows gives the timeline of a chat, with the picture of the contact, which may be nil.
func (b *rowBook) rows(snap *view.Snapshot, c words.Calendar, face image.Image) []*timeline.Row {
	var out []*timeline.Row
	made := make(map[string]*timeline.Row, len(snap.Rows))
	from := make(map[string]*view.Row, len(snap.Rows))
	keep := func(r timeline.Row) {
		p := b.made[r.ID]
		if p == nil || !r.Same(p) {
			p = &r
		}
		made[r.ID] = p
		out = append(out, p)
	}
	if head, ok := olderRow(snap); ok {
		keep(head)
	}
	var day string
	gaps, open := gapsOf(snap), isChannel(snap.Chat)
	for i, n := 0, 1; i < len(snap.Rows); i += n {
		r := snap.Rows[i]
		for len(gaps) > 0 && !r.Time.Before(gaps[0].To) {
			if i > 0 { // a chat that began later misses nothing that we know of
				keep(gapRow(gaps[0], c))
			}
			gaps = gaps[1:]
		}
		if d := c.Local(r.Time).Format("2006-01-02"); d != day && !r.Time.IsZero() {
			day = d
			keep(timeline.Row{ID: "day " + d, Kind: timeline.Day, Text: c.Day(r.Time)})
		}
		if snap.Chat != nil && r.ID == snap.Chat.UnreadFrom && r.ID != "" {
			keep(timeline.Row{ID: unreadLine, Kind: timeline.Line, Text: words.Tr("chat.newSince", "Time", c.Clock(r.Time))})
		}
		n = b.albumAt(snap, i, gaps, c)
		first := i == 0 || !joined(snap, snap.Rows[i-1], r, c)
		last := i == len(snap.Rows)-1 || !joined(snap, r, snap.Rows[i+1], c)
		from[r.ID] = r
		if p := b.made[r.ID]; p != nil && n == 1 && p.Album == nil && b.face == face && b.open == open && b.from[r.ID] == r && p.First == first && p.Last == last {
			made[r.ID] = p
			out = append(out, p)
		} else {
			row := newRow(r, snap, first, last, c)
			if b.unshown[r.ID] && row.Album != nil {
				asFile(r, &row)
			}
			if n > 1 {
				withOthers(&row, snap.Rows[i:i+n], c)
			}
			if r.Ignored {
				b.fold(r, &row, c)
			}
			if snap.Chat != nil && row.JID == snap.Chat.Chat {
				row.Picture = face
			}
			keep(row)
		}
		if card, ok := keyRow(r, c); ok {
			keep(card)
		}
		for _, a := range b.answers {
			if a.after == snap.Rows[i+n-1].ID {
				keep(answerRow(a, c))
			}
		}
	}
	if snap.Chat != nil && !snap.Chat.Newer && len(snap.Rows) > 0 {
		for _, g := range gaps {
			keep(gapRow(g, c))
		}
	}
	for _, a := range b.answers {
		if a.after == "" {
			keep(answerRow(a, c))
		}
	}
	b.made, b.from, b.face, b.open = made, from, face, open
	return out
}

// joined says whether two rows after one another belong to one group.
func joined(snap *view.Snapshot, a, b *view.Row, c words.Calendar) bool {
	if !a.Kind.Said() || !b.Kind.Said() {
		return false
	}
	if !a.Retracted.IsZero() || !b.Retracted.IsZero() {
		return false
	}
	if snap.Chat != nil && b.ID == snap.Chat.UnreadFrom {
		return false
	}
	if a.Keys != nil || a.File != nil || b.File != nil || a.Ignored || b.Ignored {
		return false
	}
	if inRoom(snap) && (a.Name != b.Name || a.Occupant != b.Occupant || a.Trust != b.Trust) {
		return false
	}
	return a.Own == b.Own && a.From == b.From && b.Time.Sub(a.Time) < groupEnds && a.Encrypted == b.Encrypted &&
		footOf(a) == "" && c.Local(a.Time).YearDay() == c.Local(b.Time).YearDay()
}

func newRow(r *view.Row, snap *view.Snapshot, first, last bool, c words.Calendar) timeline.Row {
	chat := words.NameOf("", r.From)
	if snap.Chat != nil {
		chat = words.NameOf(snap.Chat.Name, snap.Chat.Chat)
	}
	switch r.Kind {
	case view.RowNotice:
		out := noticeRow(r, chat, c)
		if inRoom(snap) {
			roomNotice(r, &out)
		}
		out.Tip = c.Full(r.Time)
		return out
	case view.RowUnreadable:
		return unreadableRow(r, c)
	case view.RowOther:
		return otherRow(r, c)
	}
	switch {
	case r.Moderated:
		return takenAwayRow(r, c)
	case !r.Retracted.IsZero():
		return retractedRow(r, chat, c)
	}
	out := bubbleRow(r, first, last, chat, c)
	switch {
	case inRoom(snap):
		roomBubble(r, &out, isChannel(snap.Chat))
	case isPrivate(snap.Chat) && !r.Encrypted:
		out.Lock, out.Outlined = timeline.NoLock, false
	}
	return out
}

// retractedRow is what is left of a message that was taken back. It is no bubble, which any text could look like.
func retractedRow(r *view.Row, chat string, c words.Calendar) timeline.Row {
	said := words.Tr("row.retracted", "Name", words.NameOf(r.Name, r.From), "Time", c.Clock(r.Retracted))
	if r.Own {
		said = words.Tr("row.retractedOwn", "Time", c.Clock(r.Retracted))
	}
	out := retractedNote(r, c)
	switch footOf(r) {
	case "waits":
		said += " · " + words.WaitText(r.Err, chat)
	case "failed":
		said += " · " + failedText(r, chat)
		out.Actions[0] = timeline.Action{Act: actAgain, Word: words.Tr("row.sendAgain")}
	case "unknown":
		said += " · " + unknownText(r)
		out.Actions[0] = timeline.Action{Act: actAgain, Word: words.Tr("row.sendAgain")}
	}
	out.Text = said
	return out
}

func retractedNote(r *view.Row, c words.Calendar) timeline.Row {
	return timeline.Row{ID: r.ID, Kind: timeline.Note, Icon: "trash", Edge: draw.Muted, Tip: rowTip(r, c)}
}

// senderDevice is the device that a received row came from.
func senderDevice(r *view.Row) string {
	if n := words.OneLine(r.Device, words.NameRunes); n != "" {
		return bidi.Isolate(n)
	}
	return words.Tr("device.of", "Name", words.NameOf(r.Name, r.From))
}

func bubbleRow(r *view.Row, first, last bool, chat string, c words.Calendar) timeline.Row {
	out := timeline.Row{ID: r.ID, Own: r.Own, First: first, Last: last, Time: c.Clock(r.Time), Tip: rowTip(r, c),
		Name: words.NameOf(r.Name, r.From), JID: r.From, Lock: timeline.Closed, Outlined: r.Own && !r.Encrypted}
	if !r.Encrypted {
		out.Lock = timeline.Open
	}
	if r.Own {
		out.Name, out.JID = "", ""
	}
	if !r.Edited.IsZero() {
		out.Time = words.Tr("row.edited", "Time", out.Time)
	}
	body, huge := words.Cut(words.FromFirst(meText(r.Body, words.NameOf(r.Name, r.From))), 2*wholeRunes, 2*wholeRunes)
	text := words.Many(body)
	if r.Subject != "" {
		text = strings.TrimRight(words.Tr("row.subject", "Words", words.OneLine(r.Subject, wordsRunes))+"\n"+text, "\n")
	}
	if r.File != nil {
		fileBody(r, &out)
	} else if view.Blank(text) {
		out.Text, out.Stands = words.Tr("row.blank"), true
	} else if short, more := words.Cut(text, bodyRunes, bodyLines); more {
		out.Text, out.More = short, words.Tr("row.showAll")
		whole, over := words.Cut(text, wholeRunes, wholeRunes)
		if out.Whole = whole; over || huge {
			out.Whole += "…\n" + words.Tr("row.copyForAll")
		}
	} else {
		out.Text = text
	}
	out.Quote = quoteLine(r)
	out.Reacts, out.ReactsTip = reactLine(r)
	out.Mark, out.MarkColor = deliveryMark(r)
	foot(r, &out, chat, c)
	if r.File != nil {
		fileFoot(r, &out)
	}
	return out
}

// meText is a body as it is shown: after /me, what its sender does (XEP-0245 v1.0 §3). It stands in the sender's bubble, so
// that nobody can act for somebody else.
func meText(body, name string) string {
	deed, ok := strings.CutPrefix(body, "/me ")
	if !ok || view.Blank(deed) {
		return body
	}
	return "* " + name + " " + deed
}

// quoteLine says what a message answers. Whose words those are is known only where the row is here.
func quoteLine(r *view.Row) string {
	q := r.Reply
	if q == nil {
		return ""
	}
	text := words.BodyLine(q.Text, 100)
	switch {
	case q.Retracted:
		text = words.Tr("chats.retracted")
	case q.ID == "" && view.Blank(q.Text):
		return words.Tr("quote.gone")
	case q.ID == "":
		return words.Tr("quote.unknown", "Words", text)
	}
	if q.Own {
		return words.Tr("chats.you", "Words", text)
	}
	return words.Tr("quote.of", "Name", words.NameOf(q.Name, q.From), "Words", text)
}

func deliveryMark(r *view.Row) (string, draw.Token) {
	if !r.Own {
		return "", ""
	}
	switch r.State {
	case view.MessagePending, view.MessageSending:
		return "pending", draw.Muted
	case view.MessageSent:
		return "sent", draw.Muted
	case view.MessageDelivered:
		return "delivered", draw.Muted
	case view.MessageRead:
		return "read", draw.Acc
	case view.MessageFailed, view.MessageUnknownFate:
		return "warn", draw.Rejected
	}
	return "", ""
}

// rowTip is the whole date of a message, and in words what the marks beside its time mean.
func rowTip(r *view.Row, c words.Calendar) string {
	said := c.Full(r.Time)
	switch {
	case !r.Encrypted:
		said += " · " + words.Tr("tip.plain")
	case r.Own || r.DeviceID == 0:
		said += " · " + words.Tr("pill.encrypted")
	default:
		said += " · " + words.Tr("pill.encrypted") + " · " + senderDevice(r) + trustWords(r.Trust)
	}
	if r.Own && r.State != "" {
		said += " · " + words.StateWord(r.State)
	}
	if !r.Edited.IsZero() {
		said += " · " + words.Tr("tip.edited", "Time", c.Full(r.Edited))
	}
	return said
}
