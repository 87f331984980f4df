package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vouch/ui/uitest"
)

// Texts and icons that look as before stay the same objects, so that they need no new texture: all of them where nothing has changed,
// and all but the words that are new.
func TestWhatHasNotChangedStays(t *testing.T) {
	w, _ := window(t, Options{Theme: "light"})
	all := func() (out []fyne.CanvasObject) {
		for _, o := range test.LaidOutObjects(w.Win.Content()) {
			switch o.(type) {
			case *canvas.Text, *canvas.Raster:
				out = append(out, o)
			}
		}
		return out
	}
	see(w, uitest.MainScene())
	see(w, uitest.MainScene()) // a control that comes in with the first drawing is laid out by it
	before := all()
	see(w, uitest.MainScene())
	if now := all(); !slices.Equal(now, before) {
		t.Errorf("without a change there are %d other objects of %d", count(now, before), len(now))
	}
	more := uitest.MainScene()
	row := *more.Chats[1]
	row.Preview = "never written"
	more.Chats[1] = &row
	see(w, more)
	now := all()
	if n := count(now, before); n != 1 {
		t.Errorf("with another word there are %d other objects", n)
	}
	if !slices.ContainsFunc(now, func(o fyne.CanvasObject) bool { text, ok := o.(*canvas.Text); return ok && text.Text == row.Preview }) {
		t.Error("the word is not there")
	}
}

// count counts the objects of now that are not in before.
func count(now, before []fyne.CanvasObject) (n int) {
	for _, o := range now {
		if !slices.Contains(before, o) {
			n++
		}
	}
	return n
}
