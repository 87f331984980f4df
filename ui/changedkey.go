package ui

import (
	"vouch/app"
	"vouch/ui/draw"
)

// askChanged asks what is to become of a device that came with another key. Both keys are shown; Cancel has the keyboard.
func (w *Window) askChanged(m app.Moment) {
	d := &app.DeviceView{JID: m.JID, ID: m.DeviceID, Fingerprint: m.Fingerprint, Label: m.Label, Own: m.JID == w.shown.View.Account, Active: true, Changed: true, Trust: app.TrustUndecided}
	name := nameOf(m.Name, m.JID)
	dl := &dialog{title: tr("changed.title", "Device", momentDevice(m)), text: tr("changed.text", "Name", name), width: 560, focus: cancelKey}
	dl.body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y += drawKey(s, tr("moment.before"), m.Before, x, y, bw) + 10
		return y + drawKey(s, tr("moment.now"), m.Fingerprint, x, y, bw)
	}
	dl.buttons = []draw.KeyButton{
		cancelButton(),
		{Button: draw.Button{Icon: "rejected", Word: tr("device.reject"), Color: draw.Rejected}, Key: "reject", Tap: func() { w.decide(d, app.TrustRejected) }},
		{Button: draw.Button{Icon: "trusted", Word: tr("device.trust")}, Key: "trust", Tap: func() { w.decide(d, app.TrustTrusted) }},
		{Button: draw.Button{Word: tr("device.compare"), Kind: draw.Primary}, Key: "compare", Tap: func() { w.compare(d, name) }},
	}
	w.openDialog(dl)
}
