package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestARefusedPasswordIsAskedForAnew(t *testing.T) {
	for _, c := range []struct {
		name  string
		width float32
		from  func(*Window) *draw.Pane
		key   func(*Window) string
	}{
		{"in the strip below the list", 1200, func(w *Window) *draw.Pane { return w.side.pane },
			func(w *Window) string { return "strip " + words.ConnectionText(w.Account(), w.Now()) }},
		{"above the composer of a narrow window", 700, func(w *Window) *draw.Pane { return w.chat.Pane },
			func(*Window) string { return "password" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t, Options{})
			w.Win.Resize(fyne.NewSize(c.width, 600))
			see(w, uitest.RefusedScene())
			uitest.Press(t, c.from(w), c.key(w))
			entry := w.Win.Canvas().Focused()
			entry.TypedKey(uitest.Enter) // nothing is typed yet
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s)
			test.Type(entry, "correct horse")
			s.Err = &app.Error{Kind: app.KindAuth}
			uitest.Press(t, uitest.Top(t, w.Shell), "use")
			uitest.CarryOut(t, w.Shell)
			want := app.ChangePassword{Account: uitest.Alice, Password: "correct horse"}
			uitest.Did(t, s, want)
			s.Err = nil
			entry.TypedKey(uitest.Enter)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, want)
			if w.Win.Canvas().Overlays().Top() != nil {
				t.Error("the dialog stays open")
			}
		})
	}
}
