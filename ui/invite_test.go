package ui

import (
	"testing"

	"vouch/app"
)

const invitation = "xmpp:alice@example.org?roster;preauth=ABCDEF"

func TestInvitationIsShownToBeCopied(t *testing.T) {
	w, s := window(t, Options{})
	s.snap = mainScene()
	s.snap.Accounts[0].Invitation = invitation
	see(w, s.snap)
	w.invite()
	carryOut(t, w) // makes it
	carryOut(t, w) // and reads its link
	did(t, s, app.MakeInvitation{Account: alice})
	press(t, top(t, w), "copy")
	if got := w.app.Clipboard().Content(); got != invitation {
		t.Errorf("copied %q", got)
	}
}

func TestInvitationThatCannotBeMadeIsSaid(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	s.err = &app.Error{Kind: app.KindBusy}
	w.invite()
	carryOut(t, w)
	if w.chat.failure == "" || w.win.Canvas().Overlays().Top() != nil {
		t.Errorf("said %q", w.chat.failure)
	}
}

// A link that invites does nothing before the user has said so, whether it was clicked or typed.
func TestLinkThatInvitesAsksFirst(t *testing.T) {
	const link = "xmpp:dave@example.org?roster;preauth=T0KEN;name=Dave"
	w, s := window(t, Options{})
	s.snap = mainScene()
	see(w, s.snap)
	if err := w.Open(link); err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	if len(s.done) > 0 {
		t.Fatalf("done unasked: %v", s.done)
	}
	press(t, top(t, w), "add")
	carryOut(t, w)
	did(t, s, app.AddContact{Account: alice, JID: "dave@example.org", Name: "Dave", Token: "T0KEN"})

	if err := w.Open("xmpp:" + alice + "?roster;preauth=T0KEN"); err != nil {
		t.Fatal(err)
	}
	carryOut(t, w)
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("asked about the own invitation")
	}
	for typed, want := range map[string]string{link: "T0KEN", " " + link: "T0KEN", "dave@example.org": "", "xmpp:dave@example.org": "", "xmpp:@?": ""} {
		if got := tokenIn(typed); got != want {
			t.Errorf("%q has token %q", typed, got)
		}
	}
}
