package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/uitest"
)

func TestBlockingAsksFirst(t *testing.T) {
	w, s := accountsWindow(t)
	snap := uitest.MainScene()
	accountsSee(w, snap)
	if items := w.blockItems(uitest.Alice, uitest.Bob, "Bob"); len(items) != 0 {
		t.Error("blocking is offered where the server cannot")
	}
	snap.Accounts[0].CanBlock = true
	if items := w.blockItems(uitest.Alice, uitest.Alice, "Alice"); len(items) != 0 {
		t.Error("the own account can be blocked")
	}
	uitest.Pick(t, w.blockItems(uitest.Alice, uitest.Bob, "Bob"), "Block…")
	if uitest.Top(t, w.Shell).Find("spam") != nil {
		t.Error("reports are offered where the server takes none")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Block{Account: uitest.Alice, JID: uitest.Bob})

	snap.Accounts[0].CanReport = true
	uitest.Pick(t, w.blockItems(uitest.Alice, uitest.Bob, "Bob"), "Block…")
	if w.Win.Canvas().Focused() != uitest.Top(t, w.Shell).Find("cancel").(fyne.Focusable) {
		t.Error("Cancel does not have the keyboard")
	}
	for _, key := range []string{"spam", "abuse"} { // one reason at a time
		uitest.Press(t, uitest.Top(t, w.Shell), key)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Block{Account: uitest.Alice, JID: uitest.Bob, Report: "abuse"})
}

func TestABlockedChatSaysSo(t *testing.T) {
	for by, word := range map[string]string{uitest.Bob: "Unblock", "example.org": "Unblock example.org"} {
		w, s := window(t, Options{})
		see(w, uitest.BlockedScene(by))
		if got := preview(w.Shown.Chats[0]); got != "Blocked" || !strings.Contains(chatTip(w.Shown.Chats[0], "Bob", true), "Blocked") {
			t.Errorf("the row says %q", got)
		}
		uitest.Press(t, w.chat.pane, "unblock")
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.Unblock{Account: uitest.Alice, JID: by})
		uitest.Pick(t, w.accounts.blockItems(uitest.Alice, uitest.Bob, "Bob"), word)
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.Unblock{Account: uitest.Alice, JID: by})
	}
}
