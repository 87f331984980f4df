package chat

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
	"vouch/ui/uitest"
)

func TestEnterSends(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	test.Type(w.chat.entry, "And bring the map")
	w.chat.entry.TypedKey(uitest.Enter)
	if w.chat.entry.Text != "" {
		t.Errorf("the field still holds %q", w.chat.entry.Text)
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "And bring the map"})
	w.chat.entry.TypedKey(uitest.Enter)
	test.Type(w.chat.entry, "  ")
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
}

func TestShiftAndEnterBreakTheLine(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	e := w.chat.entry
	test.Type(e, "one")
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.TypedKey(uitest.Enter)
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	test.Type(e, "two")
	if e.Text != "one\ntwo" {
		t.Fatalf("the field holds %q", e.Text)
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	if w.chat.lines != 2 {
		t.Errorf("the field is %d lines high", w.chat.lines)
	}
	e.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "one\ntwo"})
}

// Whoever likes it so breaks lines with Enter, and sends with Ctrl+Enter, which sends in any case.
func TestCtrlAndEnterSend(t *testing.T) {
	ctrlEnter := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	w, s := window(t)
	see(w, uitest.MainScene())
	e := w.chat.entry
	test.Type(e, "at once")
	e.TypedShortcut(ctrlEnter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "at once"})
	w.App.Preferences().SetString(shell.SendKey, shell.SendCtrl)
	test.Type(e, "one")
	e.TypedKey(uitest.Enter)
	test.Type(e, "two")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	e.TypedShortcut(ctrlEnter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "one\ntwo"})
}

func TestTheFieldGrowsToSixLines(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.MainScene())
	w.chat.entry.SetText(strings.Repeat("line\n", 20))
	if w.chat.lines != mostLines {
		t.Errorf("the field is %d lines high", w.chat.lines)
	}
}

func TestWhatCannotBeSentComesBack(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Err = &app.Error{Kind: app.KindDisk}
	test.Type(w.chat.entry, "And bring the map")
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	if w.chat.entry.Text != "And bring the map" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
	if !strings.Contains(w.chat.failure, "disk") || !strings.Contains(w.chat.failure, "still in the field") {
		t.Errorf("the window says %q", w.chat.failure)
	}
}

func TestTextGoesToTheChatThatIsSeen(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	w.OpenChat(uitest.Dave) // picked, but not on the screen yet
	test.Type(w.chat.entry, "for Bob")
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "for Bob"})
}

func TestEveryChatKeepsWhatWasBegun(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.MainScene())
	test.Type(w.chat.entry, "for Bob")
	see(w, uitest.PlainScene())
	if w.chat.entry.Text != "" {
		t.Errorf("Dave's field holds %q", w.chat.entry.Text)
	}
	if w.chat.Draft(uitest.Bob) != "for Bob" {
		t.Errorf("the list shows the draft %q", w.chat.Draft(uitest.Bob))
	}
	see(w, uitest.MainScene())
	if w.chat.entry.Text != "for Bob" {
		t.Errorf("Bob's field holds %q", w.chat.entry.Text)
	}
}

func TestEnterNeverDecides(t *testing.T) {
	w, s := window(t)
	see(w, uitest.UndecidedScene())
	if w.Win.Canvas().Focused() != w.chat.entry {
		t.Fatal("the composer does not have the keyboard")
	}
	w.chat.entry.TypedKey(uitest.Enter)
	test.Type(w.chat.entry, "hello")
	w.chat.entry.TypedKey(uitest.Enter)
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "hello"})
}

func TestTheBarAsksForOneDecision(t *testing.T) {
	for name, want := range map[string]app.Command{
		"q trust":   app.Decide{Account: uitest.Alice, JID: uitest.Bob, Fingerprint: uitest.PrintNew, Trust: view.TrustTrusted},
		"q reject":  app.Decide{Account: uitest.Alice, JID: uitest.Bob, Fingerprint: uitest.PrintNew, Trust: view.TrustRejected},
		"q without": app.Release{Account: uitest.Alice, Chat: uitest.Bob, ID: "4"},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := window(t)
			see(w, uitest.UndecidedScene())
			uitest.Press(t, w.chat.Pane, name)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, want)
		})
	}
}

