package pictures

import (
	"image"

	"fyne.io/fyne/v2"

	"vouch/ui/shell"
	"vouch/ui/viewer"
)

// Deeds are what can be done in the viewer. None may be nil.
type Deeds struct {
	Save func(viewer.Item)
	Menu func(viewer.Item, fyne.Position)
	Left func(last string) // the message whose picture was seen last
}

// Look shows pictures of a chat over the window, beginning with one of them. They are not those of a Cache of bubbles, whose size is
// another.
func Look(w *shell.Shell, account, chat string, items []viewer.Item, at int, d Deeds) *viewer.Viewer {
	var page *viewer.Viewer
	played := map[string]bool{}
	for _, it := range items {
		played[it.ID] = !it.Moves || !MayPlay(w)
	}
	large := New(w, func(k Key, err error) {
		if err != nil {
			w.Log.Warn("show picture", "err", err)
		}
		page.Made(k.ID)
	})
	page = viewer.Open(w.Win.Canvas(), items, at, viewer.Events{
		Picture: func(id string, width, height int) image.Image {
			k := Key{Account: account, Chat: chat, ID: id}
			m := large.Of(k, width, height)
			if m != nil && !played[id] && page != nil && page.Shown().ID == id { // as it comes up
				played[id] = true
				large.Play(k)
			}
			return m
		},
		Save: d.Save, Menu: d.Menu,
		Closed: func() {
			large.Still()
			d.Left(page.Shown().ID)
			w.On.Pressed()
		},
	})
	page.Refresh()
	return page
}
