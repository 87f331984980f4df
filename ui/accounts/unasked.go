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

// unaskedSizes are what can be chosen here, in megabytes; over the socket it may be any.
var unaskedSizes = []int{0, 1, 10, 50, 200, 1000}

// unaskedText says up to which size files come by themselves.
func unaskedText(megabytes int) string {
	if megabytes == 0 {
		return words.Tr("unasked.never")
	}
	return words.Tr("unasked.upTo", "Size", strconv.Itoa(megabytes))
}

// AskUnasked changes up to which size files are fetched without being asked for.
func (w *Room) AskUnasked(a *view.AccountView) {
	chosen, failure := a.Unasked, ""
	sizes := slices.Clone(unaskedSizes)
	if !slices.Contains(sizes, chosen) {
		sizes = append(sizes, chosen)
		slices.Sort(sizes)
	}
	d := &dialog.Dialog{Title: words.Tr("unasked.title"), Text: words.Tr("unasked.text"), Focus: dialog.CancelKey, Width: 480, Stays: map[string]bool{"save": true}}
	save := func() {
		w.Do(app.SetUnasked{Account: a.JID, Megabytes: chosen}, func(err error) {
			if err == nil {
				d.Close()
				return
			}
			failure = words.ErrText(err, words.HostOf(a.JID))
			d.Refresh()
		})
	}
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for i, size := range sizes {
			if i > 0 {
				y += 8
			}
			y = dialog.Choice(s, strconv.Itoa(size), unaskedText(size), size == chosen, true, x, y, bw, func() { chosen = size; d.Refresh() })
		}
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	w.OpenDialog(d)
}
