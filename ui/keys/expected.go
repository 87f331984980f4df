package keys

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// expected draws the card of a key that was verified before any device has shown it, and gives its height.
func (p *devicesPage) expected(s *draw.Sheet, k view.ExpectedKey, v *view.DevicesView, x, y, w float32) float32 {
	t := s.Sub(w, 0)
	row, box, b := max(28, t.K(28)), t.Box(), t.Small()
	t.Icon("key", draw.Muted, 13, 10+(row-box)/2, box)
	r := w - 13 - b - 2
	hit := t.IconButton("menu expected "+k.Fingerprint, "more", words.Tr("tip.more"), r, 10+(row-b)/2, b, nil)
	menu := func(at fyne.Position) { p.w.PopUp(at, p.expectedItems(k, v)...) }
	hit.Tap = func() { menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(hit).AddXY(0, b)) }
	r -= 10
	r -= t.Chip(draw.Verified, words.Tr("trust.verified"), r, 10+(row-t.K(24))/2)
	left := deviceLeft(t)
	t.Word(t.Clip(words.Tr("expected.title"), r-left-12, draw.B14), left, 10, row, draw.B14, draw.Fg)
	c := p.w.Now()
	facts := []deviceFact{
		{words.Verdict{Trust: view.TrustVerified, At: k.DecidedAt, By: k.DecidedBy, Detail: k.Detail}.Text(c, words.KeyName(v)), draw.Muted},
		{words.Tr("expected.text"), draw.Muted},
	}
	h := keyFacts(t, k.Fingerprint, facts, 10+row) + 11
	s.Frame(x, y, w, h, draw.Line, draw.Card, 12, 1)
	s.Spot("card expected "+k.Fingerprint, x, y, w, h, func(*draw.Sheet, bool, bool) {}, nil).Menu = menu
	s.Add(t, x, y)
	return h
}

func (p *devicesPage) expectedItems(k view.ExpectedKey, v *view.DevicesView) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(words.Tr("device.copy"), func() { p.w.App.Clipboard().SetContent(words.Grouped(k.Fingerprint)) }),
		fyne.NewMenuItem(words.Tr("timeline.menu"), func() { p.w.openTimeline(v, k.Fingerprint) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.Tr("expected.forget"), func() {
			p.w.Confirm(words.Tr("expected.forgetTitle"), words.Tr("expected.forgetText"), words.Tr("expected.forgetDeed"), func() {
				p.w.Do(app.Decide{Account: p.w.Shown.View.Account, JID: v.JID, Fingerprint: k.Fingerprint, Trust: view.TrustUndecided}, nil)
			})
		}),
	}
}
