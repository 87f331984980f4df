package keys

import (
	"strconv"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// foreign is the one own device that nobody has decided on and that has shown its key, or nil where there are several.
func (w *Room) foreign(v *view.DevicesView) (one *view.DeviceView) {
	for _, d := range v.Devices {
		switch {
		case !d.Active || d.This || d.Trust != view.TrustUndecided || d.Fingerprint == "":
		case one != nil:
			return nil
		default:
			one = d
		}
	}
	return one
}

// mineOrNot are the two answers to a new device of the account. Neither decides at once. suffix makes the keys of the
// buttons different where there are several such devices.
func (w *Room) mineOrNot(d *view.DeviceView, kind draw.Kind, suffix string) []draw.KeyButton {
	return []draw.KeyButton{
		{Button: draw.Button{Word: words.Tr("own.mine"), Kind: kind, Small: true}, Key: "mine" + suffix, Tap: func() { w.askMine(d) }},
		{Button: draw.Button{Word: words.Tr("own.notMine"), Kind: draw.Deed, Small: true}, Key: "not mine" + suffix, Tap: func() { w.askNotMine(d) }},
	}
}

// askMine asks how sure the user is that a new device is the own one: trusted as it is, or compared first.
func (w *Room) askMine(d *view.DeviceView) {
	dl := &dialog.Dialog{Title: words.Tr("mine.title"), Text: words.Tr("mine.text"), Width: 520, Focus: dialog.CancelKey}
	dl.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		return drawDevice(s, d, w.Now(), x, y, bw)
	}
	dl.Buttons = []draw.KeyButton{
		dialog.CancelButton(),
		{Button: draw.Button{Icon: "trusted", Word: words.Tr("mine.trust")}, Key: "trust", Tap: func() { w.Decide(d, view.TrustTrusted) }},
		{Button: draw.Button{Word: words.Tr("device.compare"), Kind: draw.Primary}, Key: "compare", Tap: func() { w.Compare(d, "") }},
	}
	w.OpenDialog(dl)
}

// askNotMine begins what is to be done about a device that somebody else has added: out of the account with it, then
// another password, then a word to the contacts.
func (w *Room) askNotMine(d *view.DeviceView) {
	w.askRemoveDevice(d, words.Tr("notMine.title"), words.Tr("notMine.text"), words.Tr("notMine.deed"), removedWords{
		title: words.Tr("notMine.doneTitle"), text: words.Tr("notMine.doneText"), password: draw.Primary,
	})
}

// drawDevice draws a device in a dialog: name, id, when it was seen, fingerprint. It gives the lower edge.
func drawDevice(s *draw.Sheet, d *view.DeviceView, c words.Calendar, x, y, w float32) float32 {
	const pad = 14
	t := s.Sub(w, 0)
	lh, i := t.K(20), t.Box()
	t.Icon(deviceIcon(d), draw.Muted, pad, 12+(lh-i)/2, i)
	left := pad + i + 10
	id := strconv.Itoa(int(d.ID))
	nw := t.Word(t.Clip(words.DeviceName(d), w-left-pad-t.Width(id, draw.F12)-10, draw.B14), left, 12, lh, draw.B14, draw.Fg)
	t.Word(id, left+nw+10, 12, lh, draw.F12, draw.Muted)
	ty := 12 + lh
	ty += t.Para(draw.One(sightings(d, c), draw.F12, draw.Muted), left, ty, w-left-pad, t.K(16)) + 6
	ty += dialog.Fingerprint(t, d.Fingerprint, left, ty, w-left-pad, draw.Font{Size: 12.5, Mono: true}, 17) + 12
	s.Frame(x, y, w, ty, draw.Line, draw.Card, 12, 1)
	s.Add(t, x, y)
	return y + ty
}
