package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/draw"
)

func TestWhatTheArchiveKeepsIsChosen(t *testing.T) {
	w, s := window(t, Options{})
	snap := mainScene()
	snap.Accounts[0].Archive = &app.ArchivePrefs{Default: "always", Always: []string{}, Never: []string{carol}}
	s.snap = snap
	see(w, snap)
	w.lookArchive()
	carryOut(t, w.Shell)
	carryOut(t, w.Shell)
	did(t, s, app.LookArchive{Account: alice})
	d := top(t, w.Shell)
	d.Find("roster").(*draw.Hit).Tap()
	w.Win.Canvas().Focused().(*draw.Entry).SetText(bob + ", ")
	s.err = &app.Error{Kind: app.KindNotOffered}
	press(t, d, "save")
	carryOut(t, w.Shell)
	want := app.SetArchive{Account: alice, Prefs: app.ArchivePrefs{Default: "roster", Always: []string{bob}, Never: []string{carol}}}
	did(t, s, want)
	if w.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("the dialog went although nothing was changed")
	}
	s.err = nil
	press(t, d, "save")
	carryOut(t, w.Shell)
	did(t, s, want)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
	s.err = &app.Error{Kind: app.KindNotOffered}
	w.lookArchive()
	carryOut(t, w.Shell)
	if !strings.Contains(w.chat.failure, "does not let you choose") {
		t.Errorf("where there is no choice, the window says %q", w.chat.failure)
	}
}
