package ui

import (
	"vouch/app"
	"vouch/ui/draw"
)

// askRenew asks whether this device is to become a new one, and says what others see then. Cancel has the keyboard.
func (w *Window) askRenew() {
	w.renew(tr("renew.title"), tr("renew.text"), tr("renew.deed"))
}

// renew asks, makes new keys, and then offers to tell the contacts.
func (w *Window) renew(title, text, deed string) {
	account, busy, failure := w.shown.View.Account, false, ""
	d := &dialog{title: title, text: text, width: 560, focus: cancelKey, stays: map[string]bool{"deed": true}, buttons: []draw.KeyButton{cancelButton()}}
	do := func() {
		busy, failure = true, ""
		d.pane.Refresh()
		w.do(app.RenewKeys{Account: account}, func(err error) {
			busy = false
			if err == nil {
				d.close()
				w.showRemoved(removedWords{title: tr("renew.doneTitle"), text: tr("renew.doneText"), code: true})
				return
			}
			failure = errText(err, hostOf(account))
			if app.KindOf(err) == app.KindNotConnected {
				failure = tr("renew.notConnected", "Who", hostOf(account))
			}
			d.pane.Refresh()
		})
	}
	d.body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = drawSteps(s, []string{tr("renew.stepNew"), tr("renew.stepOthers"), tr("renew.stepLost"), tr("renew.stepMessages")}, x, y, bw)
		if failure != "" {
			y += 10 + warning(s, failure, x, y+10, bw)
		}
		b := deedButton(deed, do)
		if busy {
			b.Word, b.Tap = tr("renew.busy"), nil
		}
		d.buttons = []draw.KeyButton{cancelButton(), b}
		return y
	}
	w.openDialog(d)
}
