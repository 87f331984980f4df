package uitest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
)

// Covering is the page over the window.
func Covering(t *testing.T, w *shell.Shell) *draw.Pane {
	t.Helper()
	p, ok := w.Win.Canvas().Overlays().Top().(*draw.Pane)
	if !ok {
		t.Fatalf("over the window is %T", w.Win.Canvas().Overlays().Top())
	}
	for _, o := range test.LaidOutObjects(p) {
		if s, ok := o.(*container.Scroll); ok {
			return s.Content.(*draw.Pane)
		}
	}
	t.Fatal("the page has no content")
	return nil
}

// Enter is the key that presses and sends.
var Enter = &fyne.KeyEvent{Name: fyne.KeyReturn}

// Press presses a control of a pane, as Enter on it does.
func Press(t *testing.T, p *draw.Pane, key string) {
	t.Helper()
	h, ok := p.Find(key).(*draw.Hit)
	if !ok {
		t.Fatalf("there is no %q to press", key)
	}
	if h.Tap == nil {
		t.Fatalf("%q cannot be pressed", key)
	}
	h.TypedKey(Enter)
}

// Top is the pane of the dialog that is open.
func Top(t *testing.T, w *shell.Shell) *draw.Pane {
	t.Helper()
	p, ok := w.Win.Canvas().Overlays().Top().(*dialog.Pane)
	if !ok {
		t.Fatal("no dialog is open")
	}
	return &p.Pane
}

// Did checks the commands that were carried out so far, and forgets them. What is told of the user's typing has a test of
// its own.
func Did(t *testing.T, s *Service, want ...app.Command) {
	t.Helper()
	s.Done = slices.DeleteFunc(s.Done, func(c app.Command) bool {
		switch c.(type) {
		case app.Typing, app.Active:
			return true
		}
		return false
	})
	if len(s.Done) != len(want) {
		t.Fatalf("did %#v, want %#v", s.Done, want)
	}
	for i := range want {
		if !reflect.DeepEqual(s.Done[i], want[i]) {
			t.Errorf("did %#v, want %#v", s.Done[i], want[i])
		}
	}
	s.Done = nil
}

// Pick chooses an entry of a menu by its words.
func Pick(t *testing.T, items []*fyne.MenuItem, words string) {
	t.Helper()
	i := slices.IndexFunc(items, func(m *fyne.MenuItem) bool { return m.Label == words })
	if i < 0 {
		t.Fatalf("no entry says %q", words)
	}
	items[i].Action()
}

// Labels are the words of a menu, without its separators.
func Labels(items []*fyne.MenuItem) (out []string) {
	for _, i := range items {
		if !i.IsSeparator {
			out = append(out, i.Label)
		}
	}
	return out
}

// Choose presses the line of a menu.
func Choose(t *testing.T, items []*fyne.MenuItem, label string) {
	t.Helper()
	at := slices.IndexFunc(items, func(i *fyne.MenuItem) bool { return i.Label == label })
	if at < 0 {
		t.Fatalf("no %q in %q", label, Labels(items))
	}
	items[at].Action()
}

// Write puts a text in the field that has the keyboard.
func Write(w *shell.Shell, text string) { w.Win.Canvas().Focused().(*draw.Entry).SetText(text) }

// DialogOf is the dialog that is open.
func DialogOf(t *testing.T, w *shell.Shell) *dialog.Dialog {
	t.Helper()
	p, ok := w.Win.Canvas().Overlays().Top().(*dialog.Pane)
	if !ok {
		t.Fatal("no dialog is open")
	}
	return p.Dialog
}

// Focusable is a control of a pane that takes the keyboard.
func Focusable(t *testing.T, p *draw.Pane, key string) fyne.Focusable {
	t.Helper()
	f, ok := p.Find(key).(fyne.Focusable)
	if !ok {
		t.Fatalf("there is no %q", key)
	}
	return f
}

// Within finds the first object of a kind on the uppermost overlay.
func Within[T fyne.CanvasObject](t *testing.T, w *shell.Shell, fits func(T) bool) T {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Win.Canvas().Overlays().Top()) {
		if found, ok := o.(T); ok && fits(found) {
			return found
		}
	}
	t.Fatalf("there is no %T", *new(T))
	panic("unreachable")
}

// Shows tells whether a dialog is open that says so.
func Shows(w *shell.Shell, title string) bool {
	p, ok := w.Win.Canvas().Overlays().Top().(*dialog.Pane)
	return ok && p.Dialog.Title == title
}

// WhatIsSaid are title and text of the dialog that is open.
func WhatIsSaid(t *testing.T, w *shell.Shell) string {
	t.Helper()
	p, ok := w.Win.Canvas().Overlays().Top().(*dialog.Pane)
	if !ok {
		t.Fatal("no dialog is open")
	}
	return p.Dialog.Text
}

// ListOf is the list in the dialog that is open.
func ListOf(t *testing.T, w *shell.Shell) *dialog.PickList {
	t.Helper()
	d := DialogOf(t, w)
	if d.List == nil {
		t.Fatal("the dialog has no list")
	}
	return d.List
}

// KeysOf gives the keys of items, in their order.
func KeysOf(items []dialog.PickItem) (out []string) {
	for _, i := range items {
		out = append(out, i.Key)
	}
	return out
}

// Decision is the command that decides t about the key of d.
func Decision(d *view.DeviceView, t view.Trust) app.Command {
	return app.Decide{Account: Alice, JID: d.JID, Fingerprint: d.Fingerprint, Trust: t}
}

// KeyOf names the device in the keys of what is drawn about it.
func KeyOf(d *view.DeviceView) string { return fmt.Sprint(d.JID, d.ID, d.Fingerprint) }

// Fields are the text fields of what lies over the window, from top to bottom.
func Fields(w *shell.Shell) (out []*draw.Entry) {
	for _, o := range test.LaidOutObjects(w.Win.Canvas().Overlays().Top()) {
		if e, ok := o.(*draw.Entry); ok {
			out = append(out, e)
		}
	}
	return out
}

// PressItem presses an entry of the menu that is open.
func PressItem(t *testing.T, w *shell.Shell, words string) {
	t.Helper()
	var innermost fyne.Tappable // a menu of one entry says the same as that, and a press on it puts it away
	for _, o := range test.LaidOutObjects(w.Win.Canvas().Overlays().Top()) {
		if item, ok := o.(fyne.Tappable); ok && Drawn(o) == words {
			innermost = item
		}
	}
	if innermost == nil {
		t.Fatalf("no entry says %q", words)
	}
	innermost.Tapped(&fyne.PointEvent{})
}

// Drawn is all text on an object, a line after the other.
func Drawn(o fyne.CanvasObject) string {
	var out []string
	for _, c := range test.LaidOutObjects(o) {
		if text, ok := c.(*canvas.Text); ok {
			out = append(out, strings.TrimSpace(text.Text))
		}
	}
	return strings.Join(out, " ")
}
