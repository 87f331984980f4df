package chat

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// askCopies looks up which messages a device that reads since a row has missed, and asks which to send again.
func (c *Room) askCopies(r *view.Row) {
	v := c.w.Shown.View
	var missed []app.Missed
	c.w.Read(func(s shell.Service) (err error) {
		missed, err = s.Missed(v.Account, v.Chat, r.Key)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			c.w.Fail(words.ErrText(err, words.HostOf(v.Account)))
		case c.current() != v.Account+" "+v.Chat:
		case len(missed) == 0:
			c.w.OpenDialog(&dialog.Dialog{Title: words.Tr("copies.none"), Text: words.Tr("copies.noneText", "Device", trustedDevice(r, words.NameOf(r.Name, r.From))), Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}})
		default:
			c.chooseCopies(r, missed)
		}
	})
}

// mostCopies is how many messages can be sent again at once.
const mostCopies = 100

// chooseCopies asks which messages go out once more. Nothing is ticked at first, and Cancel has the keyboard.
func (c *Room) chooseCopies(r *view.Row, missed []app.Missed) {
	v, now := c.w.Shown.View, c.w.Now()
	missed = missed[max(0, len(missed)-mostCopies):]
	var items []dialog.PickItem
	for _, m := range missed {
		items = append(items, dialog.PickItem{Key: m.ID, Word: now.Seen(m.Time) + " · " + bidi.Isolate(words.BodyLine(m.Body, 160))})
	}
	list := dialog.NewPickList(items)
	device := trustedDevice(r, words.NameOf(r.Name, r.From))
	d := &dialog.Dialog{Title: words.Tr("copies.title", "Device", device), Text: words.Tr("copies.text", "Name", words.NameOf(r.Name, r.From)), Width: 560, Focus: dialog.CancelKey, List: list}
	buttons := func() {
		send := draw.KeyButton{Button: draw.Button{Word: words.Tr("copies.send"), Kind: draw.Primary}, Key: "send"}
		if ids := list.Picked(); len(ids) > 0 {
			send.Word = words.Trn("copies.sendMany", len(ids))
			send.Tap = func() { c.w.Do(app.SendCopies{Account: v.Account, Chat: v.Chat, IDs: ids}, nil) }
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), send}
	}
	buttons()
	list.Ticked = func() { buttons(); d.Refresh() }
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 {
		return list.Draw(s, x, y, w, c.w.Win.Canvas().Size().Height*.4)
	}
	c.w.OpenDialog(d)
}

// trustedDevice is the device of a row about it.
func trustedDevice(r *view.Row, chat string) string {
	if device := words.OneLine(r.Device, words.NameRunes); device != "" {
		return device
	}
	return words.Tr("notice.newDevice", "Name", chat)
}
