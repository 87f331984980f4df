package ui

import (
	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// newPassword makes a text field whose letters are hidden.
func newPassword() *draw.Entry {
	e := roomy(28)
	e.Password = true
	return e
}

// labelledPassword draws a password with its label and its eye, and gives the lower edge.
func labelledPassword(s *draw.Sheet, e *draw.Entry, label string, x, y, w float32, refresh func()) float32 {
	return secret(s, "eye", e, label, x, y, w, refresh)
}

// secret is labelledPassword where there are several; key is that of the eye.
func secret(s *draw.Sheet, key string, e *draw.Entry, label string, x, y, w float32, refresh func()) float32 {
	to := labelled(s, e, label, x, y, w)
	h := 20 + s.K(20)
	s.IconButton(key, "eye", words.Tr("tip.eye"), x+w-38, to-h+(h-32)/2, 32, func() {
		e.Password = !e.Password
		e.Refresh()
		refresh()
	})
	return to
}

// askPassword asks for another password of an account.
func (w *Window) askPassword(account string) {
	entry := newPassword()
	host, failure, busy := words.HostOf(account), "", false
	d := &dialog{title: words.Tr("password.title", "Name", words.OneLine(account, words.NameRunes)), text: words.Tr("password.text"), first: entry, stays: map[string]bool{"use": true}}
	d.escapable(entry)
	use := func() {
		if busy || entry.Text == "" {
			return
		}
		busy, failure = true, ""
		d.refresh()
		w.do(app.ChangePassword{Account: account, Password: entry.Text}, func(err error) {
			busy = false
			if err == nil {
				d.close()
				return
			}
			failure = passwordText(err, host)
			if !d.onTop() { // put away meanwhile
				w.chat.fail(failure)
			}
			d.refresh()
		})
	}
	entry.OnSubmitted = func(string) { use() }
	entry.OnChanged = func(string) { d.refresh() }
	d.body = func(s *draw.Sheet, x, y, bw float32) float32 {
		b := draw.KeyButton{Button: draw.Button{Word: words.Tr("password.button"), Kind: draw.Primary}, Key: "use"}
		if busy {
			b.Word = words.Tr("password.busy")
		} else if entry.Text != "" {
			b.Tap = use
		}
		d.buttons = []draw.KeyButton{cancelButton(), b}
		y = labelledPassword(s, entry, words.Tr("signin.password"), x, y, bw, func() { d.refresh() })
		if failure != "" {
			y += 10 + warning(s, failure, x, y+10, bw)
		}
		return y
	}
	w.openDialog(d)
}

// passwordText says why a password was not taken.
func passwordText(err error, host string) string {
	switch app.KindOf(err) {
	case app.KindAuth:
		return words.Tr("password.auth", "Who", host)
	case app.KindNotConnected:
		return words.WithDetail(words.Tr("password.notConnected", "Who", host), err)
	}
	return words.SignInText(err, host)
}
