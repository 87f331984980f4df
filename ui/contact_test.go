package ui

import (
	"strings"
	"testing"

	"vouch/ui/uitest"
)

func TestGroupsAreFoundAndNamed(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.InGroups())
	w.side.filter.SetText("Climb")
	if len(w.side.list.rows) != 1 || w.side.list.rows[0].Chat != uitest.Bob {
		t.Errorf("%d chats fit", len(w.side.list.rows))
	}
	if tip := chatTip(uitest.InGroups().Chats[0], "Bob", false); !strings.Contains(tip, "friends · climbing") {
		t.Errorf("the row says %q", tip)
	}
}
