// Package media is the room of the window with what a chat has beside words: pictures, sound, other files and links, by month, and
// what they take on this computer. It is a page of the window (view.PageFiles): Show is given every snapshot, Page is what to place.
// All of it belongs to the main goroutine.
package media

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/pictures"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// atOnce is how many are asked for at a time.
const atOnce = 200

// lookAgain is after how long is asked again while a file is on its way.
const lookAgain = time.Second

// Elsewhere is where the page leads.
type Elsewhere struct {
	Message func(id string) // to a message in the conversation
	Link    func(target string)
}

// Room is the page.
type Room struct {
	w        *shell.Shell
	to       Elsewhere
	pane     *draw.Pane
	list     *list
	clip     *container.Clip
	pictures *pictures.Cache

	of      string // account and chat that the items are of; "" while the page is not shown
	sort    app.FileSort
	items   []app.FileItem
	next    string // asks for what is older
	asked   bool   // there was an answer
	asking  bool
	again   bool
	usage   app.ChatUsage
	failure string
	said    string
}

// New makes the page, which shows nothing yet.
func New(w *shell.Shell, to Elsewhere) *Room {
	r := &Room{w: w, to: to}
	r.pane = w.Pane(r.draw)
	r.list = newList(r)
	r.clip = container.NewClip(r.list)
	r.clip.MinSize() // until it is asked for, a Clip does not know itself
	r.pictures = pictures.New(w, func(pictures.Key, error) { r.list.Refresh() })
	return r
}

// Page is the page, to be placed by the window while it shows view.PageFiles.
func (r *Room) Page() *draw.Pane { return r.pane }

// Back goes to the conversation.
func (r *Room) Back() { r.w.GoTo(view.PageChat) }

// Focus gives the keyboard to the list.
func (r *Room) Focus() { r.w.Win.Canvas().Focus(r.list) }

// Areas are the stops of F6.
func (r *Room) Areas(before []fyne.Focusable) []fyne.Focusable {
	for _, key := range []string{"back", "sort " + string(app.SortPictures)} {
		if f, ok := r.pane.Find(key).(fyne.Focusable); ok {
			before = append(before, f)
		}
	}
	return append(before, r.list)
}

// ShowFailure says on the page what went wrong.
func (r *Room) ShowFailure(text string) {
	r.failure, r.said = text, ""
	r.pane.Refresh()
}

// Drawn says whether all that was asked for is there.
func (r *Room) Drawn() bool { return !r.asking && r.pictures.Idle() }

// Show takes over what a snapshot says; before is the one shown until now, or nil. Other rows may mean that a file has come.
func (r *Room) Show(before, snap *view.Snapshot) {
	if snap.View.Page != view.PageFiles || snap.Chat == nil {
		r.of, r.items = "", nil
		return
	}
	if of := snap.View.Account + " " + snap.View.Chat; of != r.of {
		r.of, r.failure, r.said = of, "", ""
		r.choose(app.SortPictures)
		return
	}
	if before == nil || !slices.Equal(before.Rows, snap.Rows) {
		r.ask(len(r.items))
	}
}

// choose shows another sort, from the newest.
func (r *Room) choose(sort app.FileSort) {
	r.sort, r.items, r.next, r.asked = sort, nil, "", false
	r.list.set(nil)
	r.list.top, r.list.at = 0, 0
	r.ask(0)
	r.pane.Refresh()
}

// ask asks anew for as many as there are.
func (r *Room) ask(n int) {
	if r.asking {
		r.again = true
		return
	}
	r.asking, r.again = true, false
	v, of, sort := r.w.View(), r.of, r.sort
	var got app.FilePage
	usage := app.ChatUsage{Chat: v.Chat}
	r.w.Ask(func(ctx context.Context, s shell.Service) (err error) { // a chat may have a hundred thousand rows to look at
		got, err = pages(ctx, s, app.ListFiles{Account: v.Account, Chat: v.Chat, Sort: sort}, max(n, atOnce))
		if err == nil {
			usage, err = usageOf(ctx, s, v.Account, v.Chat)
		}
		return err
	}, func(err error) {
		r.asking = false
		switch {
		case r.of == "":
		case r.of != of || r.sort != sort || r.again && err == nil && !r.asked:
			r.ask(0)
		case err != nil:
			r.ShowFailure(words.ErrText(err, ""))
		default:
			r.items, r.next, r.asked, r.usage = got.Files, got.Next, true, usage
			r.list.set(r.items)
			r.pane.Refresh()
			if r.again {
				r.ask(len(r.items))
			} else if slices.ContainsFunc(r.items, coming) {
				r.w.Queue.After(lookAgain, func() { r.askAbout(of) })
			}
		}
	})
}

// askAbout asks again while files are on their way, which no row that is shown may tell.
func (r *Room) askAbout(of string) {
	if r.of == of {
		r.ask(len(r.items))
	}
}

// more asks for what is older.
func (r *Room) more() {
	if r.next == "" || r.asking {
		return
	}
	r.ask(len(r.items) + atOnce)
}

