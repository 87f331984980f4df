package accounts

import (
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/keys"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func openTelling(t *testing.T) (*Room, *uitest.Service) {
	t.Helper()
	uitest.Speak(t, "en")
	w, s := window(t)
	s.OneCode = &keys.Code{JID: uitest.Alice, Own: true, Link: uitest.OwnLink}
	see(w, uitest.TellScene())
	w.TellContacts()
	uitest.CarryOut(t, w.Shell)
	return w, s
}

func TestContactsAreToldWhenTheButtonSaysSo(t *testing.T) {
	w, s := openTelling(t)
	p := uitest.Top(t, w.Shell)
	if w.Win.Canvas().Focused() != uitest.Focusable(t, p, "cancel") {
		t.Error("Cancel does not have the keyboard")
	}
	if p.Find("pick "+uitest.Dave) != nil || p.Find("pick "+uitest.Alice) != nil {
		t.Error("somebody is offered who cannot be told")
	}
	d := uitest.DialogOf(t, w.Shell)
	if b := d.Buttons[1]; b.Tap != nil {
		t.Error("nobody is chosen and the button can be pressed")
	}
	list := uitest.ListOf(t, w.Shell)
	if got := uitest.KeysOf(list.Visible()); !slices.Equal(got, []string{uitest.Bob, uitest.Carol, "erin@example.org"}) {
		t.Fatalf("offered are %q", got)
	}
	uitest.Press(t, list.Page, "pick "+uitest.Carol)
	uitest.Press(t, list.Page, "pick "+uitest.Bob)
	uitest.Press(t, list.Page, "pick "+uitest.Bob)
	uitest.Press(t, list.Page, "pick erin@example.org")
	if d.Buttons[1].Word != "Tell 2 contacts" {
		t.Errorf("the button says %q", d.Buttons[1].Word)
	}
	if s.Told != nil {
		t.Fatal("somebody was told before the button")
	}
	s.Left = []string{"erin@example.org"}
	uitest.Press(t, uitest.Top(t, w.Shell), "tell")
	uitest.CarryOut(t, w.Shell)
	if !slices.Equal(s.Told, []string{uitest.Carol, "erin@example.org"}) || !strings.Contains(s.Words, "\n"+uitest.OwnLink) {
		t.Errorf("told %q: %q", s.Told, s.Words)
	}
	if said := uitest.DialogOf(t, w.Shell); said.Title != "1 contact is told" || !strings.Contains(said.Text, "Erin") {
		t.Errorf("it says %q, %q", said.Title, said.Text)
	}
	uitest.Did(t, s)
}

func TestTellingIsSearchedAndItsWordsAreOnesOwn(t *testing.T) {
	w, s := openTelling(t)
	uitest.DialogOf(t, w.Shell).Close()
	tell := w.openTelling(uitest.Alice, uitest.OwnLink)
	tell.search.SetText("CARO")
	if got := uitest.KeysOf(tell.List.Visible()); !slices.Equal(got, []string{uitest.Carol}) {
		t.Errorf("found %q", got)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "all")
	tell.search.SetText("")
	tell.words.SetText(" ")
	if d := tell.Dialog; d.Buttons[1].Tap != nil {
		t.Error("nothing can be sent")
	}
	tell.words.SetText("I have a new phone.")
	uitest.Press(t, uitest.Top(t, w.Shell), "tell")
	uitest.CarryOut(t, w.Shell)
	if !slices.Equal(s.Told, []string{uitest.Carol}) || s.Words != "I have a new phone." {
		t.Errorf("told %q: %q", s.Told, s.Words)
	}
}

func TestTellingSaysWhatWentWrong(t *testing.T) {
	w, s := openTelling(t)
	uitest.Press(t, uitest.Top(t, w.Shell), "all")
	s.Refuse = &app.Error{Kind: app.KindDisk}
	uitest.Press(t, uitest.Top(t, w.Shell), "tell")
	uitest.CarryOut(t, w.Shell)
	if d := uitest.DialogOf(t, w.Shell); d.Title != "Nobody was told" || d.Text != words.ErrText(s.Refuse, "") {
		t.Errorf("it says %q, %q", d.Title, d.Text)
	}
	uitest.DialogOf(t, w.Shell).Close()
	w.TellContacts()
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil || len(s.Failures) == 0 {
		t.Error("without a code a dialog opens, or nothing is said")
	}
}
