package ui

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
)

var enter = &fyne.KeyEvent{Name: fyne.KeyReturn}

// press presses a control of a pane, as Enter on it does.
func press(t *testing.T, p *draw.Pane, key string) {
	t.Helper()
	h, ok := p.Find(key).(*draw.Hit)
	if !ok {
		t.Fatalf("there is no %q to press", key)
	}
	if h.Tap == nil {
		t.Fatalf("%q cannot be pressed", key)
	}
	h.TypedKey(enter)
}

// top is the pane of the dialog that is open.
func top(t *testing.T, w *shell.Shell) *draw.Pane {
	t.Helper()
	p, ok := w.Win.Canvas().Overlays().Top().(*dialog.Pane)
	if !ok {
		t.Fatal("no dialog is open")
	}
	return &p.Pane
}

// did checks the commands that were carried out so far, and forgets them. What is told of the user's typing has a test of
// its own.
func did(t *testing.T, s *service, want ...app.Command) {
	t.Helper()
	s.done = slices.DeleteFunc(s.done, func(c app.Command) bool {
		switch c.(type) {
		case app.Typing, app.Active:
			return true
		}
		return false
	})
	if len(s.done) != len(want) {
		t.Fatalf("did %#v, want %#v", s.done, want)
	}
	for i := range want {
		if !reflect.DeepEqual(s.done[i], want[i]) {
			t.Errorf("did %#v, want %#v", s.done[i], want[i])
		}
	}
	s.done = nil
}

func TestEnterSends(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	test.Type(w.chat.entry, "And bring the map")
	w.chat.entry.TypedKey(enter)
	if w.chat.entry.Text != "" {
		t.Errorf("the field still holds %q", w.chat.entry.Text)
	}
	carryOut(t, w.Shell)
	did(t, s, app.SendText{Account: alice, Chat: bob, Body: "And bring the map"})
	w.chat.entry.TypedKey(enter)
	test.Type(w.chat.entry, "  ")
	w.chat.entry.TypedKey(enter)
	carryOut(t, w.Shell)
	did(t, s)
}

func TestShiftAndEnterBreakTheLine(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	e := w.chat.entry
	test.Type(e, "one")
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.TypedKey(enter)
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	test.Type(e, "two")
	if e.Text != "one\ntwo" {
		t.Fatalf("the field holds %q", e.Text)
	}
	carryOut(t, w.Shell)
	did(t, s)
	if w.chat.lines != 2 {
		t.Errorf("the field is %d lines high", w.chat.lines)
	}
	e.TypedKey(enter)
	carryOut(t, w.Shell)
	did(t, s, app.SendText{Account: alice, Chat: bob, Body: "one\ntwo"})
}

func TestTheFieldGrowsToSixLines(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, mainScene())
	w.chat.entry.SetText(strings.Repeat("line\n", 20))
	if w.chat.lines != mostLines {
		t.Errorf("the field is %d lines high", w.chat.lines)
	}
}

func TestWhatCannotBeSentComesBack(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	s.err = &app.Error{Kind: app.KindDisk}
	test.Type(w.chat.entry, "And bring the map")
	w.chat.entry.TypedKey(enter)
	carryOut(t, w.Shell)
	if w.chat.entry.Text != "And bring the map" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
	if !strings.Contains(w.chat.failure, "disk") || !strings.Contains(w.chat.failure, "still in the field") {
		t.Errorf("the window says %q", w.chat.failure)
	}
}

func TestTextGoesToTheChatThatIsSeen(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	w.Open(dave) // picked, but not on the screen yet
	test.Type(w.chat.entry, "for Bob")
	w.chat.entry.TypedKey(enter)
	carryOut(t, w.Shell)
	did(t, s, app.SendText{Account: alice, Chat: bob, Body: "for Bob"})
}

func TestEveryChatKeepsWhatWasBegun(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, mainScene())
	test.Type(w.chat.entry, "for Bob")
	see(w, plainScene())
	if w.chat.entry.Text != "" {
		t.Errorf("Dave's field holds %q", w.chat.entry.Text)
	}
	if w.chat.draft(bob) != "for Bob" {
		t.Errorf("the list shows the draft %q", w.chat.draft(bob))
	}
	see(w, mainScene())
	if w.chat.entry.Text != "for Bob" {
		t.Errorf("Bob's field holds %q", w.chat.entry.Text)
	}
}

