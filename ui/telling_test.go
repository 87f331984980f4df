package ui

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// listOf is the list in the dialog that is open.
func listOf(t *testing.T, w *shell.Shell) *dialog.PickList {
	t.Helper()
	d := uitest.DialogOf(t, w)
	if d.List == nil {
		t.Fatal("the dialog has no list")
	}
	return d.List
}

func keysOf(items []dialog.PickItem) (out []string) {
	for _, i := range items {
		out = append(out, i.Key)
	}
	return out
}

func openTelling(t *testing.T) (*accountsRoom, *uitest.Service) {
	t.Helper()
	uitest.Speak(t, "en")
	w, s := accountsWindow(t)
	s.OneCode = &app.Code{JID: uitest.Alice, Own: true, Link: uitest.OwnLink}
	accountsSee(w, uitest.TellScene())
	w.tellContacts()
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
	list := listOf(t, w.Shell)
	if got := keysOf(list.Visible()); !slices.Equal(got, []string{uitest.Bob, uitest.Carol, "erin@example.org"}) {
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
	tell.find.SetText("CARO")
	if got := keysOf(tell.List.Visible()); !slices.Equal(got, []string{uitest.Carol}) {
		t.Errorf("found %q", got)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "all")
	tell.find.SetText("")
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
	w.tellContacts()
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil || len(s.Failures) == 0 {
		t.Error("without a code a dialog opens, or nothing is said")
	}
}

func TestMissedMessagesAreSentAgainWhenChosen(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t, Options{})
	s.Lacks = uitest.MissedMessages()
	see(w, uitest.TrustedScene())
	row := w.chat.book.made["n"]
	if row.Text != "Bob’s tablet reads from here on. 3 earlier messages were not for it." {
		t.Errorf("the row says %q", row.Text)
	}
	w.chat.act(row, row.Actions[0].Act)
	uitest.CarryOut(t, w.Shell)
	if s.KeyOf != uitest.PrintNew {
		t.Errorf("asked for what %q missed", s.KeyOf)
	}
	d := uitest.DialogOf(t, w.Shell)
	if d.Buttons[1].Tap != nil {
		t.Error("nothing is ticked and the button can be pressed")
	}
	list := listOf(t, w.Shell)
	uitest.Press(t, list.Page, "pick c")
	uitest.Press(t, list.Page, "pick a")
	if d.Buttons[1].Word != "Send 2 messages again" {
		t.Errorf("the button says %q", d.Buttons[1].Word)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "send")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendCopies{Account: uitest.Alice, Chat: uitest.Bob, IDs: []string{"a", "c"}})
}

func TestNothingMissedOrAnotherChat(t *testing.T) {
	w, s := window(t, Options{})
	see(w, uitest.TrustedScene())
	row := w.chat.book.made["n"]
	w.chat.act(row, actCopies)
	uitest.CarryOut(t, w.Shell)
	if d := uitest.DialogOf(t, w.Shell); len(d.Buttons) != 1 {
		t.Error("something can be sent")
	}
	uitest.DialogOf(t, w.Shell).Close()
	s.Lacks = uitest.MissedMessages()
	w.chat.act(row, actCopies)
	see(w, uitest.PlainScene())
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("what another chat missed is asked about")
	}
}

func TestMoreMissedThanCanBeSent(t *testing.T) {
	w, s := window(t, Options{})
	for i := range 130 {
		s.Lacks = append(s.Lacks, app.MessageRecord{ID: strconv.Itoa(i), Body: "x", Time: app.Time(uitest.Now.Add(time.Duration(i) * time.Second))})
	}
	see(w, uitest.TrustedScene())
	w.chat.act(w.chat.book.made["n"], actCopies)
	uitest.CarryOut(t, w.Shell)
	list := listOf(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "all")
	if got := list.Picked(); len(got) != mostCopies || got[0] != "30" {
		t.Errorf("%d from %s on", len(got), got[0])
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "all")
	if got := list.Picked(); len(got) != 0 {
		t.Errorf("%d stay ticked", len(got))
	}
}
