package accounts

import (
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// accountRow is a line of the dialog about an account: what it is about, how it stands, and what can be done.
type accountRow struct {
	key, icon, title, text string
	word                   string
	color                  draw.Token // of the word; "" for the usual
	tap                    func()
}

// AskAccount shows an account with what can be changed about it.
func (w *Room) AskAccount() {
	a := w.Account()
	if a == nil {
		return
	}
	d := &dialog.Dialog{Title: words.Tr("account.title"), Width: 620, Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}}
	rows := w.accountRows(a, d.Close)
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = drawAccountHead(s, w, a, x, y, bw) + 12
		return drawAccountRows(s, rows, x, y, bw)
	}
	w.OpenDialog(d)
}

// accountRows are the lines; leave puts the dialog away before another one opens.
func (w *Room) accountRows(a *view.AccountView, leave func()) []accountRow {
	to := func(f func()) func() { return func() { leave(); f() } }
	return []accountRow{
		{"change", "key", words.Tr("account.change"), words.Tr("account.changeText"), words.Tr("account.changeButton"), "", to(func() { w.AskNewPassword(a.JID) })},
		{"enter", "lock", words.Tr("account.enter"), words.Tr("account.enterText"), words.Tr("connection.enterPassword"), "", to(func() { w.AskPassword(a.JID) })},
		{"proxy", "globe", words.Tr("proxy.title"), words.ProxyText(a.Proxy), words.Tr("account.changeButton"), "", to(func() { w.AskProxy(a) })},
		{"highlights", "users", words.Tr("highlights.title"), highlightsText(a), words.Tr("account.changeButton"), "", to(func() { w.AskHighlights(a) })},
		{"unasked", "download", words.Tr("unasked.title"), unaskedText(a.Unasked), words.Tr("account.changeButton"), "", to(func() { w.AskUnasked(a) })},
		{"keep", "clock", words.Tr("account.keep"), keepText(a.Keep), words.Tr("account.changeButton"), "", to(func() { w.AskKeep(a) })},
		{"space", "file", words.Tr("space.title"), words.Tr("space.text"), words.Tr("space.look"), "", to(func() { w.AskSpace(a) })},
		{"remove", "desktop", words.Tr("account.remove"), words.Tr("account.removeText"), words.Tr("account.removeButton"), "", to(func() { w.askRemoveAccount(a.JID) })},
		{"delete", "trash", words.Tr("account.delete"), words.Tr("account.deleteText"), words.Tr("account.deleteButton"), draw.Rejected, to(func() { w.AskDeleteAccount(a.JID) })},
	}
}

// drawAccountHead draws who the account is and how it is connected, and gives the lower edge.
func drawAccountHead(s *draw.Sheet, w *Room, a *view.AccountView, x, y, bw float32) float32 {
	lh, small := s.K(20), s.K(16)
	h := max(40, lh+small)
	s.Face(w.Face(words.NameOf(a.Name, a.JID), a.JID, a.Picture), x, y+(h-40)/2, 40, shell.AccountPresence(a), draw.Bg)
	tx, tw := x+52, bw-52
	top := y + (h-lh-small)/2
	s.Word(s.Clip(words.OneLine(a.JID, 2*words.NameRunes), tw, draw.B15), tx, top, lh, draw.B15, draw.Fg)
	text := words.ConnectionText(a, w.Now())
	if text == "" {
		text = words.ShowWord(view.PresenceOnline, a.Show)
	}
	return max(y+h, top+lh+s.Para(draw.One(text, draw.F12, draw.Muted), tx, top+lh, tw, small))
}

