package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
)

// blockedScene is a chat with somebody who is blocked by an entry of the list.
func blockedScene(by string) *app.Snapshot {
	s := mainScene()
	s.Chat.Blocked, s.Chats[0].Blocked = by, by
	return s
}

func TestBlockingAsksFirst(t *testing.T) {
	w, s := window(t, Options{})
	snap := mainScene()
	see(w, snap)
	if items := w.blockItems(alice, bob, "Bob"); len(items) != 0 {
		t.Error("blocking is offered where the server cannot")
	}
	snap.Accounts[0].CanBlock = true
	if items := w.blockItems(alice, alice, "Alice"); len(items) != 0 {
		t.Error("the own account can be blocked")
	}
	pick(t, w.blockItems(alice, bob, "Bob"), "Block…")
	if top(t, w.Shell).Find("spam") != nil {
		t.Error("reports are offered where the server takes none")
	}
	press(t, top(t, w.Shell), "deed")
	carryOut(t, w.Shell)
	did(t, s, app.Block{Account: alice, JID: bob})

	snap.Accounts[0].CanReport = true
	pick(t, w.blockItems(alice, bob, "Bob"), "Block…")
	if w.Win.Canvas().Focused() != top(t, w.Shell).Find("cancel").(fyne.Focusable) {
		t.Error("Cancel does not have the keyboard")
	}
	for _, key := range []string{"spam", "abuse"} { // one reason at a time
		press(t, top(t, w.Shell), key)
	}
	press(t, top(t, w.Shell), "deed")
	carryOut(t, w.Shell)
	did(t, s, app.Block{Account: alice, JID: bob, Report: "abuse"})
}

func TestABlockedChatSaysSo(t *testing.T) {
	for by, word := range map[string]string{bob: "Unblock", "example.org": "Unblock example.org"} {
		w, s := window(t, Options{})
		see(w, blockedScene(by))
		if got := preview(w.Shown.Chats[0]); got != "Blocked" || !strings.Contains(chatTip(w.Shown.Chats[0], "Bob", true), "Blocked") {
			t.Errorf("the row says %q", got)
		}
		press(t, w.chat.pane, "unblock")
		carryOut(t, w.Shell)
		did(t, s, app.Unblock{Account: alice, JID: by})
		pick(t, w.blockItems(alice, bob, "Bob"), word)
		carryOut(t, w.Shell)
		did(t, s, app.Unblock{Account: alice, JID: by})
	}
}
