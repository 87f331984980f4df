package accounts

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

func TestWhatTheArchiveKeepsIsChosen(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].Archive = &view.ArchivePrefs{Default: "always", Always: []string{}, Never: []string{uitest.Carol}}
	s.Snap = snap
	see(w, snap)
	w.LookArchive()
	uitest.CarryOut(t, w.Shell)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.LookArchive{Account: uitest.Alice})
	d := uitest.Top(t, w.Shell)
	d.Find("roster").(*draw.Hit).Tap()
	w.Win.Canvas().Focused().(*draw.Entry).SetText(uitest.Bob + ", ")
	s.Err = &app.Error{Kind: app.KindNotOffered}
	uitest.Press(t, d, "save")
	uitest.CarryOut(t, w.Shell)
	want := app.SetArchive{Account: uitest.Alice, ArchivePrefs: view.ArchivePrefs{Default: "roster", Always: []string{uitest.Bob}, Never: []string{uitest.Carol}}}
	uitest.Did(t, s, want)
	if w.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("the dialog went although nothing was changed")
	}
	s.Err = nil
	uitest.Press(t, d, "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, want)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
	s.Err = &app.Error{Kind: app.KindNotOffered}
	w.LookArchive()
	uitest.CarryOut(t, w.Shell)
	if !strings.Contains(s.LastFailure(), "does not let you choose") {
		t.Errorf("where there is no choice, the window says %q", s.LastFailure())
	}
}
