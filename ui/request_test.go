package ui

import (
	"strings"
	"testing"

	"vouch/app"
)

// asking makes the contact of a scene ask to see when the user is online.
func asking(snap *app.Snapshot) *app.Snapshot {
	snap.Chat.Wants = true
	for _, c := range snap.Chats {
		c.Wants = c.Chat == snap.View.Chat
	}
	return snap
}

func TestAContactAsksToSeeWhenTheUserIsOnline(t *testing.T) {
	for _, c := range []struct {
		name   string
		scene  *app.Snapshot
		button string
		yes    bool
	}{
		{"allowed", mainScene(), "accept", true},
		{"declined", mainScene(), "decline", false},
		{"while a message waits for a decision", undecidedScene(), "accept", true},
		{"in a chat that is not encrypted", plainScene(), "decline", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t, Options{})
			snap := asking(c.scene)
			see(w, snap)
			for _, row := range w.side.list.rows {
				if got := preview(row) == "Wants to see when you are online"; got != (row.Chat == snap.View.Chat) {
					t.Errorf("the row of %s says %q", row.Chat, preview(row))
				}
			}
			press(t, w.chat.pane, c.button)
			carryOut(t, w.Shell)
			did(t, s, app.AnswerContact{Account: alice, JID: snap.View.Chat, Accept: c.yes})

			answered := *snap
			chat := *snap.Chat
			chat.Wants, answered.Chat, answered.Number = false, &chat, 2
			see(w, &answered)
			if w.chat.pane.Find("accept") != nil {
				t.Error("the bar stays after the answer")
			}
		})
	}
}

func TestARequestIsNamedWhereRowsHaveNoWords(t *testing.T) {
	snap := asking(mainScene())
	if tip := chatTip(snap.Chats[0], "Bob", true); !strings.Contains(tip, "Wants to see") {
		t.Errorf("the rail says %q", tip)
	}
}
