package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestAWeakerLoginIsTheUsersDecision(t *testing.T) {
	for _, width := range []float32{1200, 700} {
		w, s := window(t, Options{})
		w.Win.Resize(fyne.NewSize(width, 600))
		see(w, uitest.WeakerScene())
		open := func() *draw.Pane {
			if width < shell.RailBelow {
				uitest.Press(t, w.chat.Pane, "password")
			} else {
				uitest.Press(t, w.side.pane, "strip "+words.ConnectionText(w.Account(), w.Now()))
			}
			return uitest.Top(t, w.Shell)
		}
		d := open()
		if w.Win.Canvas().Focused() != d.Find(dialog.CancelKey).(fyne.Focusable) {
			t.Error("the keyboard is not on the button that stays disconnected")
		}
		w.Win.Canvas().Focused().TypedKey(uitest.Enter)
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s)
		if w.Win.Canvas().Overlays().Top() != nil {
			t.Fatal("the dialog stays")
		}
		want := app.AcceptLogin{Account: uitest.Alice, Mechanism: "PLAIN"}
		s.Err = &app.Error{Kind: app.KindConflict, Param: "mechanism"}
		uitest.Press(t, open(), "deed")
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, want)
		uitest.Top(t, w.Shell)
		s.Err = nil
		uitest.Press(t, uitest.Top(t, w.Shell), "deed")
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, want)
		if w.Win.Canvas().Overlays().Top() != nil {
			t.Error("the dialog stays after it was accepted")
		}
	}
}
