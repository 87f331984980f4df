package accounts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheOwnPictureIsSetByPath(t *testing.T) {
	w, s := window(t)
	s.Files = map[string][]byte{"/a.png": uitest.Readable()}
	see(w, uitest.MainScene())
	w.SetPicture()
	shown := func() bool { return strings.Contains(uitest.Drawn(uitest.Top(t, w.Shell)), words.Tr("avatar.preview")) }
	entry := w.Win.Canvas().Focused().(*draw.Entry)
	entry.TypedKey(uitest.Enter) // nothing is typed yet
	test.Type(entry, "/a.png")
	if uitest.Top(t, w.Shell).Find("save").(*draw.Hit).Tap == nil {
		t.Fatal("it waits for its preview")
	}
	uitest.Await(t, w.Shell, "preview", shown)
	test.Type(entry, "x")
	uitest.Await(t, w.Shell, "end of the preview", func() bool { return !shown() })
	s.Err = &app.Error{Kind: app.KindInvalid, Param: "path"}
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetAvatar{Account: uitest.Alice, Path: "/a.pngx"})
	if !strings.Contains(uitest.Drawn(uitest.Top(t, w.Shell)), strings.Fields(words.Tr("avatar.unusable"))[0]) {
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
	w.SetPicture()
	path := uitest.Fields(w.Shell)[0]
	path.SetText("/a.png")
	orders := w.Queue.TakeOrders()
	path.SetText("/b.png")
	for _, o := range orders {
		w.Queue.CarryOut(t.Context(), o)
	}
	for _, o := range w.Queue.TakeOutcomes() {
		o.Then(o.Err)
	}
	if strings.Contains(uitest.Drawn(uitest.Top(t, w.Shell)), words.Tr("avatar.preview")) {
		t.Error("the picture of another file is shown")
	}
}
