package keys

import (
	"slices"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

func (p *devicesPage) tabMark(v *view.DevicesView) (string, draw.Token) {
	if v.Own && alarming(p.w.Account(), v) {
		return "warn", draw.Rejected
	}
	for _, d := range v.All() {
		if d.Active && d.Trust == view.TrustUndecided {
			return "undecided", draw.Undecided
		}
	}
	return "", ""
}

// drawAlerts draws what the owner of the account must know: devices nobody decided on, and a list that is disputed.
func (p *devicesPage) drawAlerts(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	a := p.w.Account()
	var new []*view.DeviceView
	for _, d := range v.Devices {
		if d.Active && !d.This && d.Trust == view.TrustUndecided {
			new = append(new, d)
		}
	}
	if a.Doubt != "" {
		y += drawAlert(s, words.Tr("doubt.title"), words.DoubtText(a.Doubt)+" "+words.Tr("doubt.waits"), x, y, w, p.w.DoubtButtons()) + 12
	}
	if a.Undecided > 0 && len(new) > 0 {
		var buttons []draw.KeyButton
		if d := p.w.foreign(v); d != nil {
			buttons = p.w.mineOrNot(d, draw.OnTint, "")
		}
		y += drawAlert(s, words.Trn("own.alertTitle", a.Undecided, "Seen", p.w.Now().Seen(new[0].FirstSeen)), words.Tr("own.alertText"), x, y, w, buttons) + 12
	}
	for _, d := range v.Devices {
		if cameBack(d) {
			y += drawAlert(s, words.Tr("own.backTitle", "Device", words.DeviceName(d)), words.Tr("own.backText"), x, y, w, []draw.KeyButton{
				{Button: draw.Button{Word: words.Tr("lost.password"), Kind: draw.Deed, Small: true}, Key: "password " + deviceKey(d), Tap: func() { p.w.to.NewPassword(a.JID) }},
			}) + 12
		}
	}
	if a.ListAlert {
		y += drawAlert(s, words.Tr("own.listAlertTitle"), words.Tr("own.listAlertText"), x, y, w, nil) + 12
	}
	return y
}

// alarming says whether the page of an account has something that its owner must not miss.
func alarming(a *view.AccountView, v *view.DevicesView) bool {
	return a.Undecided > 0 || a.ListAlert || a.Doubt != "" || slices.ContainsFunc(v.Devices, cameBack)
}

// cameBack says whether a device is in the list again after the user took it out of the account.
func cameBack(d *view.DeviceView) bool { return d.Own && d.Removed && d.Active }

// drawAlert draws a framed box with its buttons at the right, or below the words where the room is short. It gives the
// height.
func drawAlert(s *draw.Sheet, title, text string, x, y, w float32, buttons []draw.KeyButton) float32 {
	t := s.Sub(w, 0)
	left := 15 + t.K(24) + 14
	in, across, bh := w-left-14, float32(0), float32(0)
	for _, b := range buttons {
		bw, h := t.Size(b.Button)
		across, bh = across+bw+8, h
	}
	beside := in-across-8 >= t.K(320)
	if beside && across > 0 {
		in -= across + 8
	}
	t.Icon("warn", draw.Rejected, 15, 11, t.K(24))
	ty := 10 + t.Para(draw.One(title, draw.B14, draw.Fg), left, 10, in, t.K(20))
	ty += t.Para(draw.One(text, draw.F13, draw.Fg), left, ty, in, t.K(18))
	switch {
	case across == 0:
	case beside:
		t.Flow(w-14-across+8, max(10, (ty+12-bh)/2), across, buttons)
		ty = max(ty, bh+10)
	default:
		ty = t.Flow(left, ty+8, in, buttons) + 2
	}
	s.Frame(x, y, w, ty+12, draw.Rejected, draw.RejectedTint, 12, 2)
	s.Add(t, x, y)
	return ty + 12
}
