package accounts

import (
	"errors"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// newPasswordDialog changes the password of an account on its server.
type newPasswordDialog struct {
	*dialog.Dialog
	w                     *Room
	account               string
	current, first, again *draw.Entry
	wanted                bool // the server wants the current one as well
	busy                  bool
	failure               string
}

// AskNewPassword asks for another password for an account, twice, and for the current one where the server wants it.
func (w *Room) AskNewPassword(account string) {
	d := &newPasswordDialog{w: w, account: account, current: dialog.NewPassword(), first: dialog.NewPassword(), again: dialog.NewPassword()}
	d.Dialog = &dialog.Dialog{Title: words.Tr("newPassword.title", "Name", words.OneLine(account, words.NameRunes)), Text: words.Tr("newPassword.text"), Width: 480, Stays: map[string]bool{"use": true}}
	d.Dialog.First, d.Body = d.first, d.drawBody
	for _, e := range []*draw.Entry{d.current, d.first, d.again} {
		e.OnSubmitted = func(string) { d.use() }
		e.OnChanged = func(string) { d.Refresh() }
	}
	d.Escapable(d.current, d.first, d.again)
	w.OpenDialog(d.Dialog)
}

func (d *newPasswordDialog) filled() bool {
	return d.first.Text != "" && d.again.Text != "" && (!d.wanted || d.current.Text != "")
}

// use has the password changed, once both are the same.
func (d *newPasswordDialog) use() {
	switch {
	case d.busy:
		return
	case !d.filled():
		for _, e := range []*draw.Entry{d.again, d.first, d.current} {
			if e.Text == "" && (e != d.current || d.wanted) {
				d.w.Win.Canvas().Focus(e)
			}
		}
		return
	case d.first.Text != d.again.Text:
		d.failure = words.Tr("newPassword.differ")
		d.Refresh()
		d.w.Win.Canvas().Focus(d.again)
		return
	}
	d.busy, d.failure = true, ""
	d.Refresh()
	c := app.ChangePassword{Account: d.account, Password: d.first.Text, OnServer: true}
	if d.wanted {
		c.Current = d.current.Text
	}
	d.w.Do(c, d.done)
}

func (d *newPasswordDialog) done(err error) {
	d.busy = false
	if err == nil {
		d.Close()
		return
	}
	var e *app.Error
	if errors.As(err, &e) && e.Kind == app.KindInvalid && e.Param == "current" {
		d.wanted = true
	}
	d.failure = newPasswordText(err, words.HostOf(d.account))
	if !d.OnTop() { // put away meanwhile
		d.w.Fail(d.failure)
		return
	}
	d.Refresh()
	if d.wanted {
		d.w.Win.Canvas().Focus(d.current)
	}
}

// newPasswordText says why the password was not changed.
func newPasswordText(err error, host string) string {
	var e *app.Error
	switch errors.As(err, &e); app.KindOf(err) {
	case app.KindNotConnected:
		return words.Tr("newPassword.notConnected", "Who", host)
	case app.KindInvalid:
		if e.Param == "current" {
			return words.Tr("newPassword.wanted", "Who", host)
		}
		return words.Tr("newPassword.refused", "Who", host) + "\n" + words.Tr("newaccount.missing", "Field", words.OneLine(e.About, words.NameRunes))
	case app.KindRefused, app.KindConflict:
		return words.WithDetail(words.Tr("newPassword.refused", "Who", host), err)
	}
	return words.ErrText(err, host)
}

func (d *newPasswordDialog) drawBody(s *draw.Sheet, x, y, w float32) float32 {
	refresh := func() { d.Refresh() }
	y = dialog.Secret(s, "eye new", d.first, words.Tr("newPassword.first"), x, y, w, refresh) + 12
	y = dialog.Secret(s, "eye again", d.again, words.Tr("newPassword.again"), x, y, w, refresh)
	if d.wanted {
		y = dialog.Secret(s, "eye current", d.current, words.Tr("newPassword.current"), x, y+12, w, refresh)
	}
	if d.failure != "" {
		y += 10 + dialog.Warning(s, d.failure, x, y+10, w)
	}
	b := draw.KeyButton{Button: draw.Button{Word: words.Tr("newPassword.button"), Kind: draw.Primary}, Key: "use"}
	switch {
	case d.busy:
		b.Word = words.Tr("newPassword.busy")
	case d.filled():
		b.Tap = d.use
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
	return y
}
