package ui

import (
	"testing"

	"vouch/app/view"
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
	if f := w.Face("Bob", uitest.Bob, &view.Picture{PNG: []byte("no picture")}); f.Picture != nil {
		t.Error("something is shown")
	}
	if f := w.Face("Bob", uitest.Bob, nil); f.Picture != nil || f.Name != "Bob" || f.JID != uitest.Bob {
		t.Errorf("without a picture: %+v", f)
	}
}
