package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheChatIsNotTurnedPlainByAccident(t *testing.T) {
	w, s := window(t, Options{})
	see(w, uitest.MainScene())
	w.askEncryptionOff(uitest.Bob, "Bob")
	w.Win.Canvas().Focused().TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	w.askEncryptionOff(uitest.Bob, "Bob")
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetEncryption{Account: uitest.Alice, Chat: uitest.Bob, On: false})
}

// TestWhatTheDemoClicksStaysWhereItIs holds the places that assets/demo/story.go clicks, in its window.
func TestWhatTheDemoClicksStaysWhereItIs(t *testing.T) {
	w, _ := window(t, Options{})
	w.Win.Resize(fyne.NewSize(790, 950))
	chat, devices := uitest.UndecidedScene(), uitest.FirstScene()
	for _, s := range []*view.Snapshot{chat, devices} {
		s.Chats = s.Chats[:1]
	}
	on := func(what string, o fyne.CanvasObject, x, y float32) {
		t.Helper()
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		if x <= at.X || x >= at.X+o.Size().Width || y <= at.Y || y >= at.Y+o.Size().Height {
			t.Errorf("%s is at %v, %v", what, at, o.Size())
		}
	}
	see(w, chat)
	on("the chat", w.side.list.Find("row "+uitest.Bob), 150, 136)
	on("the pill", control(t, w, "pill"), 662, 30)
	see(w, devices)
	on("the check box", control(t, w, "check "+uitest.KeyOf(uitest.NewDevice())), 363, 335)
	on("the way back", control(t, w, "back"), 345, 30)
}

func TestAContactWithoutMessagesShowsItsAddress(t *testing.T) {
	if got := words.Preview(&view.ChatRow{Chat: uitest.Bob, Name: "Bob"}); got != uitest.Bob {
		t.Errorf("the list says %q", got)
	}
}
