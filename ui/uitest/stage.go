package uitest

import (
	"cmp"
	"io"
	"log/slog"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
)

// Look is how the window of a room looks, and when.
type Look struct {
	Clock func() time.Time // nil for Now
	Theme string           // "light" or "dark"; "" for that of the system
	Scale float32          // of the text; 0 for 1
	W, H  float32          // 0 for 1200 and 800
}

// Stage makes a window of the test driver for a room, without what stands around the room. What the room says went wrong is in
// Failures of the service, and what it hands on to the window beside that is dropped.
func Stage(t testing.TB, l Look) (*shell.Shell, *Service) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(draw.Theme{Mode: l.Theme, Text: cmp.Or(l.Scale, 1)})
	if l.Clock == nil {
		l.Clock = func() time.Time { return Now }
	}
	s := &Service{Change: make(chan struct{}, 1)}
	win := a.NewWindow("Vouch")
	win.SetPadded(false)
	win.Resize(fyne.NewSize(cmp.Or(l.W, 1200), cmp.Or(l.H, 800)))
	t.Cleanup(win.Close)
	return shell.New(a, win, s, slog.New(slog.NewTextHandler(io.Discard, nil)), l.Clock, shell.Events{
		Key: func(*fyne.KeyEvent) {}, Shortcut: func(fyne.Shortcut) bool { return false }, Pressed: func() {}, Used: func() {},
		Tip: func(string, fyne.CanvasObject) {}, Focus: func() {}, Fail: func(text string) { s.Failures = append(s.Failures, text) },
	}), s
}

// Show puts a snapshot into a shell, as the window does before it has its pages shown.
func Show(w *shell.Shell, snap *view.Snapshot) {
	w.Queue.SetView(snap.View)
	w.Shown = snap
}
