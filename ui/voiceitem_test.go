package ui

import (
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
)

// The menu of a chat says how voice messages go, and changes it.
func TestVoiceMessagesGoAsWAVWhereTheUserWantsSo(t *testing.T) {
	w, s := window(t, Options{})
	snap := uitest.MainScene()
	see(w, snap)
	item := w.voiceItem(uitest.Alice, uitest.Bob)
	if item.Checked {
		t.Error("it is so already")
	}
	item.Action()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetVoiceFormat{Account: uitest.Alice, Chat: uitest.Bob, WAV: true})
	for _, row := range snap.Chats {
		row.WAV = row.Chat == uitest.Bob
	}
	if item = w.voiceItem(uitest.Alice, uitest.Bob); !item.Checked || w.voiceItem(uitest.Alice, uitest.Carol).Checked {
		t.Error("it does not say so")
	}
	item.Action()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetVoiceFormat{Account: uitest.Alice, Chat: uitest.Bob})
}
