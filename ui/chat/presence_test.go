package chat

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
)

func TestTheHeaderSaysHowAContactCanBeReached(t *testing.T) {
	w, _ := window(t)
	snap := uitest.MainScene()
	see(w, snap)
	for _, c := range []struct {
		p    app.Presence
		show app.Show
		want string
	}{
		{app.PresenceOnline, app.ShowAvailable, "Online · on a train · " + uitest.Bob}, {app.PresenceAway, app.ShowAway, "Away · on a train · " + uitest.Bob},
		{app.PresenceAway, app.ShowXA, "Away for longer · on a train · " + uitest.Bob}, {app.PresenceAway, app.ShowDND, "Do not disturb · on a train · " + uitest.Bob},
		{app.PresenceOffline, "", "Offline · on a train · " + uitest.Bob}, {app.PresenceUnknown, "", uitest.Bob},
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
