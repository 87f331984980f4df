package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
)

// facesScene is the main scene with pictures of Bob and of the account.
func facesScene() *app.Snapshot {
	s := mainScene()
	picture := func(hue uint8) *app.Picture {
		m := image.NewNRGBA(image.Rect(0, 0, 96, 96))
		for i := range 96 * 96 {
			m.Set(i%96, i/96, color.NRGBA{hue, uint8(i / 96 * 2), uint8(i % 96 * 2), 255})
		}
		var buf bytes.Buffer
		if err := png.Encode(&buf, m); err != nil {
			panic(err)
		}
		return &app.Picture{Hash: "h", PNG: buf.Bytes()}
	}
	p := picture(200)
	s.Chat.Picture, s.Chats[0].Picture, s.Accounts[0].Picture = p, p, picture(20)
	return s
}

func TestAPictureIsReadOnceAndABadOneIsNone(t *testing.T) {
	w, _ := window(t, Options{})
	snap := facesScene()
	see(w, snap)
	p := snap.Chat.Picture
	first := w.Face("Bob", bob, p)
	if first.Picture == nil || w.Face("Bob", bob, p).Picture != first.Picture || len(w.Faces) != 2 {
		t.Errorf("%d pictures are read", len(w.Faces))
	}
	if f := w.Face("Bob", bob, &app.Picture{PNG: []byte("no picture")}); f.Picture != nil {
		t.Error("something is shown")
	}
	if f := w.Face("Bob", bob, nil); f.Picture != nil || f.Name != "Bob" || f.JID != bob {
		t.Errorf("without a picture: %+v", f)
	}
}

func TestThePictureOfAContactStandsBesideItsMessages(t *testing.T) {
	w, _ := window(t, Options{})
	snap := facesScene()
	see(w, snap)
	face := w.Face("Bob", bob, snap.Chat.Picture).Picture
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

// facedEnc is the Encryption tab of a contact with a picture.
func facedEnc() *app.Snapshot {
	s := encScene()
	s.Chat.Picture = facesScene().Chat.Picture
	return s
}

func TestTheOwnPictureIsSetByPath(t *testing.T) {
	w, s := window(t, Options{})
	s.files = map[string][]byte{"/a.png": readable()}
	see(w, mainScene())
	p := w.setAvatar()
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	entry.TypedKey(enter) // nothing is typed yet
	test.Type(entry, "/a.png")
	if top(t, w.Shell).Find("save").(*draw.Hit).Tap == nil {
		t.Fatal("it waits for its preview")
	}
	await(t, w.Shell, "preview", func() bool { return p.shown != nil })
	test.Type(entry, "x")
	await(t, w.Shell, "end of the preview", func() bool { return p.shown == nil })
	s.err = &app.Error{Kind: app.KindInvalid, Param: "path"}
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	did(t, s, app.SetAvatar{Account: alice, Path: "/a.pngx"})
	if p.failure == "" {
		t.Error("nothing is said")
	}
	s.err = nil
	entry.SetText("/a.png")
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	did(t, s, app.SetAvatar{Account: alice, Path: "/a.png"})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestAPreviewThatComesLateIsNotShown(t *testing.T) {
	w, s := window(t, Options{})
	s.files = map[string][]byte{"/a.png": readable()}
	see(w, mainScene())
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
