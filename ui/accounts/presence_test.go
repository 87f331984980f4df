package accounts

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
)

func TestMinutesAreChosen(t *testing.T) {
	for text, want := range map[string]int{"": 0, " 5 ": 5, "1440": 1440, "1441": -1, "-1": -1, "soon": -1} {
		if got, err := minutesOf(text); err == nil && got != want || (err != nil) != (want < 0) {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].IdleAfter, snap.Accounts[0].Show = 10, view.ShowAvailable
	see(w, snap)
	w.AskPresence()
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetPresence{Account: uitest.Alice, Show: view.ShowAvailable})
	snap.Accounts[0].IdleAfter = 0
	w.AskPresence()
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetPresence{Account: uitest.Alice, Show: view.ShowAvailable})
}

func TestTheUserSaysHowToBeReached(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].Show, snap.Accounts[0].Words = view.ShowAway, "lunch"
	see(w, snap)
	if shell.AccountPresence(w.Account()) != draw.PresenceAway {
		t.Error("the own mark says available")
	}
	w.AskPresence()
	for _, r := range "!" {
		w.Win.Canvas().Focused().TypedRune(r)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "dnd")
	s.Err = &app.Error{Kind: app.KindDisk}
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Top(t, w.Shell)
	s.Err, s.Done = nil, nil
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetPresence{Account: uitest.Alice, Show: view.ShowDND, Status: "!lunch"})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}
