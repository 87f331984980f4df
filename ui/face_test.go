package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

func TestAPictureIsReadOnceAndABadOneIsNone(t *testing.T) {
	w, _ := window(t, Options{})
	snap := uitest.FacesScene()
	see(w, snap)
	p := snap.Chat.Picture
	first := w.Face("Bob", uitest.Bob, p)
	if first.Picture == nil || w.Face("Bob", uitest.Bob, p).Picture != first.Picture || len(w.Faces) != 2 {
		t.Errorf("%d pictures are read", len(w.Faces))
	}
	if f := w.Face("Bob", uitest.Bob, &app.Picture{PNG: []byte("no picture")}); f.Picture != nil {
		t.Error("something is shown")
	}
	if f := w.Face("Bob", uitest.Bob, nil); f.Picture != nil || f.Name != "Bob" || f.JID != uitest.Bob {
		t.Errorf("without a picture: %+v", f)
	}
}

func TestThePictureOfAContactStandsBesideItsMessages(t *testing.T) {
	w, _ := window(t, Options{})
	snap := uitest.FacesScene()
	see(w, snap)
	face := w.Face("Bob", uitest.Bob, snap.Chat.Picture).Picture
	before := w.chat.book.made["3"]
	if before.Picture != face || w.chat.book.made["1"].Picture != nil {
		t.Fatal("messages of the contact have no picture, or our own have one")
	}
	again := *snap
	again.Number = 2
	see(w, &again)
	if w.chat.book.made["3"] != before {
		t.Error("a row that looks as before is measured again")
	}
	gone := *snap
	chat := *snap.Chat
	gone.Number, gone.Chat, chat.Picture = 3, &chat, nil
	see(w, &gone)
	if w.chat.book.made["3"].Picture != nil {
		t.Error("the picture stays though it was taken away")
	}
}

func TestTheOwnPictureIsSetByPath(t *testing.T) {
	w, s := accountsWindow(t)
	s.Files = map[string][]byte{"/a.png": readable()}
	accountsSee(w, uitest.MainScene())
	p := w.setAvatar()
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	entry.TypedKey(uitest.Enter) // nothing is typed yet
	test.Type(entry, "/a.png")
	if uitest.Top(t, w.Shell).Find("save").(*draw.Hit).Tap == nil {
		t.Fatal("it waits for its preview")
	}
	uitest.Await(t, w.Shell, "preview", func() bool { return p.shown != nil })
	test.Type(entry, "x")
	uitest.Await(t, w.Shell, "end of the preview", func() bool { return p.shown == nil })
	s.Err = &app.Error{Kind: app.KindInvalid, Param: "path"}
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetAvatar{Account: uitest.Alice, Path: "/a.pngx"})
	if p.failure == "" {
		t.Error("nothing is said")
	}
	s.Err = nil
	entry.SetText("/a.png")
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetAvatar{Account: uitest.Alice, Path: "/a.png"})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestAPreviewThatComesLateIsNotShown(t *testing.T) {
	w, s := accountsWindow(t)
	s.Files = map[string][]byte{"/a.png": readable()}
	accountsSee(w, uitest.MainScene())
	p := w.setAvatar()
	p.path.SetText("/a.png")
	orders := w.Queue.TakeOrders()
	p.path.SetText("/b.png")
	for _, o := range orders {
		w.Queue.CarryOut(t.Context(), o)
	}
	for _, o := range w.Queue.TakeOutcomes() {
		o.Then(o.Err)
	}
	if p.shown != nil {
		t.Error("the picture of another file is shown")
	}
}
