package chat

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// fold makes a line of the row of somebody whom the user ignores, which can be opened, or lets it be folded again.
func (b *rowBook) fold(r *view.Row, out *timeline.Row, c words.Calendar) {
	name := words.NameOf(r.Name, r.From)
	if b.unfolded[r.ID] {
		if out.Kind == timeline.Bubble && out.Foot == "" {
			out.FootIcon, out.FootColor, out.Foot = "mute", draw.Muted, words.Tr("ignored.open", "Name", name)
			out.Actions[0] = timeline.Action{Act: actFold, Word: words.Tr("ignored.fold")}
		}
		return
	}
	*out = timeline.Row{ID: r.ID, Kind: timeline.Note, Icon: "mute", Edge: draw.Muted, Tip: c.Full(r.Time), Text: words.Tr("ignored.row", "Name", name),
		Actions: [3]timeline.Action{{Act: actUnfold, Word: words.Tr("ignored.unfold")}}}
}

// unfold opens a row of somebody whom the user ignores, or folds it.
func (c *Room) unfold(id string, open bool) {
	if c.book.unfolded == nil {
		c.book.unfolded = map[string]bool{}
	}
	c.book.unfolded[id] = open
	delete(c.book.from, id) // it is another row now
	c.list.SetRows(c.book.rows(c.w.Shown, c.w.Now(), c.contactFace(c.w.Shown)))
	c.Pane.Refresh()
}

// mayIgnore says whether who wrote a row of a room is known as more than a nickname, which can be anybody's.
func mayIgnore(r *view.Row) bool {
	return !r.Own && r.Kind != view.RowNotice && (r.Occupant != "" || !strings.Contains(r.From, "/"))
}

// ignoreItems offer to hear nothing of who wrote a row of a room, or to hear of them again.
func (c *Room) ignoreItems(r *view.Row) []*fyne.MenuItem {
	if !inRoom(c.w.Shown) || !mayIgnore(r) {
		return nil
	}
	v, word := c.w.Shown.View, "deed.ignore"
	if r.Ignored {
		word = "deed.heed"
	}
	return []*fyne.MenuItem{fyne.NewMenuItem(words.Tr(word), func() {
		c.w.Do(app.IgnorePerson{Account: v.Account, Room: v.Chat, ID: r.ID, Undo: r.Ignored}, nil)
	})}
}
