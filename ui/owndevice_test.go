package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheDoubtAboutTheOwnKeysStaysUntilDecided(t *testing.T) {
	uitest.Speak(t, "en")
	for _, why := range []string{app.DoubtMessage, app.DoubtBundle, app.DoubtKey} {
		if text := words.DoubtText(why); text == "" || strings.Contains(text, why+":") {
			t.Errorf("%s: %q", why, text)
		}
	}
	for name, scene := range map[string]func() *app.Snapshot{"page": func() *app.Snapshot { return uitest.Doubted(uitest.OwnScene()) }, "chat": uitest.CopiedScene} {
		t.Run(name, func(t *testing.T) {
			for _, c := range []struct {
				button, then string
				want         []app.Command
			}{
				{"doubt renew", "deed", []app.Command{app.RenewKeys{Account: uitest.Alice}}},
				{"doubt renew", "cancel", nil},
				{"doubt keep", "deed", []app.Command{app.KeepKeys{Account: uitest.Alice}}},
				{"doubt keep", "cancel", nil},
			} {
				w, s := window(t, Options{})
				see(w, scene())
				press(t, w, c.button)
				uitest.CarryOut(t, w.Shell)
				uitest.Did(t, s)
				uitest.Press(t, uitest.Top(t, w.Shell), c.then)
				uitest.CarryOut(t, w.Shell)
				uitest.Did(t, s, c.want...)
			}
		})
	}
	w, _ := window(t, Options{})
	see(w, uitest.Doubted(uitest.Scene(uitest.Bob, app.PageChat)))
	uitest.Press(t, w.side.pane, "strip "+words.Tr("doubt.short"))
	if w.View().Page != app.PageOwn {
		t.Error("the line beside the list does not lead to the page")
	}
}

func TestAMessageThatWaitsForTheDoubtSaysSo(t *testing.T) {
	row := newRow(uitest.CopiedScene().Rows[7], uitest.CopiedScene(), true, true, words.Calendar{Now: uitest.Now})
	if got := row.Foot; !strings.Contains(got, "another copy of this profile") {
		t.Errorf("the waiting message says %q", got)
	}
}

func TestTheFirstDeviceThatWritesIsTrustedAlone(t *testing.T) {
	uitest.Speak(t, "en")
	d := uitest.NewDevice()
	w, s := window(t, Options{})
	see(w, uitest.FirstWords())
	uitest.Press(t, w.chat.pane, "first trust")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Decide{Account: uitest.Alice, JID: uitest.Bob, Fingerprint: d.Fingerprint, Trust: app.TrustTrusted})
	w.Win.Canvas().Focused().TypedKey(uitest.Enter) // the keyboard stays in the composer
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Press(t, w.chat.pane, "first close")
	if w.chat.pane.Find("first trust") != nil {
		t.Error("the bar stays")
	}
	again := uitest.FirstWords()
	again.Number, again.Chat.Wrote.Fingerprint = 2, uitest.PrintOther
	see(w, again)
	if w.chat.pane.Find("first trust") == nil {
		t.Error("another device that writes is not asked about")
	}
	waits := uitest.FirstWords()
	waits.Number, waits.Chat.Question = 3, uitest.UndecidedScene().Chat.Question
	see(w, waits)
	if w.chat.pane.Find("first trust") != nil || w.chat.pane.Find("q trust") == nil {
		t.Error("the bar of waiting messages does not come first")
	}
}

func TestOfSeveralDevicesTheOneThatWroteIsAskedAboutFirst(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t, Options{})
	snap := uitest.UndecidedScene()
	snap.Chat.Question.Devices = []*app.DeviceView{uitest.SecondDevice(), uitest.NewDevice()}
	see(w, snap)
	uitest.Press(t, w.chat.pane, "q trust")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, uitest.Decision(uitest.NewDevice(), app.TrustTrusted))
}
