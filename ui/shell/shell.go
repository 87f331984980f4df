package shell

import (
	"context"
	"image"
	"log/slog"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Widths below which the window changes: the list of chats becomes a rail, then there is one pane at a time.
const (
	RailBelow = 760
	oneBelow  = 560
)

// FirstRows is how many rows of a chat a window asks for at first.
const FirstRows = 100

// Shell is what a page needs of the window that it is in: what is shown, whom to ask and to tell, and what lies over the window.
// There is one for a window. All of it belongs to the main goroutine, but what is handed to ask and read to be done beside it.
type Shell struct {
	App   fyne.App
	Win   fyne.Window
	Log   *slog.Logger
	Clock func() time.Time
	Queue *Queue
	Shown *view.Snapshot // nil before the first
	On    Events
	Faces map[*view.Picture]image.Image // decoded; the same picture is the same pointer

	OnMain func(func()) // has the main goroutine do something soon; nil: with the next snapshot
}

// Events are what a page hands on to the window.
type Events struct {
	Key      func(*fyne.KeyEvent)            // a key that no control has a use for
	Shortcut func(fyne.Shortcut) bool        // a shortcut; it says whether it is one of the window
	Pressed  func()                          // something was pressed by the pointer, or a dialog was put away
	Used     func()                          // the user does something here
	Tip      func(string, fyne.CanvasObject) // the pointer rests on a control with those words, or with "" on none
	Focus    func()                          // the keyboard belongs to the composer, where there is one
	Fail     func(text string)               // something went wrong
}

// New makes what the pages in win need.
func New(a fyne.App, win fyne.Window, s Service, log *slog.Logger, clock func() time.Time, on Events) *Shell {
	return &Shell{App: a, Win: win, Log: log, Clock: clock, Queue: NewQueue(s), On: on}
}

// Fail says what went wrong, where the user looks.
func (w *Shell) Fail(text string) { w.On.Fail(text) }

// Narrow says whether there is one pane at a time.
func (w *Shell) Narrow() bool { return w.Win.Canvas().Size().Width < oneBelow }

// Slim says whether the list of chats is a rail, or not beside the chat at all.
func (w *Shell) Slim() bool { return w.Win.Canvas().Size().Width < RailBelow }

// Pane makes a pane whose spare keys and presses come to the window.
func (w *Shell) Pane(d func(*draw.Sheet)) *draw.Pane {
	p := draw.NewPane(d)
	p.Keys, p.Pressed, p.Tip = w.On.Key, w.On.Pressed, w.On.Tip
	return p
}

// Now is the calendar by which times are said at this moment.
func (w *Shell) Now() words.Calendar { return words.Calendar{Now: w.Clock()} }

// View is what the window looks at.
func (w *Shell) View() view.View { return w.Queue.View() }

// Look changes what the window looks at and asks for it.
func (w *Shell) Look(change func(*view.View)) {
	v := w.View()
	change(&v)
	w.Queue.SetView(v)
}

// Account is the account that is shown, or nil.
func (w *Shell) Account() *view.AccountView {
	if w.Shown == nil {
		return nil
	}
	for _, a := range w.Shown.Accounts {
		if a.JID == w.Shown.View.Account {
			return a
		}
	}
	if len(w.Shown.Accounts) > 0 {
		return w.Shown.Accounts[0]
	}
	return nil
}

// Page is what the window shows of a chat or account. There must be a snapshot.
func (w *Shell) Page() view.Page { return w.Shown.View.Page }

// OpenChat goes to a chat.
func (w *Shell) OpenChat(chat string) {
	w.Look(func(v *view.View) {
		*v = view.View{Account: v.Account, Chat: chat, Before: FirstRows}
	})
}

// GoTo goes to a page of the chat or account that is shown.
func (w *Shell) GoTo(p view.Page) { w.GoToMember(p, "") }

// GoToMember goes to a page of a member of the group that is shown, by bare JID.
func (w *Shell) GoToMember(p view.Page, member string) {
	w.Look(func(v *view.View) { v.Page, v.Member = p, member })
}

// GoToPerson goes to the Encryption tab of whoever wrote a row of the chat that is shown, by the row's From.
func (w *Shell) GoToPerson(from string) {
	member := ""
	if w.Shown.Chat != nil && w.Shown.Chat.Room != nil && !strings.Contains(from, "/") { // else nobody knows who it was
		member = from
	}
	w.GoToMember(view.PageDevices, member)
}

// Use goes to another account.
func (w *Shell) Use(account string) {
	w.Look(func(v *view.View) { *v = view.View{Account: account, Before: FirstRows} })
}

// OpenDialog puts a dialog over the window. The keyboard is the composer's again afterwards.
func (w *Shell) OpenDialog(d *dialog.Dialog) *dialog.Dialog {
	d.Open(w.Win.Canvas(), w.On.Pressed)
	return d
}

// Confirm asks before a deed; Cancel has the keyboard.
func (w *Shell) Confirm(title, text, deed string, do func()) {
	w.OpenDialog(dialog.Confirming(title, text, deed, do))
}

// AskReason is Confirm for what may have a reason, which others read; do gets what was typed.
func (w *Shell) AskReason(title, text, deed string, do func(reason string)) {
	reason := draw.NewEntry(false)
	d := &dialog.Dialog{Title: title, Text: text, Focus: dialog.CancelKey}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		return dialog.Field(s, reason, words.Tr("ask.reason"), x, y, bw)
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), dialog.DeedButton(deed, func() { do(strings.TrimSpace(reason.Text)) })}
	d.Escapable(reason)
	w.OpenDialog(d)
}

// NewCover makes a page that open puts over the window.
func (w *Shell) NewCover(body func(*draw.Sheet)) *dialog.Cover {
	return dialog.NewCover(w.Win.Canvas(), w.On.Pressed, body)
}

// Do has a command carried out; then, which may be nil, gets what became of it on the main goroutine.
func (w *Shell) Do(c app.Command, then func(error)) {
	if then == nil {
		then = func(err error) {
			if err != nil {
				w.Fail(words.ErrText(err, words.HostOf(w.View().Account)))
			}
		}
	}
	w.Queue.Put(Order{Command: c, Then: then})
}

// Peek looks at other views than the one on the screen; then gets what they show on the main goroutine.
func (w *Shell) Peek(then func([]*view.Snapshot, error), views ...view.View) {
	var got []*view.Snapshot
	w.Queue.Put(Order{
		Look: func(s Service) error {
			for _, v := range views {
				snap, err := s.Look(v)
				if err != nil {
					return err
				}
				got = append(got, snap)
			}
			return nil
		},
		Then: func(err error) { then(got, err) },
	})
}

// Read has something looked up that does not wait for the network; then is called on the main goroutine.
func (w *Shell) Read(f func(Service) error, then func(error)) {
	w.Queue.Put(Order{Look: f, Then: then})
}

// Ask is read for what waits.
func (w *Shell) Ask(f func(context.Context, Service) error, then func(error)) {
	w.Queue.Put(Order{Ask: f, Then: then})
}

// Later has Watch run f on the main goroutine.
func (w *Shell) Later(f func()) {
	w.Queue.later(f)
}

// Soon has the main goroutine do something, without a look at the service. It may be called on any goroutine.
func (w *Shell) Soon(f func()) {
	if w.OnMain == nil {
		w.Later(f)
		return
	}
	w.OnMain(f)
}

// Decide records a decision about a device.
func (w *Shell) Decide(d *view.DeviceView, t view.Trust) {
	w.Do(app.Decide{Account: w.Shown.View.Account, JID: d.JID, Fingerprint: d.Fingerprint, Trust: t}, nil)
}
