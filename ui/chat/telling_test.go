package chat

import (
	"strconv"
	"testing"
	"time"

	"vouch/app"
	"vouch/ui/uitest"
)

func TestMissedMessagesAreSentAgainWhenChosen(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
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
	list := uitest.ListOf(t, w.Shell)
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
	w, s := window(t)
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
	w, s := window(t)
	for i := range 130 {
		s.Lacks = append(s.Lacks, app.Missed{ID: strconv.Itoa(i), Body: "x", Time: uitest.Now.Add(time.Duration(i) * time.Second)})
	}
	see(w, uitest.TrustedScene())
	w.chat.act(w.chat.book.made["n"], actCopies)
	uitest.CarryOut(t, w.Shell)
	list := uitest.ListOf(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "all")
	if got := list.Picked(); len(got) != mostCopies || got[0] != "30" {
		t.Errorf("%d from %s on", len(got), got[0])
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "all")
	if got := list.Picked(); len(got) != 0 {
		t.Errorf("%d stay ticked", len(got))
	}
}
