package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// tellings is a Telling that writes down who was told what.
type tellings struct {
	code   *app.Code
	missed []app.MessageRecord
	keyOf  string // that was asked for
	told   []string
	words  string
	left   []string
	refuse error
}

func (s *tellings) Missed(_, _, fingerprint string) ([]app.MessageRecord, error) {
	s.keyOf = fingerprint
	return s.missed, s.refuse
}

func (s *tellings) Tell(_ context.Context, _ string, to []string, text string) ([]string, error) {
	s.told, s.words = to, text
	return s.left, s.refuse
}

const ownLink = "xmpp:alice@example.org?omemo-sid-1184625991=" + printDesk + ";omemo-sid-331=" + printPhone

// tellScene has contacts with and without messages, and one whose chat is not encrypted.
func tellScene() *app.Snapshot {
	s := mainScene()
	s.Chats = append(s.Chats, &app.ChatRow{Chat: "erin@example.org", Name: "Erin", Encrypted: true}, &app.ChatRow{Chat: "frank@example.org", Name: "Frank", Encrypted: true, Blocked: "frank@example.org"})
	return s
}

// listOf is the list in the dialog that is open.
func listOf(t *testing.T, w *shell.Shell) *dialog.PickList {
	t.Helper()
	d := dialogOf(t, w)
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

func openTelling(t *testing.T, o Options) (*Window, *service) {
	t.Helper()
	speak(t, "en")
	w, s := window(t, o)
	s.code = &app.Code{JID: alice, Own: true, Link: ownLink}
	see(w, tellScene())
	w.tellContacts()
	carryOut(t, w.Shell)
	return w, s
}

func TestContactsAreToldWhenTheButtonSaysSo(t *testing.T) {
	w, s := openTelling(t, Options{})
	p := top(t, w.Shell)
	if w.Win.Canvas().Focused() != focusable(t, p, "cancel") {
		t.Error("Cancel does not have the keyboard")
	}
	if p.Find("pick "+dave) != nil || p.Find("pick "+alice) != nil {
		t.Error("somebody is offered who cannot be told")
	}
	d := dialogOf(t, w.Shell)
	if b := d.Buttons[1]; b.Tap != nil {
		t.Error("nobody is chosen and the button can be pressed")
	}
	list := listOf(t, w.Shell)
	if got := keysOf(list.Visible()); !slices.Equal(got, []string{bob, carol, "erin@example.org"}) {
		t.Fatalf("offered are %q", got)
	}
	press(t, list.Page, "pick "+carol)
	press(t, list.Page, "pick "+bob)
	press(t, list.Page, "pick "+bob)
	press(t, list.Page, "pick erin@example.org")
	if d.Buttons[1].Word != "Tell 2 contacts" {
		t.Errorf("the button says %q", d.Buttons[1].Word)
	}
	if s.told != nil {
		t.Fatal("somebody was told before the button")
	}
	s.left = []string{"erin@example.org"}
	press(t, top(t, w.Shell), "tell")
	carryOut(t, w.Shell)
	if !slices.Equal(s.told, []string{carol, "erin@example.org"}) || !strings.Contains(s.words, "\n"+ownLink) {
		t.Errorf("told %q: %q", s.told, s.words)
	}
	if said := dialogOf(t, w.Shell); said.Title != "1 contact is told" || !strings.Contains(said.Text, "Erin") {
		t.Errorf("it says %q, %q", said.Title, said.Text)
	}
	did(t, s)
}

func TestTellingIsSearchedAndItsWordsAreOnesOwn(t *testing.T) {
	w, s := openTelling(t, Options{})
	dialogOf(t, w.Shell).Close()
	tell := w.openTelling(alice, ownLink)
	tell.find.SetText("CARO")
	if got := keysOf(tell.List.Visible()); !slices.Equal(got, []string{carol}) {
		t.Errorf("found %q", got)
	}
	press(t, top(t, w.Shell), "all")
	tell.find.SetText("")
	tell.words.SetText(" ")
	if d := tell.Dialog; d.Buttons[1].Tap != nil {
		t.Error("nothing can be sent")
	}
	tell.words.SetText("I have a new phone.")
	press(t, top(t, w.Shell), "tell")
	carryOut(t, w.Shell)
	if !slices.Equal(s.told, []string{carol}) || s.words != "I have a new phone." {
		t.Errorf("told %q: %q", s.told, s.words)
	}
}

func TestTellingSaysWhatWentWrong(t *testing.T) {
	w, s := openTelling(t, Options{})
	press(t, top(t, w.Shell), "all")
	s.refuse = &app.Error{Kind: app.KindDisk}
	press(t, top(t, w.Shell), "tell")
	carryOut(t, w.Shell)
	if d := dialogOf(t, w.Shell); d.Title != "Nobody was told" || d.Text != words.ErrText(s.refuse, "") {
		t.Errorf("it says %q, %q", d.Title, d.Text)
	}
	dialogOf(t, w.Shell).Close()
	w.tellContacts()
	carryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil || w.chat.failure == "" {
		t.Error("without a code a dialog opens, or nothing is said")
	}
}

func missedMessages() []app.MessageRecord {
	var out []app.MessageRecord
	for i, body := range []string{"Found the old path above the lake. Steep, but dry.", "The bridge is open again, so nobody gets wet feet this time.", "Who brings the lamp?"} {
		out = append(out, app.MessageRecord{ID: string(rune('a' + i)), Own: true, Body: body, Time: app.Time(at(20, "13:3"+string(rune('1'+i))))})
	}
	return out
}

// trustedScene has the row where a device of bob's begins to read, and an own message that he could not read.
func trustedScene() *app.Snapshot {
	s := mainScene()
	s.Chat.UnreadFrom = ""
	s.Rows = append(s.Rows[:4:4], &app.Row{ID: "n", Kind: app.RowNotice, Notice: app.NoticeTrusted, From: bob, Name: "Bob", Device: "Bob’s tablet", DeviceID: 5512, Key: printNew, Count: 3, Time: at(20, "14:00")}, s.Rows[6])
	s.Rows[1].AskedAt = at(20, "13:58")
	return s
}

func TestMissedMessagesAreSentAgainWhenChosen(t *testing.T) {
	speak(t, "en")
	w, s := window(t, Options{})
	s.missed = missedMessages()
	see(w, trustedScene())
	row := w.chat.book.made["n"]
	if row.Text != "Bob’s tablet reads from here on. 3 earlier messages were not for it." {
		t.Errorf("the row says %q", row.Text)
	}
	w.chat.act(row, row.Actions[0].Act)
	carryOut(t, w.Shell)
	if s.keyOf != printNew {
		t.Errorf("asked for what %q missed", s.keyOf)
	}
	d := dialogOf(t, w.Shell)
	if d.Buttons[1].Tap != nil {
		t.Error("nothing is ticked and the button can be pressed")
	}
	list := listOf(t, w.Shell)
	press(t, list.Page, "pick c")
	press(t, list.Page, "pick a")
	if d.Buttons[1].Word != "Send 2 messages again" {
		t.Errorf("the button says %q", d.Buttons[1].Word)
	}
	press(t, top(t, w.Shell), "send")
	carryOut(t, w.Shell)
	did(t, s, app.SendCopies{Account: alice, Chat: bob, IDs: []string{"a", "c"}})
}

func TestNothingMissedOrAnotherChat(t *testing.T) {
	w, s := window(t, Options{})
	see(w, trustedScene())
	row := w.chat.book.made["n"]
	w.chat.act(row, actCopies)
	carryOut(t, w.Shell)
	if d := dialogOf(t, w.Shell); len(d.Buttons) != 1 {
		t.Error("something can be sent")
	}
	dialogOf(t, w.Shell).Close()
	s.missed = missedMessages()
	w.chat.act(row, actCopies)
	see(w, plainScene())
	carryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("what another chat missed is asked about")
	}
}

func TestMoreMissedThanCanBeSent(t *testing.T) {
	w, s := window(t, Options{})
	for i := range 130 {
		s.missed = append(s.missed, app.MessageRecord{ID: strconv.Itoa(i), Body: "x", Time: app.Time(now.Add(time.Duration(i) * time.Second))})
	}
	see(w, trustedScene())
	w.chat.act(w.chat.book.made["n"], actCopies)
	carryOut(t, w.Shell)
	list := listOf(t, w.Shell)
	press(t, top(t, w.Shell), "all")
	if got := list.Picked(); len(got) != mostCopies || got[0] != "30" {
		t.Errorf("%d from %s on", len(got), got[0])
	}
	press(t, top(t, w.Shell), "all")
	if got := list.Picked(); len(got) != 0 {
		t.Errorf("%d stay ticked", len(got))
	}
}
