package accounts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestSigningIn(t *testing.T) {
	w, s := window(t)
	see(w, uitest.Nobody())
	f := w.signin.form
	test.Type(f.address, " "+uitest.Alice)
	f.address.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	test.Type(f.password, "correct horse")
	uitest.Press(t, w.signin.pane, "submit")
	if h := w.signin.pane.Find("submit").(interface{ Disabled() bool }); !h.Disabled() {
		t.Error("it can be pressed again while it is under way")
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.AddAccount{JID: uitest.Alice, Password: "correct horse"})
	if w.View().Account != uitest.Alice {
		t.Errorf("the window looks at %q", w.View().Account)
	}
	if f.password.Text != "" {
		t.Error("the password stays in the field")
	}
}

func TestWhatTheFieldsAskFor(t *testing.T) {
	for _, c := range []struct {
		name, address, host, port, ca string
		direct                        bool
		want                          app.AddAccount
		wrong                         string
	}{
		{name: "an address alone", address: uitest.Alice, want: app.AddAccount{JID: uitest.Alice}},
		{name: "a resource is left out", address: uitest.Alice + "/desk", want: app.AddAccount{JID: uitest.Alice}},
		{name: "a server without a port", address: uitest.Alice, host: "localhost", want: app.AddAccount{JID: uitest.Alice, Host: "localhost", Port: 5222}},
		{name: "direct TLS has a port of its own", address: uitest.Alice, host: "localhost", direct: true, want: app.AddAccount{JID: uitest.Alice, Host: "localhost", Port: 5223, DirectTLS: true}},
		{name: "everything", address: uitest.Alice, host: "localhost", port: "15222", ca: "/tmp/ca.pem", want: app.AddAccount{JID: uitest.Alice, Host: "localhost", Port: 15222, CAFile: "/tmp/ca.pem"}},
		{name: "no name before the @", address: "example.org", wrong: "not an address"},
		{name: "nonsense", address: "@@", wrong: "not an address"},
		{name: "a port without a server", address: uitest.Alice, port: "5222", wrong: "need a server"},
		{name: "a port too large", address: uitest.Alice, host: "localhost", port: "65536", wrong: "65535"},
		{name: "a port that is none", address: uitest.Alice, host: "localhost", port: "0", wrong: "65535"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := window(t)
			see(w, uitest.Nobody())
			f := w.signin.form
			f.address.SetText(c.address)
			f.reach.host.SetText(c.host)
			f.reach.port.SetText(c.port)
			f.reach.caCer.SetText(c.ca)
			f.reach.direct = c.direct
			got, wrong := f.command()
			if c.wrong != "" {
				if !strings.Contains(wrong, c.wrong) {
					t.Errorf("it says %q", wrong)
				}
				return
			}
			if wrong != "" || got != c.want {
				t.Errorf("got %+v, %q", got, wrong)
			}
		})
	}
}

func TestACertificateSignsInWithoutAPassword(t *testing.T) {
	w, s := window(t)
	see(w, uitest.Nobody())
	f := w.signin.form
	f.address.SetText(uitest.Alice)
	uitest.Press(t, w.signin.pane, "more")
	f.reach.cert.SetText("/home/alice/me.pem")
	test.Type(f.reach.proxy.at, "localhost:9050")
	uitest.Press(t, w.signin.pane, "submit")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.AddAccount{JID: uitest.Alice, CertFile: "/home/alice/me.pem", Proxy: "socks5://localhost:9050"})
}

func TestWhatGoesWrongAtSigningIn(t *testing.T) {
	for _, c := range []struct {
		err  *app.Error
		want string
	}{
		{&app.Error{Kind: app.KindNotFound}, "no server for example.org"},
		{&app.Error{Kind: app.KindTLS, Said: "certificate has expired"}, "certificate has expired"},
		{&app.Error{Kind: app.KindTLS}, "The password was not sent"},
		{&app.Error{Kind: app.KindAuth}, "password is wrong"},
		{&app.Error{Kind: app.KindConflict}, "there already"},
		{&app.Error{Kind: app.KindInvalid, Param: "ca_file"}, "certificate authorities cannot be read"},
		{&app.Error{Kind: app.KindInvalid, Param: "cert_file"}, "no certificate with its key"},
		{&app.Error{Kind: app.KindInvalid, Param: "proxy"}, "such as localhost:9050"},
	} {
		w, s := window(t)
		see(w, uitest.Nobody())
		s.Err = c.err
		f := w.signin.form
		f.address.SetText(uitest.Alice)
		f.password.SetText("wrong")
		f.submit()
		uitest.CarryOut(t, w.Shell)
		if !strings.Contains(f.failure, c.want) {
			t.Errorf("%v says %q", c.err, f.failure)
		}
		if f.busy || f.password.Text == "" {
			t.Errorf("%v: the form cannot be sent again", c.err)
		}
	}
}

func TestNoNetworkKeepsTheAccount(t *testing.T) {
	w, s := window(t)
	see(w, uitest.Nobody())
	s.Err = &app.Error{Kind: app.KindNotConnected}
	f := w.signin.form
	f.address.SetText(uitest.Alice)
	f.password.SetText("right")
	f.submit()
	uitest.CarryOut(t, w.Shell)
	if w.View().Account != uitest.Alice {
		t.Error("the account is not taken up")
	}
}

func TestTheLineAboutTheConnection(t *testing.T) {
	c := words.Calendar{Now: uitest.Now}
	for _, x := range []struct {
		name string
		a    view.AccountView
		want string
	}{
		{"online says nothing", view.AccountView{State: view.StateOnline}, ""},
		{"catching up", view.AccountView{State: view.StateOnline, CatchingUp: true}, "Fetching what you missed…"},
		{"waiting messages are counted", view.AccountView{Enabled: true, State: view.StateOffline, Waiting: 2, Err: &app.Error{Kind: app.KindNotConnected}}, "No connection to example.org. 2 messages wait and go out by themselves."},
		{"the next try", view.AccountView{Enabled: true, State: view.StateConnecting, Err: &app.Error{Kind: app.KindNotConnected}, Retry: uitest.At(20, "14:12")}, "No connection to example.org. Next try at 14:12."},
		{"the first try", view.AccountView{Enabled: true, State: view.StateConnecting}, "Connecting to example.org …"},
		{"taken offline by the user", view.AccountView{State: view.StateOffline}, "You are signed out."},
		{"wrong password", view.AccountView{Enabled: true, State: view.StateError, Err: &app.Error{Kind: app.KindAuth}}, "example.org says the password is wrong. Messages wait; nothing is lost."},
	} {
		x.a.JID = uitest.Alice
		if got := words.ConnectionText(&x.a, c); got != x.want {
			t.Errorf("%s: %q", x.name, got)
		}
	}
}

func TestANewChat(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	w.NewChat()
	entry := w.Win.Canvas().Focused()
	test.Type(entry, "carol")
	entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	test.Type(entry, "@example.net")
	entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.AddContact{Account: uitest.Alice, JID: uitest.Carol})
	if w.View().Chat != uitest.Carol || w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the chat is not opened")
	}
	w.NewChat()
	w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape leaves the dialog open")
	}
}
