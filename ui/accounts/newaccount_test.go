package accounts

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"strconv"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/trust"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/xmpp/forms"
	"vouch/xmpp/xmpptest"
)

// registrar is a server that makes accounts, for the form it has at each time.
type registrar struct {
	form func(times int) app.RegistrationForm
	ends func(times int) error

	mu    sync.Mutex // guards what follows
	asked []app.AddAccount
	got   []map[string]string
}

func (r *registrar) register(c app.AddAccount, fill func(app.RegistrationForm) (map[string]string, error)) error {
	r.mu.Lock()
	r.asked = append(r.asked, c)
	n := len(r.asked)
	r.mu.Unlock()
	f := r.form(n)
	if len(f.Fields) == 0 {
		return r.ends(n)
	}
	answers, err := fill(f)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.got = append(r.got, answers)
	r.mu.Unlock()
	return r.ends(n)
}

// last is what was answered last, and how often anything was.
func (r *registrar) last() (map[string]string, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.got) == 0 {
		return nil, 0
	}
	return r.got[len(r.got)-1], len(r.got)
}

// newAccountForm is the tab for a new account in the first window, with example.org typed.
func newAccountForm(t *testing.T, r *registrar) (*Room, *newAccount, *draw.Pane) {
	t.Helper()
	w, s := window(t)
	s.Forms = r.register
	see(w, uitest.Nobody())
	uitest.Press(t, w.signin.pane, "tab new")
	n := w.signin.form.fresh
	test.Type(n.server, "example.org")
	return w, n, w.signin.pane
}

// fillIn types into the field of a form with that name.
func fillIn(t *testing.T, n *newAccount, name, text string) {
	t.Helper()
	for _, q := range n.page.Asked {
		if q.Var == name {
			q.Entry.SetText(text)
			return
		}
	}
	t.Fatalf("there is no field %q", name)
}

func TestAFormIsFilledAndSent(t *testing.T) {
	r := &registrar{form: func(int) app.RegistrationForm { return uitest.Everything() }, ends: func(int) error { return nil }}
	w, n, p := newAccountForm(t, r)
	n.server.TypedKey(uitest.Enter)
	uitest.Await(t, w.Shell, "form", func() bool { return n.page != nil })
	if w.Win.Canvas().Focused() != n.page.Asked[1].Entry {
		t.Errorf("the keyboard is on %T", w.Win.Canvas().Focused())
	}
	uitest.Press(t, p, "submit") // nothing is typed yet
	if n.failure != "‘Name’ must be filled in." {
		t.Errorf("it says %q", n.failure)
	}
	fillIn(t, n, "username", " alice ")
	fillIn(t, n, "password", " pass word ")
	fillIn(t, n, "about", "one\ntwo")
	fillIn(t, n, "ocr", "7nHL3")
	uitest.Press(t, p, "field rules")
	uitest.Press(t, p, "field lang de")
	uitest.Press(t, p, "field rooms walks")
	for _, q := range n.page.Asked {
		if q.Var == "ocr" {
			q.Entry.TypedKey(uitest.Enter)
		}
	}
	uitest.Await(t, w.Shell, "end", func() bool { return w.View().Account != "" })
	if n.page != nil || len(n.typed) > 0 {
		t.Error("the password stays")
	}
	got, _ := r.last()
	want := map[string]string{"username": "alice", "password": " pass word ", "about": "one\ntwo", "rules": "1", "lang": "de", "rooms": "tea\nwalks", "ocr": "7nHL3"}
	if !maps.Equal(got, want) {
		t.Errorf("answered %q", got)
	}
	if r.asked[0] != (app.AddAccount{JID: "example.org"}) || w.View().Account != uitest.Alice {
		t.Errorf("asked as %+v, looks at %q", r.asked[0], w.View().Account)
	}
}

