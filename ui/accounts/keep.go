package accounts

import (
	"slices"
	"strconv"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// keepDays are what can be chosen here, 0 for ever; over the socket it may be any.
var keepDays = []int{0, 365, 90, 30, 7}

// keepText says for how long messages are kept.
func keepText(days int) string {
	if days == 0 {
		return words.Tr("keep.forever")
	}
	return words.Trn("keep.days", days)
}

// AskKeep changes for how long messages are kept in the chats of an account that say nothing else.
func (w *Room) AskKeep(a *view.AccountView) {
	chosen, failure := a.Keep, ""
	choices := slices.Clone(keepDays)
	if !slices.Contains(choices, chosen) {
		choices = append(choices, chosen)
	}
	d := &dialog.Dialog{Title: words.Tr("account.keep"), Text: words.Tr("account.keepText"), Focus: dialog.CancelKey, Width: 480, Stays: map[string]bool{"save": true}}
	save := func() {
		w.Do(app.SetKeep{Account: a.JID, Days: chosen}, func(err error) {
			if err == nil {
				d.Close()
				return
			}
			failure = words.ErrText(err, words.HostOf(a.JID))
			d.Refresh()
		})
	}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for _, days := range choices {
			y = dialog.Choice(s, strconv.Itoa(days), keepText(days), days == chosen, true, x, y, bw, func() { chosen = days; d.Refresh() }) + 8
		}
		if chosen > 0 {
			y += 4 + s.Para(draw.One(words.Tr("keep.text"), draw.F13, draw.Muted), x, y+4, bw, s.K(18))
		}
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	w.OpenDialog(d)
}
