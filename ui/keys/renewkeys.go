package keys

import (
	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// AskRenew asks whether this device is to become a new one, and says what others see then. Cancel has the keyboard.
func (w *Room) AskRenew() {
	w.renew(words.Tr("renew.title"), words.Tr("renew.text"), words.Tr("renew.deed"))
}

// renew asks, makes new keys, and then offers to tell the contacts.
func (w *Room) renew(title, text, deed string) {
	account, busy, failure := w.Shown.View.Account, false, ""
	d := &dialog.Dialog{Title: title, Text: text, Width: 560, Focus: dialog.CancelKey, Stays: map[string]bool{"deed": true}, Buttons: []draw.KeyButton{dialog.CancelButton()}}
	do := func() {
		busy, failure = true, ""
		d.Refresh()
		w.Do(app.RenewKeys{Account: account}, func(err error) {
			busy = false
			if err == nil {
				d.Close()
				w.showRemoved(removedWords{title: words.Tr("renew.doneTitle"), text: words.Tr("renew.doneText"), code: true})
				return
			}
			failure = words.ErrText(err, words.HostOf(account))
			if app.KindOf(err) == app.KindNotConnected {
				failure = words.Tr("renew.notConnected", "Who", words.HostOf(account))
			}
			d.Refresh()
		})
	}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = drawSteps(s, []string{words.Tr("renew.stepNew"), words.Tr("renew.stepOthers"), words.Tr("renew.stepLost"), words.Tr("renew.stepMessages")}, x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		b := dialog.DeedButton(deed, do)
		if busy {
			b.Word, b.Tap = words.Tr("renew.busy"), nil
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
		return y
	}
	w.OpenDialog(d)
}
