package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// How much of a chat is deleted is chosen, and a day has to be one.
func TestClearingAChat(t *testing.T) {
	w, s := window(t, Options{})
	see(w, uitest.MainScene())
	press := func(key string) {
		t.Helper()
		h, ok := uitest.DialogOf(t, w.Shell).Find(key).(*draw.Hit)
		if !ok {
			t.Fatalf("there is no %q", key)
		}
		h.Tap()
	}
	ask := func(age string) {
		t.Helper()
		w.askClear(uitest.Alice, uitest.Bob, "Bob")
		press("age " + age)
	}
	of := func(before string) app.ClearChat {
		return app.ClearChat{Account: uitest.Alice, Chat: uitest.Bob, Before: before}
	}
	ask("0")
	press("deed")
	ask("30")
	press("deed")
	ask("-1")
	press("deed")
	if !uitest.Shows(w.Shell, words.Tr("clear.title", "Name", "Bob")) {
		t.Fatal("without a day it was done")
	}
	uitest.Fields(w.Shell)[0].SetText(" 2026-02-01")
	press("deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, of(""), of(uitest.Now.AddDate(0, 0, -30).Format(time.DateOnly)), of("2026-02-01"))
}

// For how long messages are kept is asked where some would go, and not where none would.
func TestKeepingMessages(t *testing.T) {
	w, s := window(t, Options{})
	see(w, uitest.MainScene())
	menu := w.keepItem(uitest.Alice, uitest.Bob)
	choose := func(n int) *fyne.MenuItem {
		t.Helper()
		if n >= len(menu.ChildMenu.Items) {
			t.Fatalf("%d choices", len(menu.ChildMenu.Items))
		}
		return menu.ChildMenu.Items[n]
	}
	if !choose(0).Checked || choose(1).Checked {
		t.Error("what holds now is not marked")
	}
	choose(1).Action()
	choose(4).Action()
	if !uitest.Shows(w.Shell, words.Trn("keep.title", 30)) {
		t.Fatal("nothing is asked")
	}
	uitest.DialogOf(t, w.Shell).Find("deed").(*draw.Hit).Tap()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetKeep{Account: uitest.Alice, Chat: uitest.Bob, Days: app.Forever}, app.SetKeep{Account: uitest.Alice, Chat: uitest.Bob, Days: 30})
}

// Pictures of deleting messages.
func TestClearingPictures(t *testing.T) {
	for _, c := range []pictureCase{
		{name: "clear-light", scene: uitest.MainScene, theme: "light", h: 560, then: func(t *testing.T, w *Window) { w.askClear(uitest.Alice, uitest.Bob, "Bob") }},
		{name: "clear-dark", scene: uitest.MainScene, theme: "dark", w: 430, h: 700, language: "de", then: func(t *testing.T, w *Window) {
			w.askClear(uitest.Alice, uitest.Bob, "Bob")
			uitest.DialogOf(t, w.Shell).Find("age -1").(*draw.Hit).Tap()
		}},
		{name: "keep-light", scene: uitest.MainScene, theme: "light", h: 560, then: func(t *testing.T, w *Window) {
			w.accounts.AskKeep(w.Account())
			uitest.DialogOf(t, w.Shell).Find("90").(*draw.Hit).Tap()
		}},
	} {
		c.compare(t)
	}
}
