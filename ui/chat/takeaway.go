package chat

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// mayTakeAway says whether we may have a room take a message of somebody else away for all (XEP-0425 v0.3.0): where it says that
// it does that, to moderators, and by the id that it gave to the message.
func mayTakeAway(room *view.RoomView, r *view.Row) bool {
	return room != nil && room.Moderates && room.State == view.RoomIn && room.Role == "moderator" &&
		!r.Own && r.RoomID && r.Kind.Said() && r.Retracted.IsZero()
}

// takeAway has the room take a message away, when the user is sure.
func (c *Room) takeAway(r *view.Row) {
	v := c.w.Shown.View
	text := words.Tr("takeaway.text", "Name", words.NameOf(r.Name, r.From))
	c.w.AskReason(words.Tr("takeaway.title"), text, words.Tr("takeaway.deed"), func(reason string) {
		c.w.Do(app.ModerateMessage{Account: v.Account, Room: v.Chat, ID: r.ID, Reason: reason}, func(err error) {
			switch app.KindOf(err) {
			case "":
			case app.KindNotAllowed:
				c.w.Fail(words.WithDetail(words.Tr("room.notAllowed"), err))
			default:
				c.w.Fail(words.ErrText(err, words.HostOf(v.Chat)))
			}
		})
	})
}

// takenAwayText says who took a message away, and why, as far as the room told.
func takenAwayText(r *view.Row, c words.Calendar) string {
	name, by, at := words.NameOf(r.Name, r.From), words.OneLine(r.TakenBy, words.NameRunes), c.Clock(r.Retracted)
	var said string
	switch {
	case r.TakenByUs:
		said = words.Tr("row.takenAwayByUs", "Name", name, "Time", at)
	case by == "" && r.Own:
		said = words.Tr("row.takenAwayOwnBySome", "Time", at)
	case by == "":
		said = words.Tr("row.takenAwayBySome", "Name", name, "Time", at)
	case r.Own:
		said = words.Tr("row.takenAwayOwn", "By", by, "Time", at)
	default:
		said = words.Tr("row.takenAway", "By", by, "Name", name, "Time", at)
	}
	if why := words.OneLine(r.About, wordsRunes); why != "" {
		said = words.Tr("notice.saidWhy", "Said", said, "Words", why)
	}
	return said
}

// takenAwayRow is what is left of a message that a moderator took away.
func takenAwayRow(r *view.Row, c words.Calendar) timeline.Row {
	out := retractedNote(r, c)
	out.Text = takenAwayText(r, c)
	return out
}
