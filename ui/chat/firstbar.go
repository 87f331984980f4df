package chat

import (
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// drawFirst offers, when a contact of whom nothing was ever decided has written, to trust the device that wrote and no
// other. Like the bar of waiting messages it has no default button and never takes the keyboard.
func (c *Room) drawFirst(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	d, name := chat.Wrote, words.NameOf(chat.Name, chat.Chat)
	b := bar{icon: "undecided", edge: draw.Undecided, ground: draw.UndecidedTint, border: 1, right: s.Small() + 12}
	b.title = words.Tr("first.title", "Name", name)
	b.text = words.Tr("first.text", "Name", name)
	if others := chat.Undecided - 1; others > 0 {
		b.text += " " + words.Trn("first.others", others, "Name", name)
	}
	return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 {
		t.IconButton("first close", "close", words.Tr("first.later"), t.W-14-t.Small(), 10, t.Small(), func() { c.put = d.Fingerprint; c.Pane.Refresh() })
		y += 8
		y += dialog.Fingerprint(t, d.Fingerprint, x, y, w, draw.Font{Size: 13, Mono: true}, 19) + 12
		return t.Flow(x, y, w, []draw.KeyButton{
			{Button: onTint("trusted", words.Tr("first.trust")), Key: "first trust", Tap: func() { c.w.Decide(d, view.TrustTrusted) }},
			{Button: onTint("scan", words.Tr("device.compare")), Key: "first compare", Tap: func() { c.to.Compare(d, name) }},
			{Button: onTint("", words.Tr("question.seeDevices")), Key: "first devices", Tap: func() { c.w.GoTo(view.PageDevices) }},
		})
	})
}
