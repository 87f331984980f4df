package ui

import (
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
)

func TestLookingAwayIsTold(t *testing.T) {
	w, s := window(t, Options{})
	snap := uitest.MainScene()
	see(w, snap)
	w.lookAway(true)
	snap.Chats[0].Unread = 1
	see(w, snap)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetActive{})
	w.lookAway(false)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetActive{On: true}, app.MarkRead{Account: uitest.Alice, Chat: uitest.Bob})
}
