package ui

import (
	"vouch/app"
	"vouch/ui/draw"
)

// doubtText says in plain words why the keys of this device may be in use elsewhere.
func doubtText(why string) string {
	switch why {
	case app.DoubtMessage:
		return tr("doubt.message")
	case app.DoubtBundle:
		return tr("doubt.bundle")
	}
	return tr("doubt.key")
}

// doubtButtons are the two ways out. Each asks before it does anything.
func (w *Window) doubtButtons() []draw.KeyButton {
	return []draw.KeyButton{
		{Button: draw.Button{Word: tr("doubt.renew"), Kind: draw.Primary, Small: true}, Key: "doubt renew", Tap: func() {
			w.renew(tr("doubt.renewTitle"), tr("doubt.renewText"), tr("doubt.renewDeed"))
		}},
		{Button: draw.Button{Word: tr("doubt.keep"), Kind: draw.OnTint, Small: true}, Key: "doubt keep", Tap: func() {
			account := w.shown.View.Account
			w.confirm(tr("doubt.keepTitle"), tr("doubt.keepText"), tr("doubt.keepDeed"), func() { w.do(app.KeepKeys{Account: account}, nil) })
		}},
	}
}

// drawDoubt says above the composer why nothing is encrypted now; it stays until the user has decided.
func (c *conversation) drawDoubt(s *draw.Sheet, why string, bottom float32) float32 {
	b := bar{icon: "warn", edge: draw.Rejected, ground: draw.RejectedTint, border: 2, title: tr("doubt.title"), text: doubtText(why) + " " + tr("doubt.waits")}
	return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 { return t.Flow(x, y+10, w, c.w.doubtButtons()) })
}
