package keys

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// window is the room in a window of its own, which shows the page that the snapshot is of.
func window(t testing.TB) (*Room, *uitest.Service) {
	t.Helper()
	return windowLike(t, uitest.Look{})
}

func windowAt(t testing.TB, clock func() time.Time) (*Room, *uitest.Service) {
	t.Helper()
	return windowLike(t, uitest.Look{Clock: clock})
}

func windowLike(t testing.TB, l uitest.Look) (*Room, *uitest.Service) {
	t.Helper()
	sh, s := uitest.Stage(t, l)
	elsewhere := func() { // stands for a dialog of another room
		sh.OpenDialog(&dialog.Dialog{Title: "elsewhere", List: dialog.NewPickList(nil), Buttons: []draw.KeyButton{dialog.CancelButton()}})
	}
	r := New(sh, Elsewhere{ChatMenu: func(string, string, bool, bool, fyne.Position) {}, NewPassword: func(string) { elsewhere() }, Tell: func() {
		sh.Read(func(shell.Service) error { return nil }, func(error) { elsewhere() })
	}})
	sh.Win.SetContent(sh.Pane(func(s *draw.Sheet) {
		if sh.Shown == nil || sh.Page() == view.PageChat {
			return
		}
		page := r.Tab()
		s.Put(page, 0, 0, s.W, s.H)
		page.Refresh()
	}))
	return r, s
}

// see shows a snapshot, as the window does for the view that is asked for.
func see(r *Room, snap *view.Snapshot) {
	before := r.Shown
	uitest.Show(r.Shell, snap)
	r.Show(before, snap)
	r.Win.Content().Refresh()
}
