// Package search is the room of the window in which messages are looked for as the user types: in one chat or in all of them. It is a
// page of the window (view.PageSearch): Show is given every snapshot, Page is what to place. What was found stays while the user looks
// at a message in its chat, for Back. All of it belongs to the main goroutine.
package search

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"vouch/app"
	"vouch/app/view"
	"vouch/assets"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// atOnce is how many hits are asked for at a time.
const atOnce = 50

// Room is the page.
type Room struct {
	w     *shell.Shell
	show  func(account, chat, id string) // a message in its conversation
	pane  *draw.Pane
	entry *draw.Entry
	list  *list
	clip  *container.Clip

	scope   string // chat that alone is searched, of the account that is shown, or "" for all chats of all accounts
	only    filter
	hits    []app.Hit
	next    string // asks for what is older
	left    int    // chats that are not searched whole yet
	asked   bool   // there was an answer to what stands in the field
	asking  bool
	again   bool
	failure string
	looked  view.View // the view of the hit that was opened last; the zero View: none was
}

// New makes the page, which shows nothing yet. show goes to a message in its conversation.
func New(w *shell.Shell, show func(account, chat, id string)) *Room {
	r := &Room{w: w, show: show, entry: draw.NewEntry(false)}
	r.entry.SetIcon(theme.NewColoredResource(assets.Icon("search"), draw.Muted))
	r.entry.Short = w.On.Shortcut
	r.entry.OnChanged = func(string) { r.search() }
	r.entry.OnSubmitted = func(string) { r.open(r.list.at) }
	r.entry.Key = r.entryKey
	r.pane = w.Pane(r.draw)
	r.list = newList(r)
	r.clip = container.NewClip(r.list)
	r.clip.MinSize() // until it is asked for, a Clip does not know itself
	return r
}

// Page is the page, to be placed by the window while it shows view.PageSearch.
func (r *Room) Page() *draw.Pane { return r.pane }

// Open goes to the page, to look for a text in a chat, or with "" in all of them.
func (r *Room) Open(chat, text string) {
	r.scope, r.only, r.looked = chat, filter{}, view.View{}
	if text != "" && text != r.entry.Text {
		r.entry.SetText(text) // which searches
	} else {
		r.search()
	}
	r.w.GoTo(view.PageSearch)
}

// Leave goes to the conversation.
func (r *Room) Leave() {
	r.looked = view.View{}
	r.w.GoTo(view.PageChat)
}

// Back gives what goes back to what was found, from the chat in which one looks at a hit, and else nil.
func (r *Room) Back() func() {
	v := r.w.View()
	if r.looked.Chat == "" || v.Page != view.PageChat || v.Account != r.looked.Account || v.Chat != r.looked.Chat {
		return nil
	}
	return func() { r.w.GoTo(view.PageSearch) }
}

// Focus gives the keyboard to the field, with all that stands in it marked.
func (r *Room) Focus() {
	r.w.Win.Canvas().Focus(r.entry)
	r.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// Areas are the stops of F6.
func (r *Room) Areas(before []fyne.Focusable) []fyne.Focusable {
	return append(before, r.entry, r.list)
}

// ShowFailure says on the page what went wrong.
func (r *Room) ShowFailure(text string) {
	r.failure = text
	r.pane.Refresh()
}

// Drawn says whether all that was asked for is there.
func (r *Room) Drawn() bool { return !r.asking }

// Show takes over what a snapshot says.
func (r *Room) Show(_, snap *view.Snapshot) {
	r.entry.SetPlaceHolder(words.Tr("search.words"))
	if snap.View.Page == view.PageSearch && r.scope != "" && snap.View.Chat != r.scope {
		r.scope = ""
		r.search()
	}
	if snap.View.Page == view.PageSearch && r.left > 0 { // by now there may be more to look at
		r.ask()
	}
}

func (r *Room) entryKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyPageDown:
		r.w.Win.Canvas().Focus(r.list)
		return true
	case fyne.KeyEscape, fyne.KeyF6:
		r.w.On.Key(e)
		return true
	}
	return false
}

// search looks for what stands in the field, from the newest.
func (r *Room) search() {
	r.asked, r.failure = false, ""
	r.list.top, r.list.at = 0, 0
	if r.command().Text == "" && !r.only.any() {
		r.again = false
		r.take(app.HitPage{})
		r.asked = false
		return
	}
	r.ask()
}

