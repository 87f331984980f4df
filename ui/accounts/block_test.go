package accounts

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/uitest"
)

func TestBlockingAsksFirst(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	see(w, snap)
	if items := w.BlockItems(uitest.Alice, uitest.Bob, "Bob"); len(items) != 0 {
		t.Error("blocking is offered where the server cannot")
	}
	snap.Accounts[0].CanBlock = true
	if items := w.BlockItems(uitest.Alice, uitest.Alice, "Alice"); len(items) != 0 {
		t.Error("the own account can be blocked")
	}
	uitest.Pick(t, w.BlockItems(uitest.Alice, uitest.Bob, "Bob"), "Block…")
	if uitest.Top(t, w.Shell).Find("spam") != nil {
		t.Error("reports are offered where the server takes none")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Block{Account: uitest.Alice, JID: uitest.Bob})

	snap.Accounts[0].CanReport = true
	uitest.Pick(t, w.BlockItems(uitest.Alice, uitest.Bob, "Bob"), "Block…")
	if w.Win.Canvas().Focused() != uitest.Top(t, w.Shell).Find("cancel").(fyne.Focusable) {
		t.Error("Cancel does not have the keyboard")
	}
	for _, key := range []string{"spam", "abuse"} { // one reason at a time
		uitest.Press(t, uitest.Top(t, w.Shell), key)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Block{Account: uitest.Alice, JID: uitest.Bob, Report: "abuse"})
}
