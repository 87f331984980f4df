package keys

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// askChanged asks what is to become of a device that came with another key. Both keys are shown; Cancel has the keyboard.
func (w *Room) askChanged(m view.Moment) {
	d := &view.DeviceView{JID: m.JID, ID: m.DeviceID, Fingerprint: m.Fingerprint, Label: m.Label, Own: m.JID == w.Shown.View.Account, Active: true, Changed: true, Trust: view.TrustUndecided}
	name := words.NameOf(m.Name, m.JID)
	dl := &dialog.Dialog{Title: words.Tr("changed.title", "Device", words.MomentDevice(m)), Text: words.Tr("changed.text", "Name", name), Width: 560, Focus: dialog.CancelKey}
	dl.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y += drawKey(s, words.Tr("moment.before"), m.Before, x, y, bw) + 10
		return y + drawKey(s, words.Tr("moment.now"), m.Fingerprint, x, y, bw)
	}
	dl.Buttons = []draw.KeyButton{
		dialog.CancelButton(),
		{Button: draw.Button{Icon: "rejected", Word: words.Tr("device.reject"), Color: draw.Rejected}, Key: "reject", Tap: func() { w.Decide(d, view.TrustRejected) }},
		{Button: draw.Button{Icon: "trusted", Word: words.Tr("device.trust")}, Key: "trust", Tap: func() { w.Decide(d, view.TrustTrusted) }},
		{Button: draw.Button{Word: words.Tr("device.compare"), Kind: draw.Primary}, Key: "compare", Tap: func() { w.Compare(d, name) }},
	}
	w.OpenDialog(dl)
}

// DoubtButtons are the two ways out. Each asks before it does anything.
func (w *Room) DoubtButtons() []draw.KeyButton {
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
