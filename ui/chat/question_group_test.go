package chat

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
)

// TestAGroupCanBeWrittenToWithoutWhoDoesNotAnswer: the bar names them, and sends what waits without them. Nobody asks the room
// itself for devices.
func TestAGroupCanBeWrittenToWithoutWhoDoesNotAnswer(t *testing.T) {
	w, s := window(t)
	snap := uitest.UnansweredScene()
	see(w, snap)
	if got := w.chat.namesOf(snap.Chat.Question.Who); !strings.Contains(got, "Dave") {
		t.Errorf("named is %q", got)
	}
	if r := w.chat.book.made["7"]; r.Foot != "Waits: the server of a member cannot be reached" {
		t.Errorf("below the message it says %q", r.Foot)
	}
	if w.chat.Pane.Find("q again") != nil {
		t.Error("the room is asked for devices")
	}
	uitest.Press(t, w.chat.Pane, "q without")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Release{Account: uitest.Alice, Chat: uitest.Walk, ID: "7"})
	if got := w.chat.namesOf(strings.Split("a b c d e f", " ")); !strings.HasSuffix(got, ", …") {
		t.Errorf("of six it says %q", got)
	}
}
