package ui

import (
	"context"
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Widths below which the window changes: the list of chats becomes a rail, then there is one pane at a time.
const (
	railBelow = 760
	oneBelow  = 560
)

// firstRows is how many rows of a chat a window asks for at first.
const firstRows = 100

// shell is what a page needs of the window that it is in: what is shown, whom to ask and to tell, and what lies over the window.
// There is one for a window. All of it belongs to the main goroutine, but what is handed to ask and read to be done beside it.
type shell struct {
	app   fyne.App
	win   fyne.Window
	log   *slog.Logger
	clock func() time.Time
	queue *queue
	shown *app.Snapshot // nil before the first
	on    events
	faces map[*app.Picture]image.Image // decoded; the same picture is the same pointer
}

// events are what a page hands on to the window.
type events struct {
	key     func(*fyne.KeyEvent)            // a key that no control has a use for
	short   func(fyne.Shortcut) bool        // a shortcut; it says whether it is one of the window
	pressed func()                          // something was pressed by the pointer, or a dialog was put away
	used    func()                          // the user does something here
	tip     func(string, fyne.CanvasObject) // the pointer rests on a control with those words, or with "" on none
	focus   func()                          // the keyboard belongs to the composer, where there is one
	fail    func(text string)               // something went wrong
}

// newShell makes what the pages in win need.
func newShell(a fyne.App, win fyne.Window, s Service, log *slog.Logger, clock func() time.Time, on events) *shell {
	return &shell{app: a, win: win, log: log, clock: clock, queue: newQueue(s), on: on}
}

// fail says what went wrong, where the user looks.
func (w *shell) fail(text string) { w.on.fail(text) }

// narrow says whether there is one pane at a time.
func (w *shell) narrow() bool { return w.win.Canvas().Size().Width < oneBelow }

// slim says whether the list of chats is a rail, or not beside the chat at all.
func (w *shell) slim() bool { return w.win.Canvas().Size().Width < railBelow }

// pane makes a pane whose spare keys and presses come to the window.
func (w *shell) pane(d func(*draw.Sheet)) *draw.Pane {
	p := draw.NewPane(d)
	p.Keys, p.Pressed, p.Tip = w.on.key, w.on.pressed, w.on.tip
	return p
}

func (w *shell) now() words.Calendar { return words.Calendar{Now: w.clock()} }

// view is what the window looks at.
func (w *shell) view() app.View { return w.queue.view() }

// look changes what the window looks at and asks for it.
func (w *shell) look(change func(*app.View)) {
	v := w.view()
	change(&v)
	w.queue.setView(v)
}

// account is the account that is shown, or nil.
func (w *shell) account() *app.AccountView {
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

func (w *shell) page() app.Page { return w.shown.View.Page }

// open goes to a chat.
func (w *shell) open(chat string) {
	w.look(func(v *app.View) {
		*v = app.View{Account: v.Account, Chat: chat, Before: firstRows}
	})
}

// goTo goes to a page of the chat or account that is shown.
func (w *shell) goTo(p app.Page) { w.look(func(v *app.View) { v.Page = p }) }

// use goes to another account.
func (w *shell) use(account string) {
	w.look(func(v *app.View) { *v = app.View{Account: account, Before: firstRows} })
}

// openDialog puts a dialog over the window. The keyboard is the composer's again afterwards.
func (w *shell) openDialog(d *dialog.Dialog) *dialog.Dialog {
	d.Open(w.win.Canvas(), w.on.pressed)
	return d
}

// confirm asks before a deed; Cancel has the keyboard.
func (w *shell) confirm(title, text, deed string, do func()) {
	w.openDialog(dialog.Confirming(title, text, deed, do))
}

// newCover makes a page that open puts over the window.
func (w *shell) newCover(body func(*draw.Sheet)) *dialog.Cover {
	return dialog.NewCover(w.win.Canvas(), w.on.pressed, body)
}

// do has a command carried out; then, which may be nil, gets what became of it on the main goroutine.
func (w *shell) do(c app.Command, then func(error)) {
	if then == nil {
		then = func(err error) {
			if err != nil {
				w.fail(words.ErrText(err, words.HostOf(w.view().Account)))
			}
		}
	}
	w.queue.put(order{command: c, then: then})
}

// peek looks at other views than the one on the screen; then gets what they show on the main goroutine.
func (w *shell) peek(then func([]*app.Snapshot, error), views ...app.View) {
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

// read has something looked up that does not wait for the network; then is called on the main goroutine.
func (w *shell) read(f func(Service) error, then func(error)) {
	w.queue.put(order{look: f, then: then})
}

// ask is read for what waits.
func (w *shell) ask(f func(context.Context, Service) error, then func(error)) {
	w.queue.put(order{ask: f, then: then})
}

// later has Watch run f on the main goroutine.
func (w *shell) later(f func()) {
	w.queue.later(f)
}
