package ui

import (
	"cmp"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

// found gives the objects of a kind that are drawn: on what lies over the window, or where nothing does, on the window.
func found[T fyne.CanvasObject](w *Window) (out []T) {
	root := w.Win.Canvas().Overlays().Top()
	if root == nil {
		root = w.Win.Content()
	}
	for _, o := range test.LaidOutObjects(root) {
		if one, ok := o.(T); ok {
			out = append(out, one)
		}
	}
	return out
}

// holder is a pane, or what is made of one.
type holder interface {
	fyne.CanvasObject
	Find(key string) fyne.CanvasObject
}

// paneOf is the pane on which a control of that key stands.
func paneOf(t *testing.T, w *Window, key string) holder {
	t.Helper()
	for _, p := range found[holder](w) {
		if _, ok := p.Find(key).(*draw.Hit); ok {
			return p
		}
	}
	t.Fatalf("there is no control %q", key)
	return nil
}

// hasControl says whether there is a control of that key.
func hasControl(w *Window, key string) bool {
	for _, p := range found[holder](w) {
		if p.Find(key) != nil {
			return true
		}
	}
	return false
}

// control is what can be pressed under that key.
func control(t *testing.T, w *Window, key string) *draw.Hit {
	t.Helper()
	return paneOf(t, w, key).Find(key).(*draw.Hit)
}

// tap presses a control by the pointer, and carries out what that orders.
func tap(t *testing.T, w *Window, key string) {
	t.Helper()
	control(t, w, key).Tap()
	settled(t, w)
}

// settled carries out what was ordered, and what that orders.
func settled(t *testing.T, w *Window) {
	t.Helper()
	for range 3 {
		uitest.CarryOut(t, w.Shell)
	}
}

// asked is the service of a window.
func asked(w *Window) *uitest.Service { return w.Queue.Service.(*uitest.Service) }

// openCommands shows what the server of an operator can be told to do.
func openCommands(t *testing.T, w *Window) {
	t.Helper()
	uitest.Operator(asked(w))
	w.accounts.ServerCommands()
	settled(t, w)
}

// showForm brings the form of a server into the first window, with a name typed. The server refuses whatever it is answered.
func showForm(t *testing.T, w *Window, f app.RegistrationForm) {
	t.Helper()
	asked(w).Forms = func(_ app.AddAccount, fill func(app.RegistrationForm) (map[string]string, error)) error {
		if _, err := fill(f); err != nil {
			return err
		}
		return &app.Error{Kind: app.KindRefused}
	}
	control(t, w, "tab new").Tap()
	found[*draw.Entry](w)[0].SetText("example.org")
	control(t, w, "submit").Tap()
	uitest.Await(t, w.Shell, "form", func() bool { return len(found[*draw.Entry](w)) > 1 })
	found[*draw.Entry](w)[0].SetText("alice")
}

// press presses a control as Enter on it does.
func press(t *testing.T, w *Window, key string) {
	t.Helper()
	control(t, w, key).TypedKey(uitest.Enter)
}

// composer is the field below the chat: that of several lines.
func composer(w *Window) *draw.Entry {
	for _, e := range found[*draw.Entry](w) {
		if e.MultiLine {
			return e
		}
	}
	return nil
}

// write types a line into the composer and sends it.
func write(w *Window, line string) {
	e := composer(w)
	e.SetText(line)
	e.TypedKey(uitest.Enter)
}

// controls are all that can be pressed under that key, from top to bottom.
func controls(w *Window, key string) (out []*draw.Hit) {
	for _, p := range found[holder](w) {
		if h, ok := p.Find(key).(*draw.Hit); ok {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b *draw.Hit) int {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject
		return cmp.Compare(y(a).Y, y(b).Y)
	})
	return slices.Compact(out)
}
