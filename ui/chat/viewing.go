package chat

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/viewer"
	"vouch/ui/words"
)

// LookAt shows the picture of a row over the window, among all pictures of the chat that are here.
func (c *Room) LookAt(id string) {
	items := c.pictureItems()
	at := slices.IndexFunc(items, func(it viewer.Item) bool { return it.ID == id })
	if at < 0 || c.w.Win.Canvas().Overlays().Top() != nil {
		return
	}
	v := c.w.Shown.View
	var page *viewer.Viewer
	large := newPictures(c.w, func(id string, err error) {
		if err != nil {
			c.w.Log.Warn("show picture", "err", err)
		}
		page.Made(id)
	})
	page = viewer.Open(c.w.Win.Canvas(), items, at, viewer.Events{
		Picture: func(id string, width, height int) image.Image {
			return large.of(pictureKey{v.Account, v.Chat, id, false}, width, height)
		},
		Save: func(it viewer.Item) {
			if r := c.row(it.ID); r != nil {
				c.saveFile(r)
			}
		},
		Menu: func(it viewer.Item, at fyne.Position) {
			c.rowMenu(&timeline.Row{ID: it.ID, Kind: timeline.Bubble}, "", at)
		},
		Closed: func() {
			if last := page.Shown().ID; last != id {
				c.list.Reveal(last)
			}
			c.w.On.Pressed()
		},
	})
	page.Refresh()
}

// pictureItems are the pictures of the rows that are shown.
func (c *Room) pictureItems() (out []viewer.Item) {
	cal := c.w.Now()
	for _, r := range c.w.Shown.Rows {
		if f := r.File; f != nil && f.Width > 0 && r.Kind.Said() && r.Retracted.IsZero() && !c.book.unshown[r.ID] {
			out = append(out, viewer.Item{ID: r.ID, Name: words.OneLine(f.Name, words.NameRunes), Said: c.whoSaid(r) + " · " + cal.Full(r.Time), Width: f.Width, Height: f.Height})
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
