package ui

import (
	"testing"

	"vouch/app/keys"
	"vouch/ui/uitest"
)

func TestALinkOfKeysComesToTheirRoom(t *testing.T) {
	for _, start := range []func(w *Window){
		func(w *Window) {
			if err := w.Open(uitest.BobLink); err != nil {
				t.Error(err)
			}
		},
		func(w *Window) { w.chat.OpenLink(uitest.BobLink) },
	} {
		w, s := window(t, Options{})
		s.Snap = uitest.EncScene()
		s.Read = map[string]*keys.Check{uitest.BobLink: uitest.BobCheck()}
		see(w, s.Snap)
		start(w)
		uitest.Await(t, w.Shell, "question", func() bool { return uitest.Shows(w.Shell, "Verify 2 keys of Bob?") })
		uitest.VerifiedAre(t, s)
	}
}
