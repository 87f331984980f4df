package ui

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"vouch/app/view"
	"vouch/ui/uitest"
)

// window makes a window of the test driver. Everything happens on the goroutine of the test.
func window(t testing.TB, o Options) (*Window, *uitest.Service) {
	t.Helper()
	a := test.NewTempApp(t)
	s := &uitest.Service{Change: make(chan struct{}, 1)}
	if o.Now == nil {
		o.Now = func() time.Time { return uitest.Now }
	}
	w := New(a, s, slog.New(slog.NewTextHandler(io.Discard, nil)), o)
	t.Cleanup(w.Win.Close)
	return w, s
}

// see shows a snapshot, as Watch does for the view that is asked for.
func see(w *Window, snap *view.Snapshot) {
	w.Queue.SetView(snap.View)
	w.show(snap)
}

func TestMain(m *testing.M) { uitest.Main(m) }
