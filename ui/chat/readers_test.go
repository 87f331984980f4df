package chat

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheCoverageLineSaysWhoReads(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Pages = map[view.Page]*view.Snapshot{view.PageDevices: uitest.EncScene(), view.PageOwn: uitest.OwnScene()}
	uitest.Press(t, w.chat.Pane, "coverage")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	if w.View().Page != view.PageChat {
		t.Error("the conversation is left")
	}
	uitest.Top(t, w.Shell)
	w.Win.Canvas().Focused().TypedKey(uitest.Enter)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Fatal("Enter leaves the dialog open")
	}
	if w.View().Page != view.PageChat {
		t.Error("Enter opens the devices")
	}
	uitest.Press(t, w.chat.Pane, "coverage")
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "encryption")
	if w.View().Page != view.PageDevices {
		t.Error("the button does not open the devices")
	}
}

func TestNobodyIsShownForAChatThatWasLeft(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Pages = map[view.Page]*view.Snapshot{view.PageDevices: uitest.EncScene(), view.PageOwn: uitest.OwnScene()}
	uitest.Press(t, w.chat.Pane, "coverage")
	see(w, uitest.PlainScene())
	uitest.CarryOut(t, w.Shell)
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the readers of another chat are shown")
	}
}

func TestReadersThatCannotBeLookedUp(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Err = &app.Error{Kind: app.KindDisk}
	uitest.Press(t, w.chat.Pane, "coverage")
	uitest.CarryOut(t, w.Shell)
	if w.chat.failure == "" || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("it says %q", w.chat.failure)
	}
}

func TestReadersFollowTheCoverage(t *testing.T) {
	uitest.Speak(t, "en")
	window(t)
	theirs, own := uitest.EncScene(), uitest.OwnScene()
	theirs.Chat.Coverage.LeftOut = []view.LeftOut{
		{ID: 1029384756, Trust: view.TrustUndecided},
		{ID: 90125, Trust: view.TrustTrusted, NoKeys: true},
		{ID: 331, Trust: view.TrustUndecided}, // of the contact, not the own device with this number
	}
	got := map[string][]string{}
	for _, g := range readersOf(theirs, own) {
		for _, r := range g.devices {
			got[g.heading] = append(got[g.heading], words.DeviceName(r.device)+", "+r.why)
		}
	}
	for heading, want := range map[string][]string{
		"Devices of Bob": {"Bob’s phone, Verified"},
		"Your devices":   {"Alice’s desk, This device", "Alice’s phone, Verified"},
		"Left out":       {"Bob’s laptop, no usable keys", "New device, Undecided", "New device, Undecided"},
	} {
		if !slices.Equal(got[heading], want) {
			t.Errorf("%s: %q", heading, got[heading])
		}
	}
	theirs.Chat.Chat = uitest.Alice
	if groups := readersOf(theirs, own); groups[0].heading != "Your devices" {
		t.Errorf("notes to oneself begin with %q", groups[0].heading)
	}
}
