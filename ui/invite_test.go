package ui

import (
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
)

// A link that invites does nothing before the user has said so, whether it was clicked or typed.
func TestLinkThatInvitesAsksFirst(t *testing.T) {
	const link = "xmpp:dave@example.org?roster;preauth=T0KEN;name=Dave"
	w, s := window(t, Options{})
	s.Snap = uitest.MainScene()
	see(w, s.Snap)
	if err := w.Open(link); err != nil {
		t.Fatal(err)
	}
	uitest.CarryOut(t, w.Shell)
	if len(s.Done) > 0 {
		t.Fatalf("done unasked: %v", s.Done)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "add")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.AddContact{Account: uitest.Alice, JID: "dave@example.org", Name: "Dave", Token: "T0KEN"})

	if err := w.Open("xmpp:" + uitest.Alice + "?roster;preauth=T0KEN"); err != nil {
		t.Fatal(err)
	}
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("asked about the own invitation")
	}
}
