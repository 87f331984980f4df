package accounts

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/uitest"
)

// TestReportIsReadAndCopied as it stands there after the user has shortened it.
func TestReportIsReadAndCopied(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Err = &app.Error{Kind: app.KindDisk}
	w.ReportProblem()
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), dialog.CancelKey)
	s.Err = nil
	w.ReportProblem()
	uitest.CarryOut(t, w.Shell)
	d := uitest.Top(t, w.Shell)
	uitest.Press(t, d, "copy")
	if got := w.App.Clipboard().Content(); !strings.HasPrefix(got, "Vouch 1.2.3\n") || !strings.Contains(got, "notifications          all") {
		t.Errorf("copied %q", got)
	}
}
