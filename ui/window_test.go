package ui

import (
	"context"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/report"
	"vouch/assets"
	"vouch/ui/shell"
)

// service is a Service that writes down what it is asked for.
type service struct {
	snap    *app.Snapshot
	pages   map[app.Page]*app.Snapshot // what is seen on a page, where it is not snap
	err     error
	forms   func(app.AddAccount, func(app.RegistrationForm) (map[string]string, error)) error // a server that makes accounts
	moments []app.Moment
	asked   []string          // whose timelines
	files   map[string][]byte // pictures by path
	done    []app.Command
	changed chan struct{}

	commands []app.ServerCommand // what a server can be told to do
	next     func(app.RunCommand) (app.CommandStep, error)
	steps    []app.RunCommand
	tellings
	keyService
}

func (s *service) Look(v app.View) (*app.Snapshot, error) {
	if s.err != nil {
		return nil, s.err
	}
	seen := s.snap
	if p := s.pages[v.Page]; p != nil {
		seen = p
	}
	snap := *seen
	snap.View = v
	return &snap, nil
}

func (s *service) Do(_ context.Context, c app.Command) error {
	s.done = append(s.done, c)
	return s.err
}

func (s *service) Register(_ context.Context, c app.AddAccount, fill func(app.RegistrationForm) (map[string]string, error)) error {
	return s.forms(c, fill)
}

func (s *service) OwnPicture(path string) ([]byte, error) {
	if picture, ok := s.files[path]; ok {
		return picture, nil
	}
	return nil, &app.Error{Kind: app.KindInvalid, Param: "path"}
}

func (s *service) Commands(context.Context, string, string) ([]app.ServerCommand, error) {
	return s.commands, s.err
}

func (s *service) RunStep(_ context.Context, c app.RunCommand) (app.CommandStep, error) {
	s.steps = append(s.steps, c)
	return s.next(c)
}

func (s *service) Timeline(account, who string) ([]app.Moment, error) {
	s.asked = append(s.asked, account+" "+who)
	return s.moments, s.err
}

// Code is one of several that were made for a test, or the one there is.
func (s *service) Code(account, who string, with app.Include) (*app.Code, error) {
	if s.codes == nil && (s.code != nil || s.refuse != nil) {
		return s.code, s.refuse
	}
	return s.keyService.Code(account, who, with)
}

func (s *service) Report(window []report.Line) (string, error) {
	return report.Report{Version: "1.2.3", Window: window}.Text(report.NewMask()), s.err
}

func (s *service) Changed() <-chan struct{} { return s.changed }

// window makes a window of the test driver. Everything happens on the goroutine of the test.
func window(t testing.TB, o Options) (*Window, *service) {
	t.Helper()
	a := test.NewTempApp(t)
	s := &service{changed: make(chan struct{}, 1)}
	if o.Now == nil {
		o.Now = func() time.Time { return now }
	}
	w := New(a, s, slog.New(slog.NewTextHandler(io.Discard, nil)), o)
	t.Cleanup(w.Win.Close)
	return w, s
}

// see shows a snapshot, as Watch does for the view that is asked for.
func see(w *Window, snap *app.Snapshot) {
	w.Queue.SetView(snap.View)
	w.show(snap)
}

// carryOut does what was ordered, and what comes of it, as Watch does.
func carryOut(t *testing.T, w *shell.Shell) {
	t.Helper()
	for _, o := range w.Queue.TakeOrders() {
		w.Queue.CarryOut(t.Context(), o)
	}
	for _, o := range w.Queue.TakeOutcomes() {
		o.Then(o.Err)
	}
}

// await carries out what was ordered beside the test, as Watch does, and what comes of it on the test's goroutine, until
// what is awaited has come.
func await(t *testing.T, w *shell.Shell, what string, come func() bool) {
	t.Helper()
	late := time.After(time.Minute)
	for {
		for _, o := range w.Queue.TakeOrders() {
			go w.Queue.CarryOut(t.Context(), o)
		}
		for _, o := range w.Queue.TakeOutcomes() {
			o.Then(o.Err)
		}
		if come() {
			return
		}
		select {
		case <-w.Queue.Woken:
		case <-w.Queue.Ordered:
		case <-late:
			t.Fatalf("no %s", what)
		}
	}
}

// speak sets the language of the program until the end of the test, English where none is given.
func speak(t *testing.T, language string) {
	t.Helper()
	if language == "" {
		language = "en"
	}
	t.Cleanup(func() { // after the environment is what it was
		if err := assets.LoadWords(); err != nil {
			t.Error(err)
		}
	})
	t.Setenv("LANGUAGE", language)
	t.Setenv("LC_ALL", language+".UTF-8")
	if err := assets.LoadWords(); err != nil {
		t.Fatal(err)
	}
}

func TestMain(m *testing.M) {
	os.Setenv("LANGUAGE", "en")
	os.Setenv("LC_ALL", "en.UTF-8")
	if err := assets.LoadWords(); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
