package accounts

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
)

func TestWhatTheFieldsOfAProxyAskFor(t *testing.T) {
	for _, c := range []struct{ name, at, user, password, want, wrong string }{
		{name: "none"},
		{name: "host and port", at: " localhost:9050 ", want: "socks5://localhost:9050"},
		{name: "an address in brackets", at: "[::1]:9050", want: "socks5://[::1]:9050"},
		{name: "user and password", at: "localhost:1080", user: "alice", password: "p:w@/", want: "socks5://alice:p%3Aw%40%2F@localhost:1080"},
		{name: "no port", at: "localhost", wrong: "host and a port"},
		{name: "a port that is none", at: "localhost:x", wrong: "host and a port"},
		{name: "a whole link", at: "socks5://localhost:9050", wrong: "host and a port"},
		{name: "no host", at: ":9050", wrong: "host and a port"},
		{name: "a user in the host", at: "a@b:9050", wrong: "host and a port"},
		{name: "a password alone", at: "localhost:9050", password: "x", wrong: "needs a user"},
		{name: "a user without a proxy", user: "alice", wrong: "need a proxy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProxyFields()
			p.at.SetText(c.at)
			p.user.SetText(c.user)
			p.password.SetText(c.password)
			got, wrong := p.url()
			if got != c.want || (wrong == "") != (c.wrong == "") || !strings.Contains(wrong, c.wrong) {
				t.Errorf("got %q, %q", got, wrong)
			}
			again := newProxyFields()
			if again.set(got); got != "" {
				if second, _ := again.url(); second != got {
					t.Errorf("read back it is %q", second)
				}
			}
		})
	}
}

func TestTheProxyOfAnAccountIsChanged(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].Proxy = "socks5://alice:secret@localhost:9050"
	see(w, snap)
	w.AskProxy(w.Account())
	s.Err = &app.Error{Kind: app.KindDisk}
	w.Win.Canvas().Focused().TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetProxy{Account: uitest.Alice, Proxy: "socks5://alice:secret@localhost:9050"})
	uitest.Top(t, w.Shell)
	s.Err = nil
	w.AskProxy(snap.Accounts[0])
	entry := w.Win.Canvas().Focused().(interface{ SetText(string) })
	entry.SetText("nonsense")
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	entry.SetText("")
	uitest.Press(t, uitest.Top(t, w.Shell), "save") // user and password are still there
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
}