// pages gives the newest n, or all.
func pages(ctx context.Context, s shell.Service, c app.ListFiles, n int) (out app.FilePage, err error) {
	for {
		c.Limit = min(n-len(out.Files), 500)
		got, err := s.Call(ctx, c)
		if err != nil {
			return out, err
		}
		page := got.(app.FilePage)
		out.Files, out.Next = append(out.Files, page.Files...), page.Next
		if out.Next == "" || len(out.Files) >= n {
			return out, nil
		}
		c.Before = out.Next
	}
}

func usageOf(ctx context.Context, s shell.Service, account, chat string) (app.ChatUsage, error) {
	got, err := s.Call(ctx, app.FileUsage{Account: account})
	if err != nil {
		return app.ChatUsage{}, err
	}
	for _, u := range got.([]app.ChatUsage) {
		if u.Chat == chat {
			return u, nil
		}
	}
	return app.ChatUsage{Chat: chat}, nil
}

var sorts = []app.FileSort{app.SortPictures, app.SortSound, app.SortFiles, app.SortLinks}

func sortWord(sort app.FileSort) string {
	switch sort {
	case app.SortPictures:
		return words.Tr("media.pictures")
	case app.SortSound:
		return words.Tr("media.sound")
	case app.SortFiles:
		return words.Tr("media.files")
	}
	return words.Tr("media.links")
}

func (r *Room) draw(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	chat := r.w.Shown.Chat
	if chat == nil {
		s.IconButton("back", "back", words.Tr("tip.back"), 8, 12, 36, r.Back)
		return
	}
	y := r.drawHeader(s, chat) + 10
	var tabs []draw.KeyButton
	for _, sort := range sorts {
		b := draw.KeyButton{Button: draw.Button{Word: sortWord(sort), Small: true}, Key: "sort " + string(sort), Tap: func() { r.choose(sort) }}
		if sort == r.sort {
			b.Kind = draw.Primary
		}
		tabs = append(tabs, b)
	}
	y = s.Flow(20, y, s.W-40, tabs) + 6
	bottom := r.drawUsage(s, dialog.Said(s, r.failure, r.said, s.H, func() { r.failure, r.said = "", ""; r.pane.Refresh() }))
	if len(r.items) == 0 {
		text := words.Tr("media.none")
		if !r.asked {
			text = words.Tr("coverage.asking")
		}
		s.ParaMid(draw.One(text, draw.F13, draw.Muted), 24, y+32, s.W-48, s.K(18))
	}
	s.Put(r.clip, 0, y, s.W, max(0, bottom-y))
	r.list.Refresh()
}

func (r *Room) drawHeader(s *draw.Sheet, chat *view.ChatView) float32 {
	n, small := s.K(20), s.K(16)
	h := 24 + n + small
	s.Rect(0, h-1, s.W, 1, draw.Line)
	s.IconButton("back", "back", words.Tr("tip.back"), 8, (h-36)/2, 36, r.Back)
	name := r.w.ChatName(chat.Name, chat.Chat)
	s.Face(r.w.ChatFace(chat.Kind, name, chat.Chat, chat.Picture), 48, (h-41)/2, 40, draw.PresenceNone, draw.Bg)
	top := (h - 1 - n - small) / 2
	s.Word(s.Clip(name, s.W-116, draw.B15), 100, top, n, draw.B15, draw.Fg)
	s.Word(s.Clip(words.Tr("menu.media"), s.W-116, draw.F12), 100, top+n, small, draw.F12, draw.Muted)
	return h
}

// drawUsage says below the list what the files of the chat take here, and gives its upper edge.
func (r *Room) drawUsage(s *draw.Sheet, bottom float32) float32 {
	if r.usage.Files == 0 {
		return bottom
	}
	h := s.K(30) + 16
	y := bottom - h
	s.Rect(0, y, s.W, 1, draw.Line)
	b := draw.Button{Word: words.Tr("media.clear"), Small: true}
	bw, bh := s.Size(b)
	s.Button("clear", b, s.W-20-bw, y+(h-bh)/2, r.askClear)
	said := words.Trn("media.usage", r.usage.Files, "Size", words.Size(r.usage.Bytes))
	s.Word(s.Clip(said, s.W-52-bw, draw.F13), 20, y, h, draw.F13, draw.Muted)
	return y
}

// askClear offers to take copies away.
func (r *Room) askClear() {
	v := r.w.Shown.View
	clear := func(days int) func() {
		return func() {
			r.w.Do(app.ClearFiles{Account: v.Account, Chat: v.Chat, Days: days}, func(err error) {
				if err != nil {
					r.ShowFailure(words.ErrText(err, ""))
					return
				}
				r.ask(len(r.items))
			})
		}
	}
	at := shell.Under(r.pane, r.pane.Size().Width-240, r.pane.Size().Height-100)
	r.w.PopUp(at,
		fyne.NewMenuItem(words.Tr("media.clearYear"), clear(365)),
		fyne.NewMenuItem(words.Tr("media.clearMonth"), clear(30)),
		fyne.NewMenuItem(words.Tr("media.clearAll"), func() {
			r.w.Confirm(words.Tr("media.clearTitle"), words.Tr("media.clearText"), words.Tr("media.clearDeed"), clear(0))
		}))
}

// here tells whether the file of an item can be used.
func here(it app.FileItem) bool { return it.State == view.FileHere }

// coming tells whether it is on its way.
func coming(it app.FileItem) bool { return it.State == view.FileComing }
