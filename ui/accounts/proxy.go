package accounts

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// proxyFields are the fields for a SOCKS5 proxy.
type proxyFields struct{ at, user, password *draw.Entry }

func newProxyFields() *proxyFields {
	p := &proxyFields{at: draw.NewEntry(false), user: draw.NewEntry(false), password: dialog.NewPassword()}
	p.at.SetPlaceHolder("localhost:9050")
	return p
}

func (p *proxyFields) entries() []*draw.Entry { return []*draw.Entry{p.at, p.user, p.password} }

// set fills the fields from a proxy as app.SetProxy has it.
func (p *proxyFields) set(proxy string) {
	u, err := url.Parse(proxy)
	if err != nil || proxy == "" {
		return
	}
	p.at.SetText(u.Host)
	p.user.SetText(u.User.Username())
	password, _ := u.User.Password()
	p.password.SetText(password)
}

// url is the proxy as app.SetProxy has it, "" for none, or the words for what is wrong with the fields.
func (p *proxyFields) url() (proxy, wrong string) {
	at, user := strings.TrimSpace(p.at.Text), strings.TrimSpace(p.user.Text)
	if at == "" {
		if user != "" || p.password.Text != "" {
			return "", words.Tr("proxy.hostMissing")
		}
		return "", ""
	}
	host, port, err := net.SplitHostPort(at)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n == 0 || host == "" || strings.ContainsAny(host, "/@ ") {
		return "", words.Tr("proxy.wrong")
	}
	u := url.URL{Scheme: "socks5", Host: net.JoinHostPort(host, port)}
	switch {
	case user == "" && p.password.Text != "":
		return "", words.Tr("proxy.userMissing")
	case user != "":
		u.User = url.UserPassword(user, p.password.Text)
	}
	return u.String(), ""
}

// draw gives the lower edge.
func (p *proxyFields) draw(s *draw.Sheet, x, y, w float32, refresh func()) float32 {
	y = dialog.Field(s, p.at, words.Tr("proxy.at"), x, y, w) + 12
	half := (w - 12) / 2
	dialog.Field(s, p.user, words.Tr("proxy.user"), x, y, half)
	return dialog.Secret(s, "eye proxy", p.password, words.Tr("proxy.password"), x+half+12, y, half, refresh)
}

// AskProxy changes the proxy of an account that is there.
func (w *Room) AskProxy(a *view.AccountView) {
	p, failure := newProxyFields(), ""
	p.set(a.Proxy)
	d := &dialog.Dialog{Title: words.Tr("proxy.title"), Text: words.Tr("proxy.text", "Name", words.OneLine(a.JID, 2*words.NameRunes)), First: p.at, Width: 480, Stays: map[string]bool{"save": true}}
	save := func() {
		proxy, wrong := p.url()
		if failure = wrong; wrong != "" {
			d.Refresh()
			return
		}
		w.Do(app.SetProxy{Account: a.JID, Proxy: proxy}, func(err error) {
			if err != nil {
				failure = words.SignInText(err, words.HostOf(a.JID))
				d.Refresh()
				return
			}
			d.Close()
		})
	}
	for _, e := range p.entries() {
		e.OnSubmitted = func(string) { save() }
	}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = p.draw(s, x, y, bw, func() { d.Refresh() })
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	d.Escapable(p.entries()...)
	w.OpenDialog(d)
}
