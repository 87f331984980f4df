package accounts

import (
	"strings"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// NewChat asks for an address and begins a chat with it.
func (w *Room) NewChat() {
	a := w.Account()
	if a == nil {
		return
	}
	address, name := draw.NewEntry(false), draw.NewEntry(false)
	address.SetPlaceHolder(words.Tr("newchat.addressHint", "Host", words.HostOf(a.JID)))
	failure := ""
	d := &dialog.Dialog{Title: words.Tr("newchat.title"), Text: words.Tr("newchat.text"), First: address, Stays: map[string]bool{"start": true}}
	start := func() {
		who, err := words.ContactAddress(address.Text)
		if err != nil {
			failure = words.Tr("newchat.invalid")
			if app.KindOf(err) == app.KindRoom {
				failure = words.ErrText(err, "")
			}
			d.Refresh()
			return
		}
		failure = ""
		w.Do(app.AddContact{Account: a.JID, JID: who, Name: strings.TrimSpace(name.Text), Token: tokenIn(address.Text)}, func(err error) {
			if err != nil && app.KindOf(err) != app.KindConflict {
				failure = words.ErrText(err, words.HostOf(who))
				d.Refresh()
				return
			}
			d.Close()
			w.OpenChat(who)
		})
	}
	address.OnSubmitted = func(string) { start() }
	name.OnSubmitted = func(string) { start() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = dialog.Field(s, address, words.Tr("newchat.address"), x, y, bw) + 12
		y = dialog.Field(s, name, words.Tr("newchat.name"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("newchat.start"), Kind: draw.Primary}, Key: "start", Tap: start}}
	d.Escapable(address, name)
	w.OpenDialog(d)
}
