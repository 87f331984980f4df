package ui

import (
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/assets"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Widths below which the window changes: the list of chats becomes a rail, then there is one pane at a time.
const (
	railBelow = 760
	oneBelow  = 560
	listWidth = 320
	railWidth = 68
)

// The rows that a window asks for at first, and how many more at a time.
const (
	firstRows = 100
	moreRows  = 200
	mostRows  = 800
)

// Window is a window of the program. All methods but Watch belong to the main goroutine.
type Window struct {
	app     fyne.App
	win     fyne.Window
	log     *slog.Logger
	options Options
	queue   *queue
	shown   *app.Snapshot // nil before the first
	root    *draw.Pane
	side    *sidebar
	chat    *conversation
	devices *devicesPage
	story   *storyPage
	signin  *signIn
	tip     *tip
	showing bool      // a snapshot is being put on the screen
	away    bool      // the program is not in front: nothing is read
	usedAt  time.Time // when the service was told last that the user is here
	marked  string
	faces   map[*app.Picture]image.Image // decoded; the same picture is the same pointer

	sources  frameSources    // where codes are read from
	scanning *scan           // the dialog that reads one, or nil
	filmed   chan struct{}   // closed when the camera that was opened last is free again; nil before the first
	printed  map[string]bool // pages that were given to the browser and are to be removed

	told       map[string]told     // what the desktop was told, by tag; nil before the first snapshot
	tray       bool                // there is a place for the icon of the program
	trayIcon   func(fyne.Resource) // changes the icon; nil without one
	trayUnread bool                // what it shows
	asksClose  bool                // it is being asked what closing is to do
}

// New makes a window that shows nothing yet. It starts nothing: Watch does. The theme of a becomes ours.
func New(a fyne.App, s Service, log *slog.Logger, opts Options) *Window {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Title == "" {
		opts.Title = "Vouch"
	}
	w := &Window{app: a, log: log, options: opts, queue: newQueue(s), sources: systemSources(), printed: map[string]bool{}}
	a.Settings().SetTheme(w.theme())
	w.win = a.NewWindow(opts.Title)
	w.win.SetIcon(assets.App())
	w.win.SetPadded(false)
	w.tip = &tip{w: w}
	w.side, w.chat, w.devices, w.signin = newSidebar(w), newConversation(w), newDevicesPage(w), newSignIn(w)
	w.story = newStoryPage(w)
	w.root = w.pane(w.draw)
	w.win.SetContent(w.root)
	w.win.Resize(fyne.NewSize(1200, 800))
	w.shortcuts()
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.dropped(files) })
	a.Lifecycle().SetOnEnteredForeground(func() { w.lookAway(false) })
	a.Lifecycle().SetOnExitedForeground(func() { w.lookAway(true) })
	return w
}

// Window is Fyne's window, for main to set its menu, size and what closing does.
func (w *Window) Window() fyne.Window { return w.win }

// Show brings the window to the screen. When it appears first, its title is the class by which a desktop knows whose it is.
func (w *Window) Show() {
	w.win.SetTitle(w.options.Title)
	w.win.Show()
	if w.shown != nil {
		w.setTitle()
	}
}

// pane makes a pane whose spare keys and presses come to the window.
func (w *Window) pane(d func(*draw.Sheet)) *draw.Pane {
	p := draw.NewPane(d)
	p.Keys, p.Pressed, p.Tip = w.key, w.pressed, w.tip.over
	return p
}

func (w *Window) now() words.Calendar { return words.Calendar{Now: w.options.Now()} }

// view is what the window looks at.
func (w *Window) view() app.View { return w.queue.view() }

// look changes what the window looks at and asks for it.
func (w *Window) look(change func(*app.View)) {
	v := w.view()
	change(&v)
	w.queue.setView(v)
}

// show puts a snapshot on the screen. One that is older than the one shown, or of another view, is dropped.
func (w *Window) show(snap *app.Snapshot) {
	if snap == nil || snap.View != w.view() || w.shown != nil && snap.Number < w.shown.Number {
		return
	}
	if snap.View.Account == "" && len(snap.Accounts) > 0 {
		w.look(func(v *app.View) { v.Account, v.Before = snap.Accounts[0].JID, firstRows })
	}
	before := w.shown
	w.shown = snap
	if before == nil || before.View != snap.View {
		w.tip.clear()
	}
	w.showing = true // what moves meanwhile was not seen by anybody, and nobody moved it
	w.chat.show(before, snap)
	w.devices.show(before, snap)
	w.story.show(before, snap)
	w.side.show(snap)
	w.root.Refresh()
	if before == nil || before.View.Chat != snap.View.Chat || before.View.Account != snap.View.Account {
		w.chat.list.ToIfAbove(unreadLine)
	}
	w.showing = false
	if before == nil || before.View.Chat != snap.View.Chat || before.View.Page != snap.View.Page {
		w.focusComposer()
	}
	if c := w.win.Canvas(); w.account() == nil && c.Focused() == nil && c.Overlays().Top() == nil {
		c.Focus(w.signin.form.first())
	}
	w.setTitle()
	w.markRead()
	w.tellNews(snap)
}

