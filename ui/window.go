package ui

import (
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vouch/app"
	"vouch/app/view"
	"vouch/assets"
	"vouch/ui/accounts"
	"vouch/ui/chat"
	"vouch/ui/draw"
	"vouch/ui/keys"
	"vouch/ui/media"
	"vouch/ui/rooms"
	"vouch/ui/search"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// How wide the list of chats is, and the rail that takes its place in a narrow window.
const (
	listWidth = 320
	railWidth = 68
)

// Window is a window of the program. All methods but Watch belong to the main goroutine.
type Window struct {
	*shell.Shell
	options  Options
	root     *draw.Pane
	side     *sidebar
	chat     *chat.Room
	keys     *keys.Room
	accounts *accounts.Room
	rooms    *rooms.Room
	media    *media.Room
	search   *search.Room
	tip      *tip
	showing  bool      // a snapshot is being put on the screen
	away     bool      // the program is not in front: nothing is read
	focused  bool      // it is known to be in front
	usedAt   time.Time // when the service was told last that the user is here
	marked   string

	told       map[string]told     // what the desktop was told, by tag; nil before the first snapshot
	tray       bool                // there is a place for the icon of the program
	trayIcon   func(fyne.Resource) // changes the icon; nil without one
	trayUnread bool                // what it shows
	asksClose  bool                // it is being asked what closing is to do, or whether the program is to end
}

// New makes a window that shows nothing yet. It starts nothing: Watch does. The theme of a becomes ours.
func New(a fyne.App, s shell.Service, log *slog.Logger, opts Options) *Window {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Title == "" {
		opts.Title = "Vouch"
	}
	if opts.OnMain == nil {
		opts.OnMain = fyne.Do
	}
	w := &Window{options: opts}
	w.tip = &tip{w: w}
	a.Settings().SetTheme(themeOf(a, opts))
	w.Shell = shell.New(a, a.NewWindow(opts.Title), s, log, opts.Now, shell.Events{Key: w.key, Shortcut: w.shortcut, Pressed: w.pressed, Used: w.used, Tip: w.tip.over, Focus: w.focusComposer, Fail: w.failed})
	w.OnMain = opts.OnMain
	w.Win.SetIcon(assets.App())
	w.Win.SetPadded(false)
	around := Desktop(noDesktop{})
	if opts.Desktop != nil {
		around = opts.Desktop
	}
	w.accounts = accounts.New(w.Shell, accounts.Options{Version: opts.Version, Autostart: opts.Autostart, Tray: func() bool { return w.tray }, Recolour: w.recolour, ShowFile: around.ShowFile})
	w.keys = keys.New(w.Shell, keys.Elsewhere{ChatMenu: w.chatMenu, NewPassword: w.accounts.AskNewPassword, Tell: w.accounts.TellContacts})
	w.rooms = rooms.New(w.Shell)
	w.chat = chat.New(w.Shell, chat.Elsewhere{Moved: w.scrolled, Link: w.Open, NewChat: w.accounts.NewChat, Menu: w.chatMenu, EncryptionOff: w.askEncryptionOff,
		AccountAct: w.accounts.AccountAct, Back: func() func() { return w.search.Back() }, Compare: w.keys.Compare, DoubtButtons: w.keys.DoubtButtons, ShowCode: func(jid string) { w.keys.ShowCode(jid) },
		OpenFile: around.OpenFile, ShowFile: around.ShowFile, Audio: opts.Audio,
		EnterRoom: w.rooms.Enter, SolvePuzzle: w.rooms.Solve, JoinRoom: w.rooms.AskJoin, Members: w.rooms.Members, Person: w.rooms.Person})
	w.media = media.New(w.Shell, media.Elsewhere{Message: w.chat.GoToMessage, Link: w.chat.OpenLink})
	w.search = search.New(w.Shell, w.chat.GoTo)
	w.side = newSidebar(w)
	w.root = w.Pane(w.draw)
	w.Win.SetContent(w.root)
	w.Win.Resize(fyne.NewSize(1200, 800))
	w.Win.SetCloseIntercept(w.closing)
	w.shortcuts()
	w.Win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.dropped(files) })
	a.Lifecycle().SetOnEnteredForeground(func() { w.lookAway(false) })
	a.Lifecycle().SetOnExitedForeground(func() { w.lookAway(true) })
	return w
}

// Window is Fyne's window, for main to set its menu, size and what closing does.
func (w *Window) Window() fyne.Window { return w.Win }

// Focused tells whether the window, or one of its kind, is known to have the keyboard's focus.
func (w *Window) Focused() bool { return w.focused }

// Paint has the window painted, although nothing has changed.
func (w *Window) Paint() { canvas.Refresh(w.root) }

// Show brings the window to the screen. When it appears first, its title is the class by which a desktop knows whose it is.
func (w *Window) Show() {
	w.Win.SetTitle(w.options.Title)
	w.Win.Show()
	if w.Shown != nil {
		w.setTitle()
	}
}

