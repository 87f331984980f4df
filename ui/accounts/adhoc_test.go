package accounts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/xmpp/commands"
)

func TestServerIsToldToDoSomething(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	uitest.Operator(s)
	c := newCommander(w, uitest.Alice)
	c.list()
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "command add")
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "complete")
	uitest.CarryOut(t, w.Shell)
	if c.failure == "" || c.step.Status != commands.Executing {
		t.Fatalf("%q, %+v", c.failure, c.step)
	}
	if e := c.page.First(); e == nil || w.Win.Canvas().Focused() != fyne.Focusable(e) {
		t.Error("the keyboard is not in the first field")
	}
	test.Type(c.page.First(), "carol@example.org")
	uitest.Press(t, uitest.Top(t, w.Shell), "complete")
	uitest.CarryOut(t, w.Shell)
	if c.failure != "" || c.step.Status != commands.Completed || len(c.d.Buttons) != 1 {
		t.Errorf("%q, %+v", c.failure, c.step)
	}
	last := s.Steps[len(s.Steps)-1]
	if last.Answers["accountjid"] != "carol@example.org" || last.Step.Session != "s" || last.Action != commands.Complete {
		t.Errorf("%+v", last)
	}
	before := len(s.Steps)
	c.d.Close()
	uitest.CarryOut(t, w.Shell)
	if len(s.Steps) != before {
		t.Error("a command that is over was cancelled")
	}
}

func TestCommandThatIsLeftIsCancelled(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	uitest.Operator(s)
	w.ServerCommands()
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "command add")
	uitest.CarryOut(t, w.Shell)
	uitest.Press(t, uitest.Top(t, w.Shell), "cancel")
	uitest.CarryOut(t, w.Shell)
	if last := s.Steps[len(s.Steps)-1]; last.Action != commands.Cancel || last.Step.Session != "s" {
		t.Errorf("%+v", last)
	}
	s.Offered = nil
	c := newCommander(w, uitest.Alice)
	c.list()
	uitest.CarryOut(t, w.Shell)
	if c.busy || len(c.d.Buttons) != 1 {
		t.Error("a server without commands leaves the dialog waiting")
	}
	s.Err = &app.Error{Kind: app.KindNotConnected}
	c.list()
	uitest.CarryOut(t, w.Shell)
	if c.failure == "" {
		t.Error("nothing is said about a server that cannot be reached")
	}
}
