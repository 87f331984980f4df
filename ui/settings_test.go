package ui

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	fynedesktop "fyne.io/fyne/v2/driver/desktop"

	"vouch/app"
	"vouch/ui/accounts"
	"vouch/ui/desktop"
	"vouch/ui/dialog"
	"vouch/ui/shell"
	"vouch/ui/uitest"
)

func TestSettingsAreKept(t *testing.T) {
	auto := &uitest.Login{}
	w, _ := window(t, Options{Autostart: auto, Version: "1.2.3", Theme: "light"})
	see(w, uitest.MainScene())
	w.tray = true
	if !w.shortcut(&fynedesktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault}) {
		t.Error("Ctrl and comma is no shortcut")
	}
	d := uitest.Top(t, w.Shell)
	if d.Find("autostart") != nil {
		t.Error("what is not known can be chosen")
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, d, "autostart")
	uitest.CarryOut(t, w.Shell)
	if !auto.Is {
		t.Error("it does not start by itself")
	}
	auto.Refuses = errors.New("disk full")
	uitest.Press(t, d, "autostart")
	uitest.CarryOut(t, w.Shell)
	if !auto.Is {
		t.Error("it was switched off")
	}
	for key, want := range map[string]string{accounts.NotifyKey: accounts.NotifyName, accounts.CloseKey: accounts.CloseHide, accounts.ThemeKey: "dark", shell.SendKey: shell.SendCtrl} {
		uitest.Press(t, d, key+" "+want)
		if got := w.App.Preferences().String(key); got != want {
			t.Errorf("%s is %q", key, got)
		}
	}
	if w.theme().Mode != "dark" {
		t.Errorf("colours are %q", w.theme().Mode)
	}
}

// TestClosingAsksOnce where there is a tray; without one it ends the program.
func TestClosingAsksOnce(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	w.tray = true
	w.closing()
	uitest.Press(t, uitest.Top(t, w.Shell), dialog.CancelKey)
	if w.asksClose || w.App.Preferences().String(accounts.CloseKey) != accounts.CloseAsk {
		t.Error("cancelled, and yet chosen")
	}
	w.closing()
	uitest.Press(t, uitest.Top(t, w.Shell), "hide")
	if w.App.Preferences().String(accounts.CloseKey) != accounts.CloseHide {
		t.Error("not kept")
	}
	w.closing()
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("asked once more")
	}
}

// TestActionsOfTheDesktopEntry are carried out, unless a dialog would be covered.
func TestActionsOfTheDesktopEntry(t *testing.T) {
	w, _ := window(t, Options{})
	h := w.Handler()
	h.Action(ActionNewChat) // before there is an account
	uitest.CarryOut(t, w.Shell)
	see(w, uitest.MainScene())
	if err := w.Act("nonsense"); app.KindOf(err) != app.KindInvalid {
		t.Error(err)
	}
	h.Action("nonsense")
	h.Activate()
	h.Action(ActionOpen)
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("something opened")
	}
	h.Action(ActionNewChat)
	uitest.CarryOut(t, w.Shell)
	open := w.Win.Canvas().Overlays().Top()
	if open == nil {
		t.Fatal("no dialog")
	}
	h.Action(ActionShowCode)
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != open {
		t.Error("a dialog was covered")
	}
	h.Pressed("chat "+uitest.Alice+" "+uitest.Carol, desktop.Press)
	h.Tray(true)
	uitest.CarryOut(t, w.Shell)
	if !w.tray || w.View().Chat != uitest.Carol {
		t.Errorf("tray %t, %+v", w.tray, w.View())
	}
}
