package chat

import (
	"strings"
	"testing"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestNamesTurnNothingAroundThemInAChat(t *testing.T) {
	const david, said = "דוד (עבודה)", "מה (נשמע)?"
	answer := uitest.Text("1", uitest.Bob, david, "yes", uitest.Now)
	answer.Reply = &view.Reply{ID: "2", From: uitest.Bob, Name: david, Text: said}
	w, _ := window(t)
	snap := uitest.MainScene()
	snap.Chat.Name, snap.Chat.Status = david, david
	see(w, snap)
	for where, got := range map[string]string{
		"a quotation": newRow(answer, uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now}).Quote,
		"the head":    w.chat.subtitle(snap.Chat),
	} {
		if !strings.Contains(got, bidi.Isolate(david)) {
			t.Errorf("%s: %q", where, got)
		}
		if bidi.Direction([]rune(got)) != 0 {
			t.Errorf("%s runs from right to left: %q", where, got)
		}
	}
}
