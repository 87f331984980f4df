package accounts

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/ui/uitest"
)

const invitation = "xmpp:alice@example.org?roster;preauth=ABCDEF"

func TestInvitationIsShownToBeCopied(t *testing.T) {
	w, s := window(t)
	s.Snap = uitest.MainScene()
	s.Snap.Accounts[0].Invitation = invitation
	see(w, s.Snap)
	w.Invite()
	uitest.CarryOut(t, w.Shell) // makes it
	uitest.CarryOut(t, w.Shell) // and reads its link
	uitest.Did(t, s, app.MakeInvitation{Account: uitest.Alice})
	uitest.Press(t, uitest.Top(t, w.Shell), "copy")
	if got := w.App.Clipboard().Content(); got != invitation {
		t.Errorf("copied %q", got)
	}
}

func TestInvitationThatCannotBeMadeIsSaid(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Err = &app.Error{Kind: app.KindBusy}
	w.Invite()
	uitest.CarryOut(t, w.Shell)
	if len(s.Failures) == 0 || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("said %q", s.LastFailure())
	}
}

func TestTheTokenOfATypedInvitation(t *testing.T) {
	const link = "xmpp:dave@example.org?roster;preauth=T0KEN;name=Dave"
	for typed, want := range map[string]string{link: "T0KEN", " " + link: "T0KEN", "dave@example.org": "", "xmpp:dave@example.org": "", "xmpp:@?": ""} {
		if got := tokenIn(typed); got != want {
			t.Errorf("%q has token %q", typed, got)
		}
	}
}

// TestInvitationToAnAccount opens links that let somebody make one, without an account and with one.
func TestInvitationToAnAccount(t *testing.T) {
	w, s := window(t)
	see(w, &view.Snapshot{})
	var asked app.AddAccount
	s.Forms = func(c app.AddAccount, _ func(app.RegistrationForm) (map[string]string, error)) error {
		asked = c
		return &app.Error{Kind: app.KindRefused}
	}
	open := func(link string) {
		t.Helper()
		l, err := input.ParseLink(link)
		if err != nil {
			t.Fatal(err)
		}
		w.Welcome(l)
		uitest.CarryOut(t, w.Shell)
	}
	open("xmpp:alice@example.org?roster;preauth=T0KEN;ibr=y")
	form := w.signin.form
	if !form.making || form.fresh.server.Text != "example.org" || asked.JID != "" {
		t.Fatalf("making %t at %q, asked %+v", form.making, form.fresh.server.Text, asked)
	}
	form.fresh.submit()
	uitest.CarryOut(t, w.Shell)
	if asked.JID != "example.org" || asked.Invitation != "T0KEN" {
		t.Errorf("asked %+v", asked)
	}
	form.fresh.server.SetText("example.net") // not where the invitation is for
	form.fresh.submit()
	uitest.CarryOut(t, w.Shell)
	if asked.JID != "example.net" || asked.Invitation != "" {
		t.Errorf("asked %+v", asked)
	}
	open("xmpp:alice@example.org?roster;preauth=T0KEN")
	if !strings.Contains(form.failure, "alice@example.org") {
		t.Errorf("of a contact without an account, the window says %q", form.failure)
	}

	see(w, uitest.MainScene())
	open("xmpp:dora@example.org?register;preauth=T0KEN")
	if uitest.Top(t, w.Shell) == nil || len(s.Done) > 0 {
		t.Errorf("done unasked: %v", s.Done)
	}
}

func TestInvitationForSomebodyWithoutAnAccount(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.MainScene())
	w.showInvitation(invitation, "https://example.org/invite/#ABCDEF")
	uitest.Press(t, uitest.Top(t, w.Shell), "page")
	if got := w.App.Clipboard().Content(); got != "https://example.org/invite/#ABCDEF" {
		t.Errorf("copied %q", got)
	}
}
