package ui

import (
	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// doubtButtons are the two ways out. Each asks before it does anything.
func (w *Window) doubtButtons() []draw.KeyButton {
	return []draw.KeyButton{
		{Button: draw.Button{Word: words.Tr("doubt.renew"), Kind: draw.Primary, Small: true}, Key: "doubt renew", Tap: func() {
			w.renew(words.Tr("doubt.renewTitle"), words.Tr("doubt.renewText"), words.Tr("doubt.renewDeed"))
		}},
		{Button: draw.Button{Word: words.Tr("doubt.keep"), Kind: draw.OnTint, Small: true}, Key: "doubt keep", Tap: func() {
			account := w.Shown.View.Account
			w.Confirm(words.Tr("doubt.keepTitle"), words.Tr("doubt.keepText"), words.Tr("doubt.keepDeed"), func() { w.Do(app.KeepKeys{Account: account}, nil) })
		}},
	}
}

// drawDoubt says above the composer why nothing is encrypted now; it stays until the user has decided.
func (c *conversation) drawDoubt(s *draw.Sheet, why string, bottom float32) float32 {
	b := bar{icon: "warn", edge: draw.Rejected, ground: draw.RejectedTint, border: 2, title: words.Tr("doubt.title"), text: words.DoubtText(why) + " " + words.Tr("doubt.waits")}
	return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 { return t.Flow(x, y+10, w, c.w.doubtButtons()) })
}
