package accounts

import (
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// highlightsText names the words that name the user in rooms.
func highlightsText(a *view.AccountView) string {
	if len(a.Highlights) == 0 {
		return words.Tr("highlights.none")
	}
	return words.OneLine(strings.Join(a.Highlights, ", "), 2*words.NameRunes)
}

// AskHighlights changes the words by which the user is named in rooms, beside the nickname.
func (w *Room) AskHighlights(a *view.AccountView) {
	entry, failure := draw.NewEntry(false), ""
	entry.SetText(strings.Join(a.Highlights, ", "))
	d := &dialog.Dialog{Title: words.Tr("highlights.title"), Text: words.Tr("highlights.text"), First: entry, Width: 480, Stays: map[string]bool{"save": true}}
	save := func() {
		w.Do(app.SetHighlights{Account: a.JID, Words: strings.Split(entry.Text, ",")}, func(err error) {
			switch {
			case err == nil:
				d.Close()
				return
			case app.KindOf(err) == app.KindInvalid:
				failure = words.Tr("highlights.wrong")
			default:
				failure = words.ErrText(err, words.HostOf(a.JID))
			}
			d.Refresh()
		})
	}
	entry.OnSubmitted = func(string) { save() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = dialog.Field(s, entry, words.Tr("highlights.label"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	d.Escapable(entry)
	w.OpenDialog(d)
}
