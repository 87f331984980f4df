package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestARefusedPasswordIsAskedForAnew(t *testing.T) {
	for _, c := range []struct {
		name  string
		width float32
		from  func(*Window) *draw.Pane
		key   func(*Window) string
	}{
		{"in the strip below the list", 1200, func(w *Window) *draw.Pane { return w.side.pane },
			func(w *Window) string { return "strip " + words.ConnectionText(w.Account(), w.Now()) }},
		{"above the composer of a narrow window", 700, func(w *Window) *draw.Pane { return w.chat.pane },
			func(*Window) string { return "password" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t, Options{})
			w.Win.Resize(fyne.NewSize(c.width, 600))
			see(w, uitest.RefusedScene())
			uitest.Press(t, c.from(w), c.key(w))
			entry := w.Win.Canvas().Focused()
			entry.TypedKey(uitest.Enter) // nothing is typed yet
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s)
			test.Type(entry, "correct horse")
			s.Err = &app.Error{Kind: app.KindAuth}
			uitest.Press(t, uitest.Top(t, w.Shell), "use")
			uitest.CarryOut(t, w.Shell)
			want := app.ChangePassword{Account: uitest.Alice, Password: "correct horse"}
			uitest.Did(t, s, want)
			s.Err = nil
			entry.TypedKey(uitest.Enter)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, want)
			if w.Win.Canvas().Overlays().Top() != nil {
				t.Error("the dialog stays open")
			}
		})
	}
}

func TestOnlyARefusedPasswordIsAskedFor(t *testing.T) {
	w, _ := accountsWindow(t)
	for name, a := range map[string]*app.AccountView{
		"online":            {State: app.StateOnline},
		"a bad certificate": {State: app.StateError, Err: &app.Error{Kind: app.KindTLS}},
		"no connection":     {State: app.StateConnecting, Err: &app.Error{Kind: app.KindNotConnected}},
	} {
		if word, _ := w.accountAct(a); word != "" {
			t.Errorf("%s: it offers %q", name, word)
		}
	}
}

func TestAPasswordThatIsNotTaken(t *testing.T) {
	uitest.Speak(t, "en")
	for kind, want := range map[app.Kind]string{
		app.KindAuth:         "is wrong. The old one is kept",
		app.KindNotConnected: "The old one is kept",
		app.KindTLS:          "certificate",
	} {
		if got := passwordText(&app.Error{Kind: kind}, "example.org"); !strings.Contains(got, want) || !strings.Contains(got, "example.org") {
			t.Errorf("%s says %q", kind, got)
		}
	}
}

func TestThePasswordIsHiddenUntilTheEyeIsPressed(t *testing.T) {
	w, _ := accountsWindow(t)
	accountsSee(w, uitest.MainScene())
	w.askPassword(uitest.Alice)
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	if !entry.Password {
		t.Fatal("the password can be read")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "eye")
	if entry.Password {
		t.Error("the eye does not show it")
	}
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape leaves the dialog open")
	}
}