// drawAccountRows draws the lines in one frame, and gives the lower edge. A button stands below its words where the room is
// short.
func drawAccountRows(s *draw.Sheet, rows []accountRow, x, y, w float32) float32 {
	const pad = 16
	t := s.Sub(w, 0)
	ty := float32(0)
	for i, r := range rows {
		if i > 0 {
			t.Rect(1, ty, w-2, 1, draw.Line)
		}
		icon := t.K(20)
		left := pad + icon + 14
		b := draw.Button{Word: r.word, Small: true, Color: r.color}
		bw, bh := t.Size(b)
		in, beside := w-left-pad-bw-16, true
		if in < t.K(200) {
			in, beside = w-left-pad, false
		}
		top := ty + 10
		t.Icon(r.icon, draw.Muted, pad, top+(t.K(20)-icon)/2, icon)
		end := top + t.Para(draw.One(r.title, draw.F14, draw.Fg), left, top, in, t.K(20))
		end += t.Para(draw.One(r.text, draw.F12, draw.Muted), left, end, in, t.K(16))
		if beside {
			t.Button(r.key, b, w-pad-bw, top+max(0, end-top-bh)/2, r.tap)
			end = max(end, top+bh)
		} else {
			t.Button(r.key, b, left, end+8, r.tap)
			end += 8 + bh
		}
		ty = end + 10
	}
	s.Frame(x, y, w, ty, draw.Line, draw.Card, 12, 1)
	s.Add(t, x, y)
	return y + ty
}

// AskDeleteAccount asks whether an account is to be deleted on its server. It says what is lost, and wants the address typed.
func (w *Room) AskDeleteAccount(account string) {
	typed, keep, busy, failure := draw.NewEntry(false), true, false, ""
	d := &dialog.Dialog{Title: words.Tr("deleteAccount.title", "Name", words.OneLine(account, words.NameRunes)), Text: words.Tr("deleteAccount.text"), Width: 560, Focus: dialog.CancelKey, Stays: map[string]bool{"deed": true}}
	remove := func() {
		busy, failure = true, ""
		d.Refresh()
		w.Do(app.RemoveAccount{Account: account, OnServer: true, KeepHistory: keep}, func(err error) {
			busy = false
			if err != nil {
				failure = deleteText(err, words.HostOf(account))
				if !d.OnTop() { // put away meanwhile
					w.Fail(failure)
				}
				d.Refresh()
				return
			}
			d.Close()
			w.gone(account)
		})
	}
	typed.OnChanged = func(string) { d.Refresh() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = dialog.Choice(s, "keep", words.Tr("deleteAccount.keep"), keep, false, x, y, bw, func() { keep = !keep; d.Refresh() }) + 12
		y = dialog.Field(s, typed, words.Tr("deleteAccount.type"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		b := dialog.DeedButton(words.Tr("deleteAccount.deed"), nil)
		if busy {
			b.Word = words.Tr("deleteAccount.busy")
		} else if strings.EqualFold(strings.TrimSpace(typed.Text), account) {
			b.Tap = remove
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
		return y
	}
	d.Escapable(typed)
	w.OpenDialog(d)
}

// deleteText says why an account was not deleted.
func deleteText(err error, host string) string {
	switch app.KindOf(err) {
	case app.KindNotConnected:
		return words.Tr("deleteAccount.notConnected", "Who", host)
	case app.KindRefused:
		return words.WithDetail(words.Tr("deleteAccount.refused", "Who", host), err)
	}
	return words.ErrText(err, host)
}

// gone leaves an account that is no longer there.
func (w *Room) gone(account string) {
	if w.View().Account == account {
		w.Use("")
	}
}

func (w *Room) askRemoveAccount(jid string) {
	remove := func(keep bool) {
		w.Do(app.RemoveAccount{Account: jid, KeepHistory: keep}, func(err error) {
			if err != nil {
				w.Fail(words.ErrText(err, words.HostOf(jid)))
				return
			}
			w.gone(jid)
		})
	}
	d := &dialog.Dialog{Title: words.Tr("removeAccount.title", "Name", words.OneLine(jid, words.NameRunes)), Text: words.Tr("removeAccount.text"), Focus: dialog.CancelKey, Width: 520}
	keep := dialog.DeedButton(words.Tr("removeAccount.keep"), func() { remove(true) })
	keep.Key, keep.Kind = "keep", 0
	d.Buttons = append(d.Buttons, dialog.CancelButton(), keep, dialog.DeedButton(words.Tr("removeAccount.deed"), func() { remove(false) }))
	w.OpenDialog(d)
}
