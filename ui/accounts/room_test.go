package accounts

import (
	"testing"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/forms"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// window is the room in a window of its own, which shows how to sign in while there is no account.
func window(t testing.TB) (*Room, *uitest.Service) {
	t.Helper()
	return windowLike(t, uitest.Look{})
}

func windowLike(t testing.TB, l uitest.Look) (*Room, *uitest.Service) {
	t.Helper()
	sh, s := uitest.Stage(t, l)
	r := New(sh, Options{Tray: func() bool { return true }, Recolour: func() {}})
	sh.Win.SetContent(sh.Pane(func(s *draw.Sheet) {
		if sh.Account() == nil {
			r.signin.put(s)
		}
	}))
	return r, s
}

// see shows a snapshot, as the window does for the view that is asked for.
func see(r *Room, snap *view.Snapshot) {
	uitest.Show(r.Shell, snap)
	r.Win.Content().Refresh()
	if c := r.Win.Canvas(); r.Account() == nil && c.Focused() == nil {
		c.Focus(r.signin.form.first())
	}
}

// TestPictureOfARefusedForm is drawn here and not with the window: the page has all of it.
func TestPictureOfARefusedForm(t *testing.T) {
	uitest.Speak(t, "de")
	w, _ := windowLike(t, uitest.Look{Theme: "dark", W: 700, H: 1100})
	see(w, uitest.Nobody())
	f := uitest.Everything()
	w.signin.form.turn(true)
	n := w.signin.form.fresh
	n.open = &inquiry{host: "example.org", answers: make(chan map[string]string, 1), left: make(chan struct{})}
	n.asked(n.open, f, forms.ReadPictures(f.Form))
	for _, q := range n.page.Asked {
		if q.Var == "username" {
			q.Entry.SetText("alice")
		}
	}
	n.failure = words.Tr("newaccount.refused", "Who", "example.org")
	w.signin.pane.Refresh()
	uitest.Compare(t, "newaccount-form-dark", w.Win.Canvas().Capture())
}