// command is what stands in the field, with what is wanted beside it.
func (r *Room) command() app.Search {
	c := app.Search{Text: r.entry.Text, Limit: atOnce}
	if r.scope != "" {
		c.Account, c.Chat = r.w.View().Account, r.scope
	}
	r.only.put(&c, r.w.Clock())
	return c
}

// ask asks for as much as is shown; while an answer is awaited, once more behind it.
func (r *Room) ask() {
	if r.asking {
		r.again = true
		return
	}
	r.asking, r.again = true, false
	c := r.command()
	var got app.HitPage
	r.w.Ask(func(ctx context.Context, s shell.Service) error {
		answer, err := s.Call(ctx, c)
		if err == nil {
			got = answer.(app.HitPage)
		}
		return err
	}, func(err error) {
		r.asking = false
		switch {
		case r.again:
			r.ask()
		case err != nil:
			r.ShowFailure(words.ErrText(err, ""))
		case r.command() == c:
			r.asked = true
			r.take(got)
		}
		r.pane.Refresh()
	})
}

func (r *Room) take(page app.HitPage) {
	r.hits, r.next, r.left = page.Hits, page.Next, page.Left
	r.list.set(r.hits)
	r.pane.Refresh()
}

// more asks for what is older.
func (r *Room) more() {
	if r.next == "" || r.asking {
		return
	}
	r.asking = true
	asked := r.command()
	c := asked
	c.Next = r.next
	var got app.HitPage
	r.w.Ask(func(ctx context.Context, s shell.Service) error {
		answer, err := s.Call(ctx, c)
		if err == nil {
			got = answer.(app.HitPage)
		}
		return err
	}, func(err error) {
		r.asking = false
		switch {
		case r.again:
			r.ask()
		case err != nil:
			r.next = ""
			r.ShowFailure(words.ErrText(err, ""))
		case r.command() == asked:
			got.Hits = append(r.hits[:len(r.hits):len(r.hits)], got.Hits...)
			r.take(got)
		}
	})
}

// open goes to a hit in its chat.
func (r *Room) open(i int) {
	if i < 0 || i >= len(r.hits) {
		return
	}
	h := r.hits[i]
	r.list.at = i
	r.Visit(h.Account, h.Chat)
	r.show(h.Account, h.Chat, h.ID)
}

// Visit notes that one looks at a hit in a chat, from which Back leads here.
func (r *Room) Visit(account, chat string) { r.looked = view.View{Account: account, Chat: chat} }

func (r *Room) draw(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	y := r.drawHeader(s)
	y = s.Flow(20, y, s.W-40, r.chips()) + 8
	bottom := dialog.Said(s, r.failure, "", s.H, func() { r.failure = ""; r.pane.Refresh() })
	if r.left > 0 {
		lh := s.K(18)
		bottom -= lh + 16
		s.Rect(0, bottom, s.W, 1, draw.Line)
		s.Word(s.Clip(words.Trn("search.left", r.left), s.W-40, draw.F13), 20, bottom+8, lh, draw.F13, draw.Muted)
	}
	if len(r.hits) == 0 {
		r.drawNothing(s, y+32)
	}
	s.Put(r.clip, 0, y, s.W, max(0, bottom-y))
	r.list.Refresh()
}

// drawHeader gives its lower edge.
func (r *Room) drawHeader(s *draw.Sheet) float32 {
	fh := max(36, s.K(20)+18)
	h := fh + 24
	s.IconButton("back", "back", words.Tr("tip.back"), 8, (h-36)/2, 36, r.Leave)
	s.Entry(r.entry, 52, 12, s.W-72, fh, draw.Line, 8, 8)
	return h
}

// drawNothing says why no hit is shown.
func (r *Room) drawNothing(s *draw.Sheet, y float32) {
	text := words.Tr("search.hint")
	switch {
	case r.asked:
		text = words.Tr("search.none")
		if typed := words.OneLine(r.entry.Text, words.NameRunes); typed != "" {
			text = words.Tr("search.noneOf", "Text", typed)
		}
	case r.asking:
		return
	}
	lh := s.K(20)
	y += s.ParaMid(draw.One(text, draw.F14, draw.Muted), 24, y, s.W-48, lh)
	if r.asked && r.scope != "" {
		word := words.Tr("search.everywhere")
		s.Link("everywhere", word, (s.W-s.Width(word, draw.F14))/2, y+8, lh, draw.F14, func() { r.setScope("") })
	}
}

// setScope searches a chat, or with "" all of them.
func (r *Room) setScope(chat string) {
	r.scope = chat
	r.search()
	r.pane.Refresh()
}
