package chat

import (
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestThePlainStateIsLoudAndOffersTheWayBack(t *testing.T) {
	w, s := window(t)
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
	uitest.Press(t, w.chat.Pane, "encrypt")
	uitest.Press(t, w.chat.Pane, "lookagain")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetEncryption{Account: uitest.Alice, Chat: uitest.Dave, On: true}, app.LookAgain{Account: uitest.Alice, Chat: uitest.Dave})
}

func TestThePill(t *testing.T) {
	uitest.Speak(t, "en")
	window(t)
	for _, c := range []struct {
		chat view.ChatView
		icon string
		text string
	}{
		{view.ChatView{Encrypted: true}, "lock", "Encrypted"},
		{view.ChatView{Encrypted: true, Verified: true}, "verified", "Encrypted, all verified"},
		{view.ChatView{Encrypted: true, Verified: true, Undecided: 2}, "lock", "Encrypted"},
		{view.ChatView{Encrypted: true, KeyChanged: true, Undecided: 1}, "warn", "Key changed"},
		{view.ChatView{Verified: true}, "open", "Not encrypted"},
	} {
		if p := pillOf(draw.Dry(100), &c.chat); p.icon != c.icon || p.word != c.text {
			t.Errorf("%+v shows %s %q", c.chat, p.icon, p.word)
		}
	}
}

func TestTheCoverageLineWhileMessagesWait(t *testing.T) {
	uitest.Speak(t, "en")
	window(t)
	for _, c := range []struct {
		name   string
		change func(*view.ChatView)
		want   string
	}{
		{"a decision is waited for", func(*view.ChatView) {}, "undecided: new device"},
		{"nothing waits", func(v *view.ChatView) { v.Question = nil }, "left out: new device"},
		{"an own device is left out too", func(v *view.ChatView) {
			v.Coverage.LeftOut = append(v.Coverage.LeftOut, view.LeftOut{Own: true, Trust: view.TrustUndecided})
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
	window(t)
	for _, c := range []struct{ first, wrote, want string }{
		{"14:01", "", "First seen today 14:01, no message from it yet."},
		{"14:01", "14:02", "First seen today 14:01, wrote at 14:02."},
	} {
		d := view.DeviceView{FirstSeen: uitest.At(20, c.first)}
		if c.wrote != "" {
			d.LastMessage = uitest.At(20, c.wrote)
		}
		if got := seenText(&d, words.Calendar{Now: uitest.Now}); got != c.want {
			t.Errorf("%q", got)
		}
	}
	old := view.DeviceView{FirstSeen: uitest.Date(time.March, 3), LastMessage: uitest.At(20, "14:02")}
	if got := seenText(&old, words.Calendar{Now: uitest.Now}); got != "First seen 3 March, wrote today 14:02." {
		t.Errorf("%q", got)
	}
}
