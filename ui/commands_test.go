package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/xmpp/commands"
	"vouch/xmpp/forms"
)

// operator is a server that adds users and counts them.
func operator(s *uitest.Service) {
	add := app.ServerCommand{JID: "example.org", Node: "add", Name: "Add User"}
	s.Offered = []app.ServerCommand{add, {JID: "example.org", Node: "list", Name: "Get List of Online Users"}}
	form := forms.Form{Type: "form", Title: "Adding a User", Instructions: "Fill out this form to add a user.", Fields: []forms.Field{
		{Var: "FORM_TYPE", Type: "hidden", Value: "x"},
		{Var: "accountjid", Type: "jid-single", Label: "The address of the new account", Required: true},
		{Var: "password", Type: "text-private", Label: "The password for it"},
	}}
	s.Next = func(c app.RunCommand) (app.CommandStep, error) {
		switch {
		case c.Command.Node == "list":
			return app.CommandStep{Node: "list", Status: commands.Completed, Form: &forms.Form{Type: "result", Title: "Online", Fields: []forms.Field{
				{Var: "jid", Type: "jid-single", Label: "Address"}, {Var: "ip", Type: "text-single", Label: "From"},
			}, Rows: [][]forms.Field{
				{{Var: "jid", Value: "alice@example.org/desk"}, {Var: "ip", Value: "192.0.2.7"}}, {{Var: "jid", Value: "bob@example.org/phone"}, {Var: "ip", Value: "192.0.2.9"}},
			}}}, nil
		case c.Action == commands.Execute:
			return app.CommandStep{Node: "add", Session: "s", Status: commands.Executing, Form: &form, Actions: []app.CommandAction{commands.Complete}, Default: commands.Complete}, nil
		case c.Action == commands.Cancel:
			return app.CommandStep{Node: "add", Session: "s", Status: commands.Canceled}, nil
		case c.Answers["accountjid"] == "":
			return app.CommandStep{}, &app.Error{Kind: app.KindInvalid, Param: "fields", Detail: "accountjid"}
		}
		return app.CommandStep{Node: "add", Session: "s", Status: commands.Completed, Notes: []commands.Note{{Type: "info", Text: "Account successfully created"}}}, nil
	}
}

func TestServerIsToldToDoSomething(t *testing.T) {
	w, s := accountsWindow(t)
	accountsSee(w, uitest.MainScene())
	operator(s)
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
	if e := c.page.first(); e == nil || w.Win.Canvas().Focused() != fyne.Focusable(e) {
		t.Error("the keyboard is not in the first field")
	}
	test.Type(c.page.first(), "carol@example.org")
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
	w, s := accountsWindow(t)
	accountsSee(w, uitest.MainScene())
	operator(s)
	w.serverCommands()
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
