package accounts

import (
	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// AskPassword asks for another password of an account.
func (w *Room) AskPassword(account string) {
	entry := dialog.NewPassword()
	host, failure, busy := words.HostOf(account), "", false
	d := &dialog.Dialog{Title: words.Tr("password.title", "Name", words.OneLine(account, words.NameRunes)), Text: words.Tr("password.text"), First: entry, Stays: map[string]bool{"use": true}}
	d.Escapable(entry)
	use := func() {
		if busy || entry.Text == "" {
			return
		}
		busy, failure = true, ""
		d.Refresh()
		w.Do(app.ChangePassword{Account: account, Password: entry.Text}, func(err error) {
			busy = false
			if err == nil {
				d.Close()
				return
			}
			failure = passwordText(err, host)
			if !d.OnTop() { // put away meanwhile
				w.Fail(failure)
			}
			d.Refresh()
		})
	}
	entry.OnSubmitted = func(string) { use() }
	entry.OnChanged = func(string) { d.Refresh() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		b := draw.KeyButton{Button: draw.Button{Word: words.Tr("password.button"), Kind: draw.Primary}, Key: "use"}
		if busy {
			b.Word = words.Tr("password.busy")
		} else if entry.Text != "" {
			b.Tap = use
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
		y = dialog.Password(s, entry, words.Tr("signin.password"), x, y, bw, func() { d.Refresh() })
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	w.OpenDialog(d)
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
