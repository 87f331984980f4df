package ui

import (
	"fyne.io/fyne/v2"
	fynedesktop "fyne.io/fyne/v2/driver/desktop"

	"vouch/app"
	"vouch/assets"
	"vouch/ui/accounts"
	"vouch/ui/desktop"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// What can be asked of the program from outside, by the names of the desktop entry.
const (
	ActionOpen     = "open"
	ActionNewChat  = "new-chat"
	ActionShowCode = "show-code"
)

// desk hands what the desktop asks for to the main goroutine.
type desk struct{ w *Window }

// Handler is the window as the desktop sees it.
func (w *Window) Handler() desktop.Handler { return desk{w} }

func (d desk) Activate() { d.w.Later(d.w.reveal) }

func (d desk) Link(link string) {
	if err := d.w.Open(link); err != nil {
		d.w.Log.Warn("open link", "err", err)
		d.Activate()
	}
}

func (d desk) Action(name string) {
	if err := d.w.Act(name); err != nil {
		d.w.Log.Warn("action", "err", err)
	}
}

func (d desk) Pressed(tag, action string) { d.w.Later(func() { d.w.pressedNews(tag, action) }) }

func (d desk) Tray(there bool) { d.w.Later(func() { d.w.tray = there }) }

// Act brings the window to the front and carries out one of the actions; KindInvalid: there is none of that name. It may be
// called on any goroutine.
func (w *Window) Act(name string) error {
	var do func()
	switch name {
	case ActionOpen:
	case ActionNewChat:
		do = w.accounts.NewChat
	case ActionShowCode:
		do = func() { w.keys.ShowCode(w.Account().JID) }
	default:
		return &app.Error{Kind: app.KindInvalid, Param: "action", About: name}
	}
	w.Later(func() { w.act(do) })
	return nil
}

// act brings the window to the front and does something that needs an account, unless a dialog is open.
func (w *Window) act(do func()) {
	w.reveal()
	if do != nil && w.Account() != nil && w.Win.Canvas().Overlays().Top() == nil {
		do()
	}
}

// reveal brings the window to the front, also one that is hidden.
func (w *Window) reveal() {
	w.Show()
	w.Win.RequestFocus()
}

// UseTray puts an icon of the program where the desktop has a place for such. To be called before the program runs, on the
// main goroutine.
func (w *Window) UseTray() {
	a, ok := w.App.(fynedesktop.App)
	if !ok {
		return
	}
	quit := fyne.NewMenuItem(words.Tr("tray.quit"), w.quit)
	quit.IsQuit = true
	a.SetSystemTrayMenu(fyne.NewMenu("Vouch",
		fyne.NewMenuItem(words.Tr("tray.open"), w.reveal),
		fyne.NewMenuItem(words.Tr("newchat.menu"), func() { w.act(w.accounts.NewChat) }),
		fyne.NewMenuItemSeparator(), quit))
	a.SetSystemTrayWindow(w.Win)
	w.Win.SetCloseIntercept(w.closing)
	w.trayIcon = a.SetSystemTrayIcon
	w.trayIcon(assets.Tray(false))
}

// showUnread shows in the tray whether there is something to be read.
func (w *Window) showUnread(unread bool) {
	if w.trayIcon != nil && w.trayUnread != unread {
		w.trayUnread = unread
		w.trayIcon(assets.Tray(unread))
	}
}

// closing is called when the user closes the window. Where nobody could open it again, the program ends.
func (w *Window) closing() {
	w.chat.Rest()
	does := w.App.Preferences().String(accounts.CloseKey)
	switch {
	case !w.tray || w.Account() == nil || does == accounts.CloseQuit:
		w.quit()
	case does == accounts.CloseHide:
		w.Win.Hide()
	case w.asksClose: // who closes it once more means it
		w.App.Quit()
	default:
		w.askClose()
	}
}

// quit ends the program; where a voice message would be lost, which is nowhere but in memory, after asking. Who asks for it once more
// means it.
func (w *Window) quit() {
	w.chat.Rest()
	if !w.chat.Unsent() || w.asksClose {
		w.App.Quit()
		return
	}
	w.reveal()
	d := dialog.Confirming(words.Tr("voice.quitTitle"), words.Tr("voice.quitText"), words.Tr("voice.quit"), w.App.Quit)
	w.asksClose, d.Left = true, func() { w.asksClose = false }
	w.OpenDialog(d)
}

// askClose asks once what closing is to do.
func (w *Window) askClose() {
	choose := func(does string, then func()) func() {
		return func() { w.App.Preferences().SetString(accounts.CloseKey, does); then() }
	}
	w.asksClose = true
	w.OpenDialog(&dialog.Dialog{Title: words.Tr("close.title"), Text: words.Tr("close.text"), Focus: "hide", Left: func() { w.asksClose = false }, Buttons: []draw.KeyButton{
		dialog.CancelButton(),
		{Button: draw.Button{Word: words.Tr("close.quit"), Kind: draw.Outlined}, Key: "quit", Tap: choose(accounts.CloseQuit, w.quit)},
		{Button: draw.Button{Word: words.Tr("close.hide"), Kind: draw.Primary}, Key: "hide", Tap: choose(accounts.CloseHide, w.Win.Hide)},
	}})
}