// show puts a snapshot on the screen. One that is older than the one shown, or of another view, is dropped.
func (w *Window) show(snap *view.Snapshot) {
	if snap == nil || snap.View != w.View() || w.Shown != nil && snap.Number < w.Shown.Number {
		return
	}
	if snap.View.Account == "" && len(snap.Accounts) > 0 {
		w.Look(func(v *view.View) { v.Account, v.Before = snap.Accounts[0].JID, shell.FirstRows })
	}
	before := w.Shown
	w.Shown = snap
	if before == nil || before.View != snap.View {
		w.tip.clear()
	}
	w.showing = true // what moves meanwhile was not seen by anybody, and nobody moved it
	w.chat.Show(before, snap)
	w.keys.Show(before, snap)
	w.rooms.Show(before, snap)
	w.media.Show(before, snap)
	w.search.Show(before, snap)
	w.side.show(snap)
	w.root.Refresh()
	if snap.View.Anchor == "" && (before == nil || before.View.Chat != snap.View.Chat || before.View.Account != snap.View.Account) {
		w.chat.ToNew()
	}
	w.showing = false
	if before == nil || before.View.Chat != snap.View.Chat || before.View.Page != snap.View.Page {
		w.focusComposer()
	}
	if c := w.Win.Canvas(); w.Account() == nil && c.Focused() == nil && c.Overlays().Top() == nil {
		c.Focus(w.accounts.SignInField())
	}
	w.setTitle()
	w.markRead()
	w.tellNews(snap)
}

// failed says what went wrong where the user looks.
func (w *Window) failed(text string) {
	w.chat.Fail(text)
	switch {
	case w.Shown == nil:
		w.root.Refresh()
	case w.Page() == view.PageChat:
	case w.Page() == view.PageMembers:
		w.rooms.ShowFailure(text)
	case w.Page() == view.PageFiles:
		w.media.ShowFailure(text)
	case w.Page() == view.PageSearch:
		w.search.ShowFailure(text)
	default:
		w.keys.ShowFailure(text)
	}
}

// setTitle counts what is unread in the title of the window.
func (w *Window) setTitle() {
	n, title := 0, w.options.Title
	for _, c := range w.Shown.Chats {
		if tells(c) {
			n += c.Unread
		} else {
			n += c.Mentions
		}
	}
	w.showUnread(len(w.Shown.News) > 0)
	if n > 0 {
		title = "(" + words.Count(n) + ") " + title
	}
	if w.Win.Title() != title {
		w.Win.SetTitle(title)
	}
}

// draw places the parts of the window, and words over them.
func (w *Window) draw(s *draw.Sheet) {
	w.drawParts(s)
	w.tip.draw(s)
}

func (w *Window) drawParts(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	if w.Shown == nil {
		s.ParaMid(draw.One(w.chat.Failure(), draw.F14, draw.Rejected), 40, s.H/2, s.W-80, s.K(20)) // nothing can be read
		return
	}
	if w.Account() == nil {
		w.accounts.DrawSignIn(s)
		return
	}
	left := float32(listWidth)
	switch {
	case w.Narrow() && !w.showsList():
		left = 0
	case w.Narrow():
		left = s.W
	case w.Slim():
		left = railWidth
	}
	if left > 0 {
		s.Put(w.side.pane, 0, 0, left, s.H)
		w.side.pane.Refresh()
	}
	if left >= s.W {
		return
	}
	right := w.chat.Pane
	switch w.Page() {
	case view.PageChat:
	case view.PageMembers:
		right = w.rooms.Page()
	case view.PageFiles:
		right = w.media.Page()
	case view.PageSearch:
		right = w.search.Page()
	default:
		right = w.keys.Tab()
	}
	s.Put(right, left, 0, s.W-left, s.H)
	right.Refresh()
}

// showsList says whether a window with one pane shows the list of chats.
func (w *Window) showsList() bool { return w.Shown.Chat == nil && w.Page() == view.PageChat }

// scrolled is called when the rows of the chat were moved.
func (w *Window) scrolled() {
	if !w.showing {
		w.used()
	}
	w.markRead()
}

// markRead says once for every newest row that the user has seen it: it is on the screen, and the program in front.
func (w *Window) markRead() {
	if w.away || w.showing || w.Shown == nil || w.Shown.Chat == nil || w.Page() != view.PageChat || len(w.Shown.Rows) == 0 {
		return
	}
	if w.Shown.Chat.Newer || !w.chat.AtEnd() {
		return
	}
	chat, newest := w.Shown.Chat.Chat, w.Shown.Rows[len(w.Shown.Rows)-1].ID
	for _, row := range w.Shown.Chats {
		if row.Chat == chat && row.Unread > 0 && w.marked != chat+" "+newest {
			w.marked = chat + " " + newest
			w.Do(app.MarkRead{Account: w.Shown.View.Account, Chat: chat}, func(err error) {
				if err != nil {
					w.Log.Warn("mark read", "err", err)
				}
			})
		}
	}
}

// dropped takes files that were dropped: while a code is looked for or keys are shown as pictures of codes, in a conversation as what
// is to be sent.
func (w *Window) dropped(files []fyne.URI) {
	if w.Shown != nil && w.Shown.Chat != nil && w.Page() == view.PageChat && !w.keys.Scanning() {
		w.chat.Dropped(files)
		return
	}
	w.keys.Dropped(files)
}
