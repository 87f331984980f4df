package ui

import (
	"vouch/app"
	"vouch/ui/draw"
)

// drawPolicy says what happens to a new device.
func (p *devicesPage) drawPolicy(s *draw.Sheet, v *app.DevicesView, x, y, w float32) float32 {
	h := s.K(20)
	y += s.Para([]draw.Run{
		{Text: tr("policy.when", "Name", nameOf(v.Name, v.JID)) + " ", Font: draw.B14, Color: draw.Fg},
		{Text: policyText(v.Policy), Font: draw.F14, Color: draw.Muted},
	}, x, y, w, h)
	return y + 14
}

func policyText(policy string) string {
	switch policy {
	case "first-use":
		return tr("policy.firstUse")
	case "until-verified":
		return tr("policy.untilVerified")
	}
	return tr("policy.ask")
}
