package chat

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// bench is the room in a window of its own, with the shell that it has.
type bench struct {
	*shell.Shell
	chat *Room
}

func window(t testing.TB) (*bench, *uitest.Service) {
	t.Helper()
	return windowAt(t, nil)
}

func windowAt(t testing.TB, clock func() time.Time) (*bench, *uitest.Service) {
	t.Helper()
	sh, s := uitest.Stage(t, uitest.Look{Clock: clock, W: 880})
	w := &bench{Shell: sh}
	elsewhere := func(title string) { // stands for what is in other rooms
		sh.OpenDialog(&dialog.Dialog{Title: title, Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CancelButton()}})
	}
	w.chat = New(sh, Elsewhere{
		Moved: func() {}, Link: func(string) error { return nil }, NewChat: func() { elsewhere("new chat") },
		Menu: func(string, string, bool, bool, fyne.Position) {}, EncryptionOff: func(chat, _ string) {
			sh.Confirm("off", "", "off", func() { sh.Do(app.SetEncryption{Account: sh.View().Account, Chat: chat}, nil) })
		},
		AccountAct: func(*view.AccountView) (string, func()) { return "", nil }, Back: func() func() { return nil }, Compare: func(*view.DeviceView, string) { elsewhere("compare") },
		DoubtButtons: func() []draw.KeyButton { return nil }, ShowCode: func(string) { elsewhere("code") },
	})
	fail := sh.On.Fail
	sh.On.Fail = func(text string) { fail(text); w.chat.Fail(text) }
	sh.On.Focus = w.chat.Focus
	sh.Win.SetContent(w.chat.Pane)
	return w, s
}

// see shows a snapshot, as the window does for the view that is asked for.
func see(w *bench, snap *view.Snapshot) {
	before := w.Shown
	uitest.Show(w.Shell, snap)
	w.chat.Show(before, snap)
	w.chat.Pane.Refresh()
	if before == nil || before.View.Chat != snap.View.Chat || before.View.Account != snap.View.Account {
		w.chat.ToNew()
	}
	if snap.Chat != nil && (before == nil || before.View.Chat != snap.View.Chat) {
		w.chat.Focus()
	}
}