func TestEnterNeverDecides(t *testing.T) {
	w, s := window(t, Options{})
	see(w, undecidedScene())
	if w.Win.Canvas().Focused() != w.chat.entry {
		t.Fatal("the composer does not have the keyboard")
	}
	w.chat.entry.TypedKey(enter)
	test.Type(w.chat.entry, "hello")
	w.chat.entry.TypedKey(enter)
	w.chat.entry.TypedKey(enter)
	carryOut(t, w.Shell)
	did(t, s, app.SendText{Account: alice, Chat: bob, Body: "hello"})
}

func TestTheBarAsksForOneDecision(t *testing.T) {
	for name, want := range map[string]app.Command{
		"q trust":   app.Decide{Account: alice, JID: bob, Fingerprint: printNew, Trust: app.TrustTrusted},
		"q reject":  app.Decide{Account: alice, JID: bob, Fingerprint: printNew, Trust: app.TrustRejected},
		"q without": app.Release{Account: alice, Chat: bob, ID: "4"},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := window(t, Options{})
			see(w, undecidedScene())
			press(t, w.chat.pane, name)
			carryOut(t, w.Shell)
			did(t, s, want)
		})
	}
}

func TestSendingWithoutReleasesTheNewestThatWaits(t *testing.T) {
	w, s := window(t, Options{})
	snap := undecidedScene()
	more := own("5", "Are you there?", at(20, "14:06"), app.MessagePending)
	more.Err = app.KindUndecided
	snap.Rows = append(snap.Rows, more)
	snap.Chat.Question.Waiting = 2
	see(w, snap)
	press(t, w.chat.pane, "q without")
	carryOut(t, w.Shell)
	did(t, s, app.Release{Account: alice, Chat: bob, ID: "5"})
}

func TestABarThatWasClosedComesBackWithTheNextMessage(t *testing.T) {
	w, s := window(t, Options{})
	see(w, undecidedScene())
	press(t, w.chat.pane, "q close")
	again := undecidedScene()
	again.Number = 2
	see(w, again)
	if w.chat.question.open() {
		t.Error("the bar is back without a message")
	}
	more := undecidedScene()
	more.Number, more.Chat.Question.Waiting = 3, 2
	see(w, more)
	if !w.chat.question.open() {
		t.Error("the bar is not back")
	}
	carryOut(t, w.Shell)
	did(t, s)
}

func TestOneBarGoesThroughSeveralDevices(t *testing.T) {
	w, s := window(t, Options{})
	snap := undecidedScene()
	second := newDevice()
	second.ID, second.Fingerprint = 2, printOther
	snap.Chat.Question.Devices = append(snap.Chat.Question.Devices, second)
	see(w, snap)
	press(t, w.chat.pane, "q next")
	press(t, w.chat.pane, "q reject")
	carryOut(t, w.Shell)
	did(t, s, app.Decide{Account: alice, JID: bob, Fingerprint: printOther, Trust: app.TrustRejected})
}

func TestOtherReasonsToWaitHaveBarsToo(t *testing.T) {
	for _, c := range []struct {
		kind   app.Kind
		button string
		want   app.Command
	}{
		{app.KindNoDevices, "q again", app.LookAgain{Account: alice, Chat: bob}},
		{app.KindNoKeys, "q again", app.LookAgain{Account: alice, Chat: bob}},
		{app.KindNoneTrusted, "q devices", nil},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			w, s := window(t, Options{})
			snap := undecidedScene()
			snap.Chat.Question = &app.Question{Kind: c.kind, Waiting: 1, First: "4", Devices: []*app.DeviceView{phone()}}
			see(w, snap)
			press(t, w.chat.pane, c.button)
			carryOut(t, w.Shell)
			if c.want == nil {
				did(t, s)
				if w.View().Page != app.PageDevices {
					t.Error("the devices are not shown")
				}
				return
			}
			did(t, s, c.want)
		})
	}
}

func TestTakingBackGivesTheTextBack(t *testing.T) {
	w, s := window(t, Options{})
	see(w, undecidedScene())
	w.chat.act(w.chat.book.made["4"], actTakeBack)
	carryOut(t, w.Shell)
	did(t, s, app.TakeBack{Account: alice, Chat: bob, ID: "4"})
	if w.chat.entry.Text != "Great, see you at nine" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
	s.err = &app.Error{Kind: app.KindConflict}
	w.chat.act(w.chat.book.made["4"], actTakeBack)
	carryOut(t, w.Shell)
	if !strings.Contains(w.chat.failure, "Too late") {
		t.Errorf("the window says %q", w.chat.failure)
	}
}
