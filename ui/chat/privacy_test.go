package chat

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTypingIsToldOnce(t *testing.T) {
	clock := uitest.Now
	w, s := windowAt(t, func() time.Time { return clock })
	see(w, uitest.MainScene())
	say := func(want ...string) {
		t.Helper()
		uitest.CarryOut(t, w.Shell)
		var states []string
		for _, c := range s.Done {
			if c, ok := c.(app.Typing); ok { // that the window is used is told as well
				states = append(states, c.State)
			}
		}
		if !slices.Equal(states, want) {
			t.Errorf("told %q, want %q", states, want)
		}
		s.Done = nil
	}
	test.Type(w.chat.entry, "And bring")
	say("composing")
	clock = clock.Add(retold)
	test.Type(w.chat.entry, " tea")
	say("composing")
	w.chat.entry.SetText("")
	say("active")
	w.chat.setText("a draft that nobody types")
	say()
}

func TestTypingIsShown(t *testing.T) {
	w, _ := window(t)
	snap := uitest.MainScene()
	snap.Chat.Typing, snap.Chats[0].Typing = true, true
	see(w, snap)
	if got := w.chat.subtitle(snap.Chat); got != "is typing…" {
		t.Errorf("the header says %q", got)
	}
	if got := words.Preview(snap.Chats[0]); got != "is typing…" {
		t.Errorf("the list says %q", got)
	}
}
