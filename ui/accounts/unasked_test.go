package accounts

import (
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
)

// TestSizeOfFilesThatComeUnaskedIsChosen among some, and one that a script has set is among them.
func TestSizeOfFilesThatComeUnaskedIsChosen(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].Unasked = 7
	see(w, snap)
	w.AskUnasked(w.Account())
	d := uitest.Top(t, w.Shell)
	if d.Find("7") == nil {
		t.Error("what is set cannot be seen")
	}
	uitest.Press(t, d, "0")
	s.Err = &app.Error{Kind: app.KindDisk}
	uitest.Press(t, d, "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetUnasked{Account: uitest.Alice})
	s.Err = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "50")
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetUnasked{Account: uitest.Alice, Megabytes: 50})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog is still there")
	}
	if never, some := unaskedText(0), unaskedText(50); never != "Never by themselves" || some != "Up to 50 MB" {
		t.Errorf("%q, %q", never, some)
	}
}
