package ui

import (
	"time"

	"vouch/app"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// askCopies looks up which messages a device that reads since a row has missed, and asks which to send again.
func (c *conversation) askCopies(r *app.Row) {
	v := c.w.shown.View
	var missed []app.MessageRecord
	c.w.queue.put(order{
		look: func(s Service) (err error) {
			missed, err = s.Missed(v.Account, v.Chat, r.Key)
			return err
		},
		then: func(err error) {
			switch {
			case err != nil:
				c.fail(words.ErrText(err, words.HostOf(v.Account)))
			case c.current() != v.Account+" "+v.Chat:
			case len(missed) == 0:
				c.w.openDialog(&dialog{title: words.Tr("copies.none"), text: words.Tr("copies.noneText", "Device", trustedDevice(r, words.NameOf(r.Name, r.From))), focus: cancelKey, buttons: []draw.KeyButton{closeButton()}})
			default:
				c.chooseCopies(r, missed)
			}
		},
	})
}

// mostCopies is how many messages can be sent again at once.
const mostCopies = 100

// chooseCopies asks which messages go out once more. Nothing is ticked at first, and Cancel has the keyboard.
func (c *conversation) chooseCopies(r *app.Row, missed []app.MessageRecord) {
	v, now := c.w.shown.View, c.w.now()
	missed = missed[max(0, len(missed)-mostCopies):]
	var items []pickItem
	for _, m := range missed {
		items = append(items, pickItem{m.ID, now.Seen(time.Time(m.Time)) + " · " + bidi.Isolate(words.BodyLine(m.Body, 160))})
	}
	list := newPickList(items)
	device := trustedDevice(r, words.NameOf(r.Name, r.From))
	d := &dialog{title: words.Tr("copies.title", "Device", device), text: words.Tr("copies.text", "Name", words.NameOf(r.Name, r.From)), width: 560, focus: cancelKey, list: list}
	buttons := func() {
		send := draw.KeyButton{Button: draw.Button{Word: words.Tr("copies.send"), Kind: draw.Primary}, Key: "send"}
		if ids := list.picked(); len(ids) > 0 {
			send.Word = words.Trn("copies.sendMany", len(ids))
			send.Tap = func() { c.w.do(app.SendCopies{Account: v.Account, Chat: v.Chat, IDs: ids}, nil) }
		}
		d.buttons = []draw.KeyButton{cancelButton(), send}
	}
	buttons()
	list.ticked = func() { buttons(); d.refresh() }
	d.body = func(s *draw.Sheet, x, y, w float32) float32 {
		return list.draw(s, x, y, w, c.w.win.Canvas().Size().Height*.4)
	}
	c.w.openDialog(d)
}

// trustedDevice is the device of a row about it.
func trustedDevice(r *app.Row, chat string) string {
	if device := words.OneLine(r.Device, words.NameRunes); device != "" {
		return device
	}
	return words.Tr("notice.newDevice", "Name", chat)
}
