package chat

import (
	"slices"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/pictures"
	"vouch/ui/timeline"
	"vouch/ui/viewer"
	"vouch/ui/words"
)

// pressPicture has a picture move that can, and else shows it over the window, where it moves too.
func (c *Room) pressPicture(id string) {
	v := c.w.Shown.View
	k := pictures.Key{Account: v.Account, Chat: v.Chat, ID: id}
	if r := c.row(id); r != nil && r.File != nil && r.File.Moves && pictures.MayPlay(c.w) && c.pictures.Has(k) && !c.pictures.Plays(k) {
		c.pictures.Play(k)
		return
	}
	c.LookAt(id)
}

// Still stops all pictures that move.
func (c *Room) Still() { c.pictures.Still() }

// LookAt shows the picture of a row over the window, among all pictures of the chat that are here.
func (c *Room) LookAt(id string) {
	items := c.pictureItems()
	at := slices.IndexFunc(items, func(it viewer.Item) bool { return it.ID == id })
	if at < 0 || c.w.Win.Canvas().Overlays().Top() != nil {
		return
	}
	v := c.w.Shown.View
	pictures.Look(c.w, v.Account, v.Chat, items, at, pictures.Deeds{
		Save: func(it viewer.Item) {
			if r := c.row(it.ID); r != nil {
				c.saveFile(r)
			}
		},
		Menu: func(it viewer.Item, at fyne.Position) {
			c.rowMenu(&timeline.Row{ID: it.ID, Kind: timeline.Bubble}, "", at)
		},
		Left: func(last string) {
			if last != id {
				c.list.Reveal(last)
			}
		},
	})
}

// pictureItems are the pictures of the rows that are shown.
func (c *Room) pictureItems() (out []viewer.Item) {
	cal := c.w.Now()
	for _, r := range c.w.Shown.Rows {
		if f := r.File; f != nil && f.Width > 0 && r.Kind.Said() && r.Retracted.IsZero() && !c.book.unshown[r.ID] {
			out = append(out, viewer.Item{ID: r.ID, Name: words.OneLine(f.Name, words.NameRunes), Said: c.whoSaid(r) + " · " + cal.Full(r.Time), Width: f.Width, Height: f.Height, Moves: f.Moves})
		}
	}
	return out
}

// whoSaid is what somebody is called above their picture.
func (c *Room) whoSaid(r *view.Row) string {
	if r.Own {
		return words.Tr("people.you")
	}
	return words.NameOf(r.Name, r.From)
}