func TestNothingTypedIsLostWhenAFormIsRefused(t *testing.T) {
	r := &registrar{form: func(int) app.RegistrationForm { return uitest.AsksForPicture(uitest.Readable(), "cid:x") }, ends: func(n int) error {
		switch n {
		case 1:
			return &app.Error{Kind: app.KindRefused, Said: "The word is wrong"}
		case 2:
			return &app.Error{Kind: app.KindConflict, Param: "jid"}
		}
		return nil
	}}
	w, n, p := newAccountForm(t, r)
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "form", func() bool { return n.page != nil })
	fillIn(t, n, "username", "alice")
	fillIn(t, n, "password", "correct horse")
	fillIn(t, n, "ocr", "wrong")
	first := n.page
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "new picture", func() bool { return n.page != first && !n.busy })
	if n.page.Answer("username") != "alice" || n.page.Answer("password") != "correct horse" {
		t.Error("what was typed is gone")
	}
	if n.page.Answer("ocr") != "" || w.Win.Canvas().Focused() != n.page.Asked[2].Entry {
		t.Error("the answer to the old picture stays, or the keyboard is elsewhere")
	}
	if want := "The server said: The word is wrong"; !bytes.Contains([]byte(n.failure), []byte("The word is wrong")) {
		t.Errorf("it says %q, want %q in it", n.failure, want)
	}
	fillIn(t, n, "ocr", "right")
	second := n.page
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "another picture", func() bool { return n.page != second && !n.busy })
	if n.failure != "‘alice’ is taken. Nothing was made; choose another name." {
		t.Errorf("it says %q", n.failure)
	}
	fillIn(t, n, "username", "carol")
	fillIn(t, n, "ocr", "again")
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "end", func() bool { return w.View().Account == "carol@example.org" })
}

func TestAServerThatNoLongerWaitsIsAskedAgain(t *testing.T) {
	form := uitest.Everything()
	form.Fields = form.Fields[2:4]
	r := &registrar{form: func(int) app.RegistrationForm { return form }, ends: func(n int) error {
		if n == 1 {
			return &app.Error{Kind: app.KindNotConnected}
		}
		return nil
	}}
	w, n, p := newAccountForm(t, r)
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "form", func() bool { return n.page != nil })
	fillIn(t, n, "username", "alice")
	fillIn(t, n, "password", "correct horse")
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "failure", func() bool { return n.failure != "" && !n.busy })
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "end", func() bool { return w.View().Account == uitest.Alice })
	if got, times := r.last(); times != 2 || got["password"] != "correct horse" {
		t.Errorf("answered %d times, at last %q", times, got)
	}
}

func TestAnswersDoNotGoToOtherQuestions(t *testing.T) {
	r := &registrar{form: func(n int) app.RegistrationForm {
		form := uitest.Everything()
		form.Fields = form.Fields[2:4]
		if n > 1 {
			form.Fields = append(form.Fields, forms.Field{Var: "rules", Type: "boolean", Label: "I pay every month", Value: "1"})
		}
		return form
	}, ends: func(int) error { return &app.Error{Kind: app.KindNotConnected} }}
	w, n, p := newAccountForm(t, r)
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "form", func() bool { return n.page != nil })
	fillIn(t, n, "username", "alice")
	fillIn(t, n, "password", "correct horse")
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "failure", func() bool { return n.failure != "" && !n.busy })
	first := n.page
	uitest.Press(t, p, "submit")
	uitest.Await(t, w.Shell, "other form", func() bool { return n.page != first && !n.busy })
	if _, times := r.last(); times != 1 || n.page.Answer("username") != "alice" {
		t.Errorf("answered %d times; the name is %q", times, n.page.Answer("username"))
	}
	n.leave()
}

