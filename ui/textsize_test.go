package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/uitest"
)

func TestTheKeysForTheSizeOfText(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	ctrl := fyne.KeyModifierShortcutDefault
	for _, c := range []struct {
		key  fyne.KeyName
		mod  fyne.KeyModifier
		want float32
	}{
		{fyne.KeyPlus, ctrl, 1.25},
		{fyne.KeyEqual, ctrl | fyne.KeyModifierShift, 1.5},
		{fyne.KeyEqual, ctrl, 1.75},
		{fyne.KeyPlus, ctrl, 2},
		{fyne.KeyPlus, ctrl, 2},
		{fyne.KeyMinus, ctrl, 1.75},
		{fyne.Key0, ctrl, 1},
		{fyne.KeyMinus, ctrl, .8},
		{fyne.KeyMinus, ctrl, .8},
		{fyne.KeyPlus, fyne.KeyModifierAlt, .8},
	} {
		composer(w).TypedShortcut(&desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod})
		if got := draw.Now().Text; got != c.want {
			t.Fatalf("after %s the size is %v, want %v", c.key, got, c.want)
		}
	}
	if composer(w).Text != "" {
		t.Errorf("the field holds %q", composer(w).Text)
	}
}

func TestTheSizeOfTextIsKept(t *testing.T) {
	w, s := window(t, Options{})
	see(w, uitest.MainScene())
	before := control(t, w, "pill").Size()
	w.setTextSize(2)
	if got := control(t, w, "pill").Size(); got.Height != 2*before.Height {
		t.Errorf("the header is drawn at the old size: %v, then %v", before, got)
	}
	again := New(w.App, s, w.Log, Options{Now: func() time.Time { return uitest.Now }})
	t.Cleanup(again.Win.Close)
	if got := draw.Now().Text; got != 2 {
		t.Errorf("the next start has size %v", got)
	}
	sizes := again.textSizeItem().ChildMenu.Items
	if last := sizes[len(sizes)-1]; !last.Checked || sizes[1].Checked {
		t.Error("the menu does not tick the size")
	}
	sizes[1].Action()
	if got := draw.Now().Text; got != 1 {
		t.Errorf("the menu sets %v", got)
	}
}

func TestLargeTextCoversNothing(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		uitest.Speak(t, language)
		w, _ := window(t, Options{TextScale: 2})
		w.Win.Resize(fyne.NewSize(500, 600))
		w.show(&view.Snapshot{View: w.View(), Number: 1})
		submit, pane := control(t, w, "submit"), paneOf(t, w, "submit")
		if low := submit.Position().Y + submit.Size().Height; low > pane.Size().Height {
			t.Errorf("%s: the button ends at %v, what can be scrolled at %v", language, low, pane.Size().Height)
		}
		see(w, uitest.MainScene())
		if x := control(t, w, "pill").Position().X; x < 44+40+8 {
			t.Errorf("%s: the state of the chat begins at %v, over the picture", language, x)
		}
		plain := uitest.PlainScene()
		plain.Number = 2
		see(w, plain)
		if width := composer(w).Size().Width; width < 300 {
			t.Errorf("%s: the field is %v wide", language, width)
		}
	}
	uitest.Speak(t, "en")
}

func TestADialogHigherThanTheWindowIsScrolled(t *testing.T) {
	w, _ := window(t, Options{TextScale: 2})
	w.Win.Resize(fyne.NewSize(600, 500))
	see(w, uitest.MainScene())
	w.accounts.AddAccount()
	d := w.Win.Canvas().Overlays().Top().(*dialog.Pane)
	submit := func() float32 { o := d.Find("submit"); return o.Position().Y + o.Size().Height }
	cancel := func() float32 { o := d.Find(dialog.CancelKey); return o.Position().Y + o.Size().Height }
	begin := submit()
	if cancel() < 500 {
		t.Fatalf("the dialog fits: its last button ends at %v", cancel())
	}
	d.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -5000)})
	if cancel() > 500 || submit() > cancel() {
		t.Errorf("scrolled to its end, the last button ends at %v", cancel())
	}
	for range 9 {
		d.Keys(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	}
	if submit() != begin {
		t.Errorf("scrolled to its beginning, its button ends at %v, before at %v", submit(), begin)
	}
	d.Keys(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape leaves it open")
	}
}
