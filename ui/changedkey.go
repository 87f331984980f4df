package ui

import (
	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// askChanged asks what is to become of a device that came with another key. Both keys are shown; Cancel has the keyboard.
func (w *Window) askChanged(m app.Moment) {
	d := &app.DeviceView{JID: m.JID, ID: m.DeviceID, Fingerprint: m.Fingerprint, Label: m.Label, Own: m.JID == w.Shown.View.Account, Active: true, Changed: true, Trust: app.TrustUndecided}
	name := words.NameOf(m.Name, m.JID)
	dl := &dialog.Dialog{Title: words.Tr("changed.title", "Device", words.MomentDevice(m)), Text: words.Tr("changed.text", "Name", name), Width: 560, Focus: dialog.CancelKey}
	dl.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y += drawKey(s, words.Tr("moment.before"), m.Before, x, y, bw) + 10
		return y + drawKey(s, words.Tr("moment.now"), m.Fingerprint, x, y, bw)
	}
	dl.Buttons = []draw.KeyButton{
		dialog.CancelButton(),
		{Button: draw.Button{Icon: "rejected", Word: words.Tr("device.reject"), Color: draw.Rejected}, Key: "reject", Tap: func() { w.decide(d, app.TrustRejected) }},
		{Button: draw.Button{Icon: "trusted", Word: words.Tr("device.trust")}, Key: "trust", Tap: func() { w.decide(d, app.TrustTrusted) }},
		{Button: draw.Button{Word: words.Tr("device.compare"), Kind: draw.Primary}, Key: "compare", Tap: func() { w.compare(d, name) }},
	}
	w.OpenDialog(dl)
}
