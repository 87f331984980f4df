package chat

import (
	"testing"
	"time"

	"vouch/app/view"
	"vouch/ui/uitest"
)

func TestTheHeaderSaysWhenAContactWasActive(t *testing.T) {
	w, _ := window(t)
	snap := uitest.MainScene()
	see(w, snap)
	for _, c := range []struct {
		p    view.Presence
		idle time.Time
		want string
	}{
		{view.PresenceAway, uitest.At(20, "13:40"), "Away · last active today 13:40 · " + uitest.Bob},
		{view.PresenceAway, uitest.At(3, "13:40"), "Away · last active on 3 November · " + uitest.Bob},
		{view.PresenceAway, time.Time{}, "Away · " + uitest.Bob},
		{view.PresenceAway, uitest.Now.Add(time.Hour), "Away · " + uitest.Bob}, // a clock, or a lie
		{view.PresenceOnline, uitest.At(20, "13:40"), "Online · " + uitest.Bob},
	} {
		snap.Chat.Presence, snap.Chat.Show, snap.Chat.Idle = c.p, view.ShowAvailable, c.idle
		if got := w.chat.subtitle(snap.Chat); got != c.want {
			t.Errorf("%s since %v: %q", c.p, c.idle, got)
		}
	}
}
