package accounts

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// BlockItems block somebody or end that, where the server can.
func (w *Room) BlockItems(account, chat, name string) []*fyne.MenuItem {
	if chat == account {
		return nil
	}
	if by := w.RowOf(chat).Blocked; by != "" {
		return []*fyne.MenuItem{fyne.NewMenuItem(words.UnblockWord(chat, by), func() { w.Do(app.Unblock{Account: account, JID: by}, nil) })}
	}
	if a := w.Account(); a == nil || !a.CanBlock {
		return nil
	}
	return []*fyne.MenuItem{fyne.NewMenuItem(words.Tr("menu.block"), func() { w.AskBlock(account, chat, name) })}
}

// AskBlock says what blocking does, and asks whether the operator of the server is to be told why. Cancel has the keyboard.
func (w *Room) AskBlock(account, chat, name string) {
	reason, said := "", draw.NewEntry(false)
	said.SetPlaceHolder(words.Tr("block.wordsHint"))
	d := &dialog.Dialog{Title: words.Tr("block.title", "Name", name), Text: words.Tr("block.text", "Name", name), Focus: dialog.CancelKey}
	if w.Account().CanReport {
		d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
			for _, r := range []struct{ key, word string }{{"spam", words.Tr("block.spam")}, {"abuse", words.Tr("block.abuse")}} {
				b := s.Box()
				s.Check(r.key, reason == r.key, draw.Ctl, x, y+(s.K(20)-b)/2, func() {
					if reason == r.key {
						reason = ""
					} else {
						reason = r.key
					}
					d.Refresh()
				})
				y += max(b, s.Para(draw.One(r.word, draw.F14, draw.Fg), x+b+12, y, bw-b-12, s.K(20))) + 8
			}
			if reason == "" {
				return y - 8
			}
			return dialog.Field(s, said, words.Tr("block.words"), x, y+4, bw)
		}
	}
	d.Escapable(said)
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), dialog.DeedButton(words.Tr("block.deed", "Name", name), func() {
		c := app.Block{Account: account, JID: chat, Report: reason}
		if reason != "" {
			c.Text = words.OneLine(said.Text, 1000)
		}
		w.Do(c, nil)
	})}
	w.OpenDialog(d)
}
