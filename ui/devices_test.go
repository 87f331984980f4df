package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/timeline"
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

func TestThePlainStateIsLoudAndOffersTheWayBack(t *testing.T) {
	w, s := window(t, Options{})
	snap := uitest.PlainScene()
	see(w, snap)
	p := pillOf(draw.Dry(100), snap.Chat)
	p.short()
	if p.ground != draw.Danger || p.word == "" {
		t.Errorf("the pill is %+v", p)
	}
	if !strings.Contains(w.chat.entry.PlaceHolder, "unencrypted") {
		t.Errorf("the field says %q", w.chat.entry.PlaceHolder)
	}
	if r := w.chat.book.made["4"]; !r.Outlined || r.Lock != timeline.Open {
		t.Errorf("the bubble is %+v", r)
	}
	see(w, uitest.MainScene())
	for _, id := range []string{"3", "7"} {
		if r := w.chat.book.made[id]; r.Lock != timeline.Closed || r.Outlined {
			t.Errorf("an encrypted bubble is %+v", r)
		}
	}
	see(w, snap)
	uitest.Press(t, w.chat.pane, "encrypt")
	uitest.Press(t, w.chat.pane, "lookagain")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetEncryption{Account: uitest.Alice, Chat: uitest.Dave, On: true}, app.LookAgain{Account: uitest.Alice, Chat: uitest.Dave})
}

func TestThePill(t *testing.T) {
	uitest.Speak(t, "en")
	window(t, Options{})
	for _, c := range []struct {
		chat app.ChatView
		icon string
		text string
	}{
		{app.ChatView{Encrypted: true}, "lock", "Encrypted"},
		{app.ChatView{Encrypted: true, Verified: true}, "verified", "Encrypted, all verified"},
		{app.ChatView{Encrypted: true, Verified: true, Undecided: 2}, "lock", "Encrypted"},
		{app.ChatView{Encrypted: true, KeyChanged: true, Undecided: 1}, "warn", "Key changed"},
		{app.ChatView{Verified: true}, "open", "Not encrypted"},
	} {
		if p := pillOf(draw.Dry(100), &c.chat); p.icon != c.icon || p.word != c.text {
			t.Errorf("%+v shows %s %q", c.chat, p.icon, p.word)
		}
	}
}

// TestWhatTheDemoClicksStaysWhereItIs holds the places that assets/demo/story.go clicks, in its window.
func TestWhatTheDemoClicksStaysWhereItIs(t *testing.T) {
	w, _ := window(t, Options{})
	w.Win.Resize(fyne.NewSize(790, 950))
	chat, devices := uitest.UndecidedScene(), uitest.FirstScene()
	for _, s := range []*app.Snapshot{chat, devices} {
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
	on("the pill", w.chat.pane.Find("pill"), 662, 30)
	see(w, devices)
	on("the check box", control(t, w, "check "+uitest.KeyOf(uitest.NewDevice())), 363, 335)
	on("the way back", control(t, w, "back"), 345, 30)
}

func TestTheCoverageLineWhileMessagesWait(t *testing.T) {
	uitest.Speak(t, "en")
	window(t, Options{})
	for _, c := range []struct {
		name   string
		change func(*app.ChatView)
		want   string
	}{
		{"a decision is waited for", func(*app.ChatView) {}, "undecided: new device"},
		{"nothing waits", func(v *app.ChatView) { v.Question = nil }, "left out: new device"},
		{"an own device is left out too", func(v *app.ChatView) {
			v.Coverage.LeftOut = append(v.Coverage.LeftOut, app.LeftOut{Own: true, Trust: app.TrustUndecided})
		}, "left out: new device, new device of yours"},
	} {
		chat := uitest.UndecidedScene().Chat
		c.change(chat)
		if _, got := leftOutText(chat); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestWhenADeviceWasSeen(t *testing.T) {
	uitest.Speak(t, "en")
	window(t, Options{})
	for _, c := range []struct{ first, wrote, want string }{
		{"14:01", "", "First seen today 14:01, no message from it yet."},
		{"14:01", "14:02", "First seen today 14:01, wrote at 14:02."},
	} {
		d := app.DeviceView{FirstSeen: uitest.At(20, c.first)}
		if c.wrote != "" {
			d.LastMessage = uitest.At(20, c.wrote)
		}
		if got := seenText(&d, words.Calendar{Now: uitest.Now}); got != c.want {
			t.Errorf("%q", got)
		}
	}
	old := app.DeviceView{FirstSeen: uitest.Date(time.March, 3), LastMessage: uitest.At(20, "14:02")}
	if got := seenText(&old, words.Calendar{Now: uitest.Now}); got != "First seen 3 March, wrote today 14:02." {
		t.Errorf("%q", got)
	}
}

func TestAContactWithoutMessagesShowsItsAddress(t *testing.T) {
	if got := preview(&app.ChatRow{Chat: uitest.Bob, Name: "Bob"}); got != uitest.Bob {
		t.Errorf("the list says %q", got)
	}
}
