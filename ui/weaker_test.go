package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// weakerScene is a window whose account the server wants to sign in less safely than before.
func weakerScene() *app.Snapshot {
	s := mainScene()
	a := s.Accounts[0]
	a.State, a.LoginBefore, a.Err = app.StateError, "SCRAM-SHA-512-PLUS", &app.Error{Kind: app.KindDowngrade, Detail: "PLAIN"}
	return s
}

func TestAWeakerLoginIsTheUsersDecision(t *testing.T) {
	for _, width := range []float32{1200, 700} {
		w, s := window(t, Options{})
		w.Win.Resize(fyne.NewSize(width, 600))
		see(w, weakerScene())
		open := func() *draw.Pane {
			if width < shell.RailBelow {
				press(t, w.chat.pane, "password")
			} else {
				press(t, w.side.pane, "strip "+words.ConnectionText(w.Account(), w.Now()))
			}
			return top(t, w.Shell)
		}
		d := open()
		if w.Win.Canvas().Focused() != d.Find(dialog.CancelKey).(fyne.Focusable) {
			t.Error("the keyboard is not on the button that stays disconnected")
		}
		w.Win.Canvas().Focused().TypedKey(enter)
		carryOut(t, w.Shell)
		did(t, s)
		if w.Win.Canvas().Overlays().Top() != nil {
			t.Fatal("the dialog stays")
		}
		want := app.AcceptLogin{Account: alice, Mechanism: "PLAIN"}
		s.err = &app.Error{Kind: app.KindConflict, Param: "mechanism"}
		press(t, open(), "deed")
		carryOut(t, w.Shell)
		did(t, s, want)
		top(t, w.Shell)
		s.err = nil
		press(t, top(t, w.Shell), "deed")
		carryOut(t, w.Shell)
		did(t, s, want)
		if w.Win.Canvas().Overlays().Top() != nil {
			t.Error("the dialog stays after it was accepted")
		}
	}
}

func TestNothingIsOfferedWhereNothingCanBeAccepted(t *testing.T) {
	w, _ := window(t, Options{})
	if word, _ := w.accountAct(&app.AccountView{State: app.StateError, Err: &app.Error{Kind: app.KindDowngrade}}); word != "" {
		t.Errorf("it offers %q", word)
	}
}

func TestWaysToSignInInPlainWords(t *testing.T) {
	seen := map[string]string{}
	for _, m := range []string{"SCRAM-SHA-512-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "EXTERNAL", "X-NEW"} {
		words := loginText(m)
		if other := seen[words]; other != "" || strings.Contains(words, "SCRAM") {
			t.Errorf("%s says %q, as %s", m, words, other)
		}
		seen[words] = m
	}
	if loginText("SCRAM-SHA-512") != loginText("SCRAM-SHA-256") {
		t.Error("what is as safe says something else")
	}
}
