package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheDoubtAboutTheOwnKeysStaysUntilDecided(t *testing.T) {
	uitest.Speak(t, "en")
	for _, why := range []string{keys.DoubtMessage, keys.DoubtBundle, keys.DoubtKey} {
		if text := words.DoubtText(why); text == "" || strings.Contains(text, why+":") {
			t.Errorf("%s: %q", why, text)
		}
	}
	for name, scene := range map[string]func() *view.Snapshot{"page": func() *view.Snapshot { return uitest.Doubted(uitest.OwnScene()) }, "chat": uitest.CopiedScene} {
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
	see(w, uitest.Doubted(uitest.Scene(uitest.Bob, view.PageChat)))
	uitest.Press(t, w.side.pane, "strip "+words.Tr("doubt.short"))
	if w.View().Page != view.PageOwn {
		t.Error("the line beside the list does not lead to the page")
	}
}
