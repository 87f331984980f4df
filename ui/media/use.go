package media

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/pictures"
	"vouch/ui/viewer"
	"vouch/ui/words"
)

// about says of an item how large it is, who it is of, and where.
func (r *Room) about(it app.FileItem, said string) string {
	var parts []string
	if it.Size > 0 {
		parts = append(parts, words.Size(it.Size))
	}
	parts = append(parts, r.who(it))
	if said != "" {
		parts = append(parts, said)
	}
	return strings.Join(parts, " · ")
}

// who is what the sender of an item is called.
func (r *Room) who(it app.FileItem) string {
	switch {
	case it.Own:
		return words.Tr("people.you")
	case it.Nick != "":
		return words.OneLine(it.Nick, words.NameRunes)
	}
	return r.w.PersonName(it.From)
}

// use does what a press on an item is for: a picture is looked at, what is not here is fetched, a link is followed; of all else the
// message is shown, where everything can be done.
func (r *Room) use(i int) {
	if i < 0 || i >= len(r.items) {
		return
	}
	switch it := r.items[i]; {
	case len(it.Links) > 0:
		r.to.Link(it.Links[0])
	case it.Width > 0:
		r.look(it.ID)
	case it.State == view.FileOffered, it.State == view.FileFailed, it.State == view.FileGone, it.State == view.FileDamaged:
		r.fetch(it)
	default:
		r.to.Message(it.ID)
	}
}

func (r *Room) fetch(it app.FileItem) {
	v := r.w.Shown.View
	r.w.Do(app.FetchFile{Account: v.Account, Chat: v.Chat, ID: it.ID}, func(err error) {
		if err != nil {
			r.ShowFailure(words.ErrText(err, words.HostOf(v.Account)))
			return
		}
		r.ask(len(r.items))
	})
}

// look shows a picture among all that are here and in the list.
func (r *Room) look(id string) {
	var items []viewer.Item
	at := 0
	for i := len(r.items) - 1; i >= 0; i-- { // as in the conversation, the oldest first
		it := r.items[i]
		if it.Width == 0 {
			continue
		}
		if it.ID == id {
			at = len(items)
		}
		items = append(items, viewer.Item{ID: it.ID, Name: it.Name, Said: r.who(it) + " · " + r.w.Now().Full(it.Time), Width: it.Width, Height: it.Height, Moves: it.Moves})
	}
	if len(items) == 0 || r.w.Win.Canvas().Overlays().Top() != nil {
		return
	}
	v := r.w.Shown.View
	pictures.Look(r.w, v.Account, v.Chat, items, at, pictures.Deeds{
		Save: func(it viewer.Item) { r.save(it.ID, it.Name) },
		Menu: func(it viewer.Item, at fyne.Position) { r.menuOf(it.ID, at) },
		Left: func(last string) {
			for i, it := range r.items {
				if it.ID == last {
					r.list.at = i
					r.list.step(0)
				}
			}
		},
	})
}

func (r *Room) save(id, name string) {
	v := r.w.Shown.View
	r.w.SaveFileOf(v.Account, v.Chat, id, name, func(path string, err error) {
		if err != nil {
			r.ShowFailure(words.ErrText(err, words.HostOf(v.Account)))
			return
		}
		r.failure, r.said = "", words.Tr("file.saved")+" "+words.OneLine(path, 2*words.NameRunes)
		r.pane.Refresh()
	})
}

func (r *Room) menu(i int, at fyne.Position) {
	if i >= 0 && i < len(r.items) {
		r.menuOf(r.items[i].ID, at)
	}
}

// menuOf is the menu of an item.
func (r *Room) menuOf(id string, at fyne.Position) {
	var it app.FileItem
	for _, o := range r.items {
		if o.ID == id {
			it = o
		}
	}
	if it.ID == "" {
		return
	}
	v := r.w.Shown.View
	items := []*fyne.MenuItem{fyne.NewMenuItem(words.Tr("media.message"), func() {
		if over, ok := r.w.Win.Canvas().Overlays().Top().(*viewer.Viewer); ok {
			over.Close()
		}
		r.to.Message(it.ID)
	})}
	for _, l := range it.Links {
		items = append(items, fyne.NewMenuItem(words.Tr("media.copyLink", "Link", words.OneLine(l, 60)), func() { r.w.App.Clipboard().SetContent(l) }))
	}
	switch {
	case len(it.Links) > 0:
	case here(it):
		items = append(items, fyne.NewMenuItem(words.Tr("file.save"), func() { r.save(it.ID, it.Name) }),
			fyne.NewMenuItem(words.Tr("media.drop"), func() {
				r.w.Do(app.DropFile{Account: v.Account, Chat: v.Chat, ID: it.ID}, func(err error) {
					if err != nil {
						r.ShowFailure(words.ErrText(err, ""))
						return
					}
					r.ask(len(r.items))
				})
			}))
	case it.State != view.FileComing:
		items = append(items, fyne.NewMenuItem(words.Tr("file.fetch"), func() { r.fetch(it) }))
	}
	r.w.PopUp(at, items...)
}
