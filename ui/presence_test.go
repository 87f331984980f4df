package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/shell"
)

func TestTheUserSaysHowToBeReached(t *testing.T) {
	w, s := window(t, Options{})
	snap := mainScene()
	snap.Accounts[0].Show, snap.Accounts[0].Words = app.ShowAway, "lunch"
	see(w, snap)
	if shell.AccountPresence(w.Account()) != draw.PresenceAway {
		t.Error("the own mark says available")
	}
	w.askPresence()
	for _, r := range "!" {
		w.Win.Canvas().Focused().TypedRune(r)
	}
	press(t, top(t, w.Shell), "dnd")
	s.err = &app.Error{Kind: app.KindDisk}
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	top(t, w.Shell)
	s.err, s.done = nil, nil
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	did(t, s, app.SetPresence{Account: alice, Show: app.ShowDND, Status: "!lunch"})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestTheHeaderSaysHowAContactCanBeReached(t *testing.T) {
	w, _ := window(t, Options{})
	snap := mainScene()
	see(w, snap)
	for _, c := range []struct {
		p    app.Presence
		show app.Show
		want string
	}{
		{app.PresenceOnline, app.ShowAvailable, "Online · on a train · " + bob}, {app.PresenceAway, app.ShowAway, "Away · on a train · " + bob},
		{app.PresenceAway, app.ShowXA, "Away for longer · on a train · " + bob}, {app.PresenceAway, app.ShowDND, "Do not disturb · on a train · " + bob},
		{app.PresenceOffline, "", "Offline · on a train · " + bob}, {app.PresenceUnknown, "", bob},
	} {
		snap.Chat.Presence, snap.Chat.Show, snap.Chat.Status = c.p, c.show, "on a\ntrain"
		if got := w.chat.subtitle(snap.Chat); got != c.want {
			t.Errorf("%s %s: %q", c.p, c.show, got)
		}
	}
	snap.Chat.Presence, snap.Chat.Status = app.PresenceOnline, strings.Repeat("x", 1000)
	if got := w.chat.subtitle(snap.Chat); len(got) > 200 {
		t.Errorf("a status of %d letters", len(got))
	}
}

func TestLookingAwayIsTold(t *testing.T) {
	w, s := window(t, Options{})
	snap := mainScene()
	see(w, snap)
	w.lookAway(true)
	snap.Chats[0].Unread = 1
	see(w, snap)
	carryOut(t, w.Shell)
	did(t, s, app.SetActive{})
	w.lookAway(false)
	carryOut(t, w.Shell)
	did(t, s, app.SetActive{On: true}, app.MarkRead{Account: alice, Chat: bob})
}
