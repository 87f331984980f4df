package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"vouch/app"
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
	first := w.face("Bob", bob, p)
	if first.Picture == nil || w.face("Bob", bob, p).Picture != first.Picture || len(w.faces) != 2 {
		t.Errorf("%d pictures are read", len(w.faces))
	}
	if f := w.face("Bob", bob, &app.Picture{PNG: []byte("no picture")}); f.Picture != nil {
		t.Error("something is shown")
	}
	if f := w.face("Bob", bob, nil); f.Picture != nil || f.Name != "Bob" || f.JID != bob {
		t.Errorf("without a picture: %+v", f)
	}
}

func TestTheOwnPictureIsSetByPath(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	w.setAvatar()
	press(t, top(t, w), "save")
	carryOut(t, w)
	did(t, s)
	for _, r := range "/a.png" {
		w.win.Canvas().Focused().TypedRune(r)
	}
	s.err = &app.Error{Kind: app.KindInvalid, Param: "path"}
	press(t, top(t, w), "save")
	carryOut(t, w)
	top(t, w)
	s.err, s.done = nil, nil
	press(t, top(t, w), "save")
	carryOut(t, w)
	did(t, s, app.SetAvatar{Account: alice, Path: "/a.png"})
	if w.win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}
