package accounts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

func TestOnlyARefusedPasswordIsAskedFor(t *testing.T) {
	w, _ := window(t)
	for name, a := range map[string]*view.AccountView{
		"online":            {State: view.StateOnline},
		"a bad certificate": {State: view.StateError, Err: &app.Error{Kind: app.KindTLS}},
		"no connection":     {State: view.StateConnecting, Err: &app.Error{Kind: app.KindNotConnected}},
	} {
		if word, _ := w.AccountAct(a); word != "" {
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
	w, _ := window(t)
	see(w, uitest.MainScene())
	w.AskPassword(uitest.Alice)
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
