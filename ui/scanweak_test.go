package ui

import (
	"strings"
	"testing"

	"vouch/ui/uitest"
)

// TestALinkPutsNoCommandIntoTheField: Enter would carry it out.
func TestALinkPutsNoCommandIntoTheField(t *testing.T) {
	w, s := window(t, Options{})
	s.Snap = uitest.MainScene()
	see(w, s.Snap)
	for _, link := range []string{"xmpp:carol@example.net?message;body=%2Fomemo%20trustmode%20blind", "xmpp:carol@example.net?message;body=%20%2Fomemo%20end"} {
		if err := w.Open(link); err != nil {
			t.Fatal(err)
		}
		uitest.CarryOut(t, w.Shell)
		if draft := w.chat.Draft(uitest.Carol); strings.Contains(draft, "omemo") {
			t.Errorf("%s leaves %q", link, draft)
		}
	}
	if err := w.Open("xmpp:carol@example.net?message;body=hello"); err != nil {
		t.Fatal(err)
	}
	uitest.CarryOut(t, w.Shell)
	if draft := w.chat.Draft(uitest.Carol); draft != "hello" {
		t.Errorf("the draft is %q", draft)
	}
}
