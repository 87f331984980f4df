package chat

import (
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// isPicture tells whether a row is a picture with nothing to be said beside it, so that others may stand beside it in an album.
func isPicture(r *view.Row) bool {
	f := r.File
	return f != nil && f.Width > 0 && !f.Leaving && !f.Origin && r.Kind.Said() && r.Retracted.IsZero() && r.Edited.IsZero() &&
		r.Reply == nil && len(r.Reactions) == 0 && r.Keys == nil && !r.Ignored && !r.Mention && footOf(r) == ""
}

// beside tells whether the picture b may stand in one album with a, which comes before it.
func beside(snap *view.Snapshot, a, b *view.Row, c words.Calendar) bool {
	return isPicture(a) && isPicture(b) && a.Own == b.Own && a.From == b.From && a.Name == b.Name && a.Occupant == b.Occupant &&
		a.Encrypted == b.Encrypted && a.Trust == b.Trust && a.DeviceID == b.DeviceID && b.Time.Sub(a.Time) < groupEnds &&
		c.Local(a.Time).YearDay() == c.Local(b.Time).YearDay() && (snap.Chat == nil || b.ID != snap.Chat.UnreadFrom)
}

// albumAt is how many rows from i on are one album, at least one; nothing else may stand between them.
func (b *rowBook) albumAt(snap *view.Snapshot, i int, gaps []view.Gap, c words.Calendar) int {
	n := 1
	for ; i+n < len(snap.Rows) && n < timeline.MostPictures; n++ {
		a, next := snap.Rows[i+n-1], snap.Rows[i+n]
		if !beside(snap, a, next, c) || b.unshown[a.ID] || b.unshown[next.ID] || len(gaps) > 0 && !next.Time.Before(gaps[0].To) || b.answered(a.ID) {
			break
		}
	}
	return n
}

// answered tells whether the answer to a command stands below a row.
func (b *rowBook) answered(id string) bool {
	for _, a := range b.answers {
		if a.after == id {
			return true
		}
	}
	return false
}

// withOthers makes the bubble of the first picture that of all, with the time of the last and what holds for each.
func withOthers(out *timeline.Row, rows []*view.Row, c words.Calendar) {
	album := timeline.Album{}
	least := rows[0]
	for _, r := range rows {
		album = append(album, timeline.Picture{ID: r.ID, Width: r.File.Width, Height: r.File.Height, Moves: r.File.Moves})
		if arrival(r) < arrival(least) {
			least = r
		}
	}
	last := rows[len(rows)-1]
	out.Album, out.Time, out.Tip = &album, c.Clock(last.Time), rowTip(last, c)
	out.Mark, out.MarkColor = deliveryMark(least)
}

// arrival orders the states of own messages by how far they came.
func arrival(r *view.Row) int {
	switch r.State {
	case view.MessageSent:
		return 1
	case view.MessageDelivered:
		return 2
	case view.MessageRead:
		return 3
	}
	return 0
}
