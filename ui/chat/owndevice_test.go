package chat

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestAMessageThatWaitsForTheDoubtSaysSo(t *testing.T) {
	row := newRow(uitest.CopiedScene().Rows[7], uitest.CopiedScene(), true, true, words.Calendar{Now: uitest.Now})
	if got := row.Foot; !strings.Contains(got, "another copy of this profile") {
		t.Errorf("the waiting message says %q", got)
	}
}

func TestTheFirstDeviceThatWritesIsTrustedAlone(t *testing.T) {
	uitest.Speak(t, "en")
	d := uitest.NewDevice()
	w, s := window(t)
	see(w, uitest.FirstWords())
	uitest.Press(t, w.chat.Pane, "first trust")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Decide{Account: uitest.Alice, JID: uitest.Bob, Fingerprint: d.Fingerprint, Trust: view.TrustTrusted})
	w.Win.Canvas().Focused().TypedKey(uitest.Enter) // the keyboard stays in the composer
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Press(t, w.chat.Pane, "first close")
	if w.chat.Pane.Find("first trust") != nil {
		t.Error("the bar stays")
	}
	again := uitest.FirstWords()
	again.Number, again.Chat.Wrote.Fingerprint = 2, uitest.PrintOther
	see(w, again)
	if w.chat.Pane.Find("first trust") == nil {
		t.Error("another device that writes is not asked about")
	}
	waits := uitest.FirstWords()
	waits.Number, waits.Chat.Question = 3, uitest.UndecidedScene().Chat.Question
	see(w, waits)
	if w.chat.Pane.Find("first trust") != nil || w.chat.Pane.Find("q trust") == nil {
		t.Error("the bar of waiting messages does not come first")
	}
}

func TestOfSeveralDevicesTheOneThatWroteIsAskedAboutFirst(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	snap := uitest.UndecidedScene()
	snap.Chat.Question.Devices = []*view.DeviceView{uitest.SecondDevice(), uitest.NewDevice()}
	see(w, snap)
	uitest.Press(t, w.chat.Pane, "q trust")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, uitest.Decision(uitest.NewDevice(), view.TrustTrusted))
}
