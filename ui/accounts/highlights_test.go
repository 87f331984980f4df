package accounts

import (
	"testing"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

// TestWordsThatNameTheUserAreChanged in one field, which keeps what cannot be taken.
func TestWordsThatNameTheUserAreChanged(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].Highlights = []string{"harbour", "night watch"}
	see(w, snap)
	if got := highlightsText(w.Account()); got != "harbour, night watch" {
		t.Errorf("the line says %q", got)
	}
	w.AskHighlights(w.Account())
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	if entry.Text != "harbour, night watch" {
		t.Errorf("the field has %q", entry.Text)
	}
	s.Err = &app.Error{Kind: app.KindInvalid, Param: "words"}
	entry.SetText("harbour,, tide")
	entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetHighlights{Account: uitest.Alice, Words: []string{"harbour", "", " tide"}})
	d := uitest.Top(t, w.Shell)
	if entry.Text != "harbour,, tide" {
		t.Errorf("what was typed is gone: %q", entry.Text)
	}
	s.Err = nil
	uitest.Press(t, d, "save")
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog is still there")
	}
	snap.Accounts[0].Highlights = nil
	if got := highlightsText(w.Account()); got != "Only your nickname in a room" {
		t.Errorf("without words the line says %q", got)
	}
}