func TestServersThatMakeNoAccountsHere(t *testing.T) {
	for _, c := range []struct {
		err  *app.Error
		says string
		link string
	}{
		{&app.Error{Kind: app.KindRefused, Param: "url", About: "https://example.org/new"}, "example.org makes accounts on a web page. Make one there, then sign in here.", "https://example.org/new"},
		{&app.Error{Kind: app.KindRefused, Param: "url", About: "file:///etc"}, "example.org makes accounts on a web page. Make one there, then sign in here.", ""},
		{&app.Error{Kind: app.KindRefused}, "example.org makes no accounts this way. Nothing was changed.", ""},
		{&app.Error{Kind: app.KindConflict, Param: "jid"}, "This account is there already. Nothing was changed.", ""},
		{&app.Error{Kind: app.KindInvalid, Param: "fields", About: "pin"}, "‘pin’ must be filled in.", ""},
		{&app.Error{Kind: app.KindNotFound}, "There is no server for example.org. Check the address; nothing was changed.", ""},
	} {
		r := &registrar{form: func(int) app.RegistrationForm { return app.RegistrationForm{} }, ends: func(int) error { return c.err }}
		w, n, p := newAccountForm(t, r)
		uitest.Press(t, p, "submit")
		uitest.Await(t, w.Shell, "answer", func() bool { return n.failure != "" })
		if n.failure != c.says || n.busy {
			t.Errorf("%v says %q", c.err, n.failure)
		}
		if got := n.link; (got == nil) != (c.link == "") || got != nil && got.String() != c.link || (p.Find("web") == nil) != (c.link == "") {
			t.Errorf("%v links to %v", c.err, got)
		}
	}
}

func TestAFormThatIsLeftEndsItsQuestion(t *testing.T) {
	results := make(chan error, 2)
	ended := func() error {
		select {
		case err := <-results:
			return err
		case <-time.After(time.Minute):
			return errors.New("the server still waits")
		}
	}
	w, s := window(t)
	s.Forms = func(_ app.AddAccount, fill func(app.RegistrationForm) (map[string]string, error)) error {
		_, err := fill(uitest.Everything())
		results <- err
		return err
	}
	see(w, uitest.MainScene())
	n := w.AddAccount().fresh
	uitest.Press(t, uitest.Top(t, w.Shell), "tab new")
	n.server.SetText("example.org")
	uitest.Press(t, uitest.Top(t, w.Shell), "submit")
	uitest.Await(t, w.Shell, "form", func() bool { return n.page != nil })
	fillIn(t, n, "username", "alice")
	uitest.Press(t, uitest.Top(t, w.Shell), "other")
	if err := ended(); !errors.Is(err, errLeft) || n.page != nil || w.Win.Canvas().Focused() != n.server {
		t.Errorf("another server: %v", err)
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "submit")
	uitest.Await(t, w.Shell, "form again", func() bool { return n.page != nil })
	if n.page.Answer("username") != "alice" {
		t.Error("the name is gone")
	}
	n.page.Asked[1].Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if err := ended(); !errors.Is(err, errLeft) || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("Escape: %v", err)
	}
}

func TestAnAccountIsMadeOnARealServer(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("bob"), xmpptest.With("register"), xmpptest.Config("allow_registration = true"))
	at := server.Place()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	file, err := trust.Open(t.TempDir(), log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	program, err := app.New(file, app.Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { program.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })

	w, _ := window(t)
	w.Queue.Service = program
	see(w, uitest.Nobody())
	uitest.Press(t, w.signin.pane, "tab new")
	n := w.signin.form.fresh
	n.server.SetText(at.Domain)
	n.reach.host.SetText(at.Host)
	n.reach.port.SetText(strconv.Itoa(int(at.Port)))
	n.reach.caCer.SetText(at.CAFile)
	uitest.Press(t, w.signin.pane, "submit")
	uitest.Await(t, w.Shell, "form", func() bool { return n.page != nil || n.failure != "" })
	if n.page == nil {
		t.Fatal(n.failure)
	}
	fillIn(t, n, "username", "bob")
	fillIn(t, n, "password", "correct horse")
	uitest.Press(t, w.signin.pane, "submit")
	uitest.Await(t, w.Shell, "refusal", func() bool { return n.failure != "" && !n.busy })
	if n.failure != "‘bob’ is taken. Nothing was made; choose another name." {
		t.Fatal(n.failure)
	}
	fillIn(t, n, "username", "alice")
	uitest.Press(t, w.signin.pane, "submit")
	uitest.Await(t, w.Shell, "account", func() bool { return w.View().Account == "alice@"+at.Domain || n.failure != "" && !n.busy })
	if n.failure != "" {
		t.Fatal(n.failure)
	}
	got, err := program.Status()
	if err != nil || len(got) != 1 || got[0].JID != "alice@"+at.Domain {
		t.Errorf("there is %+v, %v", got, err)
	}
}
