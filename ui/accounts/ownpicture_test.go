package accounts

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

func TestTheOwnPictureIsSetByPath(t *testing.T) {
	w, s := window(t)
	s.Files = map[string][]byte{"/a.png": uitest.Readable()}
	see(w, uitest.MainScene())
	p := w.SetPicture()
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
	w, s := window(t)
	s.Files = map[string][]byte{"/a.png": uitest.Readable()}
	see(w, uitest.MainScene())
	p := w.SetPicture()
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
