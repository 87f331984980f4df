package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestABlockedChatSaysSo(t *testing.T) {
	for by, word := range map[string]string{uitest.Bob: "Unblock", "example.org": "Unblock example.org"} {
		w, s := window(t, Options{})
		see(w, uitest.BlockedScene(by))
		if got := words.Preview(w.Shown.Chats[0]); got != "Blocked" || !strings.Contains(chatTip(w.Shown.Chats[0], "Bob", true), "Blocked") {
			t.Errorf("the row says %q", got)
		}
		press(t, w, "unblock")
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.Unblock{Account: uitest.Alice, JID: by})
		uitest.Pick(t, w.accounts.BlockItems(uitest.Alice, uitest.Bob, "Bob"), word)
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.Unblock{Account: uitest.Alice, JID: by})
	}
}