// setTitle counts what is unread in the title of the window.
func (w *Window) setTitle() {
	n, title := 0, w.options.Title
	for _, c := range w.shown.Chats {
		n += c.Unread
	}
	w.showUnread(len(w.shown.News) > 0)
	if n > 0 {
		title = "(" + words.Count(n) + ") " + title
	}
	if w.win.Title() != title {
		w.win.SetTitle(title)
	}
}

// draw places the parts of the window, and words over them.
func (w *Window) draw(s *draw.Sheet) {
	w.drawParts(s)
	w.tip.draw(s)
}

func (w *Window) drawParts(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	if w.shown == nil {
		s.ParaMid(draw.One(w.chat.failure, draw.F14, draw.Rejected), 40, s.H/2, s.W-80, s.K(20)) // nothing can be read
		return
	}
	if w.account() == nil {
		w.signin.put(s)
		return
	}
	left := float32(listWidth)
	switch {
	case s.W < oneBelow && !w.showsList():
		left = 0
	case s.W < oneBelow:
		left = s.W
	case s.W < railBelow:
		left = railWidth
	}
	if left > 0 {
		s.Put(w.side.pane, 0, 0, left, s.H)
		w.side.pane.Refresh()
	}
	if left >= s.W {
		return
	}
	right := w.chat.pane
	switch w.page() {
	case app.PageDevices, app.PageOwn:
		right = w.devices.pane
	case app.PageTimeline, app.PageOwnTimeline:
		right = w.story.pane
	}
	s.Put(right, left, 0, s.W-left, s.H)
	right.Refresh()
}

// showsList says whether a window with one pane shows the list of chats.
func (w *Window) showsList() bool { return w.shown.Chat == nil && w.page() == app.PageChat }

// narrow says whether there is one pane at a time.
func (w *Window) narrow() bool { return w.root.Size().Width < oneBelow }

// account is the account that is shown, or nil.
func (w *Window) account() *app.AccountView {
	if w.shown == nil {
		return nil
	}
	for _, a := range w.shown.Accounts {
		if a.JID == w.shown.View.Account {
			return a
		}
	}
	if len(w.shown.Accounts) > 0 {
		return w.shown.Accounts[0]
	}
	return nil
}

func (w *Window) page() app.Page { return w.shown.View.Page }

// open goes to a chat.
func (w *Window) open(chat string) {
	w.look(func(v *app.View) {
		*v = app.View{Account: v.Account, Chat: chat, Before: firstRows}
	})
}

// goTo goes to a page of the chat or account that is shown.
func (w *Window) goTo(p app.Page) { w.look(func(v *app.View) { v.Page = p }) }

// use goes to another account.
func (w *Window) use(account string) {
	w.look(func(v *app.View) { *v = app.View{Account: account, Before: firstRows} })
}

// openDialog puts a dialog over the window. The keyboard is the composer's again afterwards.
func (w *Window) openDialog(d *dialog.Dialog) *dialog.Dialog {
	d.Open(w.win.Canvas(), w.pressed)
	return d
}

// confirm asks before a deed; Cancel has the keyboard.
func (w *Window) confirm(title, text, deed string, do func()) {
	w.openDialog(dialog.Confirming(title, text, deed, do))
}

// newCover makes a page that open puts over the window.
func (w *Window) newCover(body func(*draw.Sheet)) *dialog.Cover {
	return dialog.NewCover(w.win.Canvas(), w.pressed, body)
}

// do has a command carried out; then, which may be nil, gets what became of it on the main goroutine.
func (w *Window) do(c app.Command, then func(error)) {
	if then == nil {
		then = func(err error) {
			if err != nil {
				w.chat.fail(words.ErrText(err, words.HostOf(w.view().Account)))
			}
		}
	}
	w.queue.put(order{command: c, then: then})
}

// peek looks at other views than the one on the screen; then gets what they show on the main goroutine.
func (w *Window) peek(then func([]*app.Snapshot, error), views ...app.View) {
	var got []*app.Snapshot
	w.queue.put(order{
		look: func(s Service) error {
			for _, v := range views {
				snap, err := s.Look(v)
				if err != nil {
					return err
				}
				got = append(got, snap)
			}
			return nil
		},
		then: func(err error) { then(got, err) },
	})
}

// markRead says once for every newest row that the user has seen it: it is on the screen, and the program in front.
func (w *Window) markRead() {
	if w.away || w.showing || w.shown == nil || w.shown.Chat == nil || w.page() != app.PageChat || len(w.shown.Rows) == 0 {
		return
	}
	if w.shown.Chat.Newer || !w.chat.list.AtEnd() {
		return
	}
	chat, newest := w.shown.Chat.Chat, w.shown.Rows[len(w.shown.Rows)-1].ID
	for _, row := range w.shown.Chats {
		if row.Chat == chat && row.Unread > 0 && w.marked != chat+" "+newest {
			w.marked = chat + " " + newest
			w.do(app.MarkRead{Account: w.shown.View.Account, Chat: chat}, func(err error) {
				if err != nil {
					w.log.Warn("mark read", "err", err)
				}
			})
		}
	}
}
