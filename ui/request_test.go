package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestAContactAsksToSeeWhenTheUserIsOnline(t *testing.T) {
	for _, c := range []struct {
		name   string
		scene  *view.Snapshot
		button string
		yes    bool
	}{
		{"allowed", uitest.MainScene(), "accept", true},
		{"declined", uitest.MainScene(), "decline", false},
		{"while a message waits for a decision", uitest.UndecidedScene(), "accept", true},
		{"in a chat that is not encrypted", uitest.PlainScene(), "decline", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t, Options{})
			snap := uitest.Asking(c.scene)
			see(w, snap)
			for _, row := range w.side.list.rows {
				if got := words.Preview(row) == "Wants to see when you are online"; got != (row.Chat == snap.View.Chat) {
					t.Errorf("the row of %s says %q", row.Chat, words.Preview(row))
				}
			}
			press(t, w, c.button)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, app.AnswerContact{Account: uitest.Alice, JID: snap.View.Chat, Accept: c.yes})

			answered := *snap
			chat := *snap.Chat
			chat.Wants, answered.Chat, answered.Number = false, &chat, 2
			see(w, &answered)
			if hasControl(w, "accept") {
				t.Error("the bar stays after the answer")
			}
		})
	}
}

func TestARequestIsNamedWhereRowsHaveNoWords(t *testing.T) {
	snap := uitest.Asking(uitest.MainScene())
	if tip := chatTip(snap.Chats[0], "Bob", true); !strings.Contains(tip, "Wants to see") {
		t.Errorf("the rail says %q", tip)
	}
}
