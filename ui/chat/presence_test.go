package chat

import (
	"strings"
	"testing"

	"vouch/app/view"
	"vouch/ui/uitest"
)

func TestTheHeaderSaysHowAContactCanBeReached(t *testing.T) {
	w, _ := window(t)
	snap := uitest.MainScene()
	see(w, snap)
	for _, c := range []struct {
		p    view.Presence
		show view.Show
		want string
	}{
		{view.PresenceOnline, view.ShowAvailable, "Online · on a train · " + uitest.Bob}, {view.PresenceAway, view.ShowAway, "Away · on a train · " + uitest.Bob},
		{view.PresenceAway, view.ShowXA, "Away for longer · on a train · " + uitest.Bob}, {view.PresenceAway, view.ShowDND, "Do not disturb · on a train · " + uitest.Bob},
		{view.PresenceOffline, "", "Offline · on a train · " + uitest.Bob}, {view.PresenceUnknown, "", uitest.Bob},
	} {
		snap.Chat.Presence, snap.Chat.Show, snap.Chat.Status = c.p, c.show, "on a\ntrain"
		if got := w.chat.subtitle(snap.Chat); got != c.want {
			t.Errorf("%s %s: %q", c.p, c.show, got)
		}
	}
	snap.Chat.Presence, snap.Chat.Status = view.PresenceOnline, strings.Repeat("x", 1000)
	if got := w.chat.subtitle(snap.Chat); len(got) > 200 {
		t.Errorf("a status of %d letters", len(got))
	}
}