func TestSendingWithoutReleasesTheNewestThatWaits(t *testing.T) {
	w, s := window(t)
	snap := uitest.UndecidedScene()
	more := uitest.Own("5", "Are you there?", uitest.At(20, "14:06"), view.MessagePending)
	more.Err = app.KindUndecided
	snap.Rows = append(snap.Rows, more)
	snap.Chat.Question.Waiting = 2
	see(w, snap)
	uitest.Press(t, w.chat.Pane, "q without")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Release{Account: uitest.Alice, Chat: uitest.Bob, ID: "5"})
}

func TestABarThatWasClosedComesBackWithTheNextMessage(t *testing.T) {
	w, s := window(t)
	see(w, uitest.UndecidedScene())
	uitest.Press(t, w.chat.Pane, "q close")
	again := uitest.UndecidedScene()
	again.Number = 2
	see(w, again)
	if w.chat.question.open() {
		t.Error("the bar is back without a message")
	}
	more := uitest.UndecidedScene()
	more.Number, more.Chat.Question.Waiting = 3, 2
	see(w, more)
	if !w.chat.question.open() {
		t.Error("the bar is not back")
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
}

func TestOneBarGoesThroughSeveralDevices(t *testing.T) {
	w, s := window(t)
	snap := uitest.UndecidedScene()
	second := uitest.NewDevice()
	second.ID, second.Fingerprint = 2, uitest.PrintOther
	snap.Chat.Question.Devices = append(snap.Chat.Question.Devices, second)
	see(w, snap)
	uitest.Press(t, w.chat.Pane, "q next")
	uitest.Press(t, w.chat.Pane, "q reject")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Decide{Account: uitest.Alice, JID: uitest.Bob, Fingerprint: uitest.PrintOther, Trust: view.TrustRejected})
}

func TestOtherReasonsToWaitHaveBarsToo(t *testing.T) {
	for _, c := range []struct {
		kind   app.Kind
		button string
		want   app.Command
	}{
		{app.KindNoDevices, "q again", app.LookAgain{Account: uitest.Alice, Chat: uitest.Bob}},
		{app.KindNoKeys, "q again", app.LookAgain{Account: uitest.Alice, Chat: uitest.Bob}},
		{app.KindNoneTrusted, "q devices", nil},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			w, s := window(t)
			snap := uitest.UndecidedScene()
			snap.Chat.Question = &view.Question{Kind: c.kind, Waiting: 1, First: "4", Devices: []*view.DeviceView{uitest.Phone()}}
			see(w, snap)
			uitest.Press(t, w.chat.Pane, c.button)
			uitest.CarryOut(t, w.Shell)
			if c.want == nil {
				uitest.Did(t, s)
				if w.View().Page != view.PageDevices {
					t.Error("the devices are not shown")
				}
				return
			}
			uitest.Did(t, s, c.want)
		})
	}
}

func TestTakingBackGivesTheTextBack(t *testing.T) {
	w, s := window(t)
	see(w, uitest.UndecidedScene())
	w.chat.act(w.chat.book.made["4"], actTakeBack)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.TakeBack{Account: uitest.Alice, Chat: uitest.Bob, ID: "4"})
	if w.chat.entry.Text != "Great, see you at nine" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
	s.Err = &app.Error{Kind: app.KindConflict}
	w.chat.act(w.chat.book.made["4"], actTakeBack)
	uitest.CarryOut(t, w.Shell)
	if !strings.Contains(w.chat.failure, "Too late") {
		t.Errorf("the window says %q", w.chat.failure)
	}
}
