package accounts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/uitest"
)

func TestNameAndGroupsOfAContact(t *testing.T) {
	w, s := window(t)
	see(w, uitest.InGroups())
	uitest.Pick(t, w.ContactItems(uitest.Alice, uitest.Bob, "Bob"), "Name and groups…")
	name := w.Win.Canvas().Focused()
	for range len("Bob") {
		name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	for _, r := range "Bobby" {
		name.TypedRune(r)
	}
	w.Win.Canvas().FocusNext()
	groups := w.Win.Canvas().Focused()
	groups.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	for _, r := range ", , work " {
		groups.TypedRune(r)
	}
	s.Err = &app.Error{Kind: app.KindNotConnected}
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Top(t, w.Shell) // what was typed is still there
	s.Err, s.Done = nil, nil
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	called, in := "Bobby", []string{"friends", "climbing", "work"}
	uitest.Did(t, s, app.EditContact{Account: uitest.Alice, JID: uitest.Bob, Name: &called, Groups: &in})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestRemovingAContactSaysWhatEnds(t *testing.T) {
	for subscription, want := range map[string]string{
		"both": "Bob no longer sees when you are online, nor you the other way round.", "from": "Bob no longer sees when you are online. ",
		"to": "You no longer see when Bob is online.", "none": "Neither of you sees",
	} {
		if got := removeText(subscription, "Bob"); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "The messages stay.") {
			t.Errorf("%s: %q", subscription, got)
		}
	}
	w, s := window(t)
	see(w, uitest.InGroups())
	uitest.Pick(t, w.ContactItems(uitest.Alice, uitest.Bob, "Bob"), "Remove contact…")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.RemoveContact{Account: uitest.Alice, JID: uitest.Bob})
	if items := w.ContactItems(uitest.Alice, uitest.Alice, "Alice"); len(items) != 0 {
		t.Error("the own account can be removed from the contacts")
	}
	uitest.Pick(t, w.ContactItems(uitest.Alice, uitest.Dave, "Dave"), "Add to contacts")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.AddContact{Account: uitest.Alice, JID: uitest.Dave})
}
