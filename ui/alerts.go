package ui

import (
	"vouch/app"
	"vouch/ui/draw"
)

func (p *devicesPage) tabMark(v *app.DevicesView) (string, draw.Token) {
	if v.Own && (p.w.account().Undecided > 0 || p.w.account().ListAlert) {
		return "warn", draw.Rejected
	}
	for _, d := range v.Devices {
		if d.Active && d.Trust == app.TrustUndecided {
			return "undecided", draw.Undecided
		}
	}
	return "", ""
}

// drawAlerts draws what the owner of the account must know: devices nobody decided on, and a list that is disputed.
func (p *devicesPage) drawAlerts(s *draw.Sheet, v *app.DevicesView, x, y, w float32) float32 {
	a := p.w.account()
	alert := func(title, text string) {
		in := w - 53 - 14
		th := s.Wrap(draw.One(title, draw.B14, draw.Fg), in).Lines
		bh := s.Wrap(draw.One(text, draw.F13, draw.Fg), in).Lines
		h := float32(th)*s.K(20) + float32(bh)*s.K(18) + 22
		s.Frame(x, y, w, h, draw.Rejected, draw.RejectedTint, 12, 2)
		s.Icon("warn", draw.Rejected, x+14, y+11, 24)
		ty := y + 10 + s.Para(draw.One(title, draw.B14, draw.Fg), x+53, y+10, in, s.K(20))
		s.Para(draw.One(text, draw.F13, draw.Fg), x+53, ty, in, s.K(18))
		y += h + 12
	}
	var first *app.DeviceView
	for _, d := range v.Devices {
		if d.Active && !d.This && d.Trust == app.TrustUndecided && first == nil {
			first = d
		}
	}
	if a.Undecided > 0 && first != nil {
		alert(trn("own.alertTitle", a.Undecided, "Seen", p.w.now().seen(first.FirstSeen)), tr("own.alertText"))
	}
	if a.ListAlert {
		alert(tr("own.listAlertTitle"), tr("own.listAlertText"))
	}
	return y
}
