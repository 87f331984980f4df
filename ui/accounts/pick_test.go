package accounts

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"vouch/ui/uitest"
)

func TestAFileIsPicked(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"me.pem", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, _ := window(t)
	see(w, uitest.Nobody())
	w.signin.form.reach.more = true
	w.signin.pane.Refresh()
	cert := w.signin.form.reach.cert
	cert.SetText(filepath.Join(dir, "old.pem"))
	uitest.Press(t, w.signin.pane, "pick cert")
	files := uitest.Within(t, w.Shell, func(*widget.GridWrap) bool { return true })
	if n := files.Length(); n != 2 {
		t.Errorf("%d files are shown; one fits, and there is the way up", n)
	}
	files.Select(1)
	test.Tap(uitest.Within(t, w.Shell, func(b *widget.Button) bool { return b.Importance == widget.HighImportance }))
	if want := filepath.Join(dir, "me.pem"); cert.Text != want {
		t.Errorf("picked %q", cert.Text)
	}
	if w.Win.Canvas().Overlays().Top() != nil || w.Win.Canvas().Focused() != cert {
		t.Error("the picker stays, or the keyboard is elsewhere")
	}
}
