package keys

import (
	"slices"
	"strconv"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// removable says whether a device can be taken out of the account: another own one that is not out already.
func removable(d *view.DeviceView) bool { return d.Own && !d.This && (d.Active || !d.Removed) }

// askLost asks which own device is lost, says what is done about it, and does it. picked, which may be nil, is chosen at
// first; Cancel has the keyboard.
func (w *Room) askLost(picked *view.DeviceView) {
	devices := slices.DeleteFunc(slices.Clone(w.Shown.Devices.Devices), func(d *view.DeviceView) bool { return !removable(d) })
	if picked == nil && len(devices) == 1 {
		picked = devices[0]
	}
	r := w.removing(removedWords{title: words.Tr("lost.doneTitle"), text: words.Tr("lost.doneText"), password: draw.Primary})
	dl := r.Dialog
	dl.Title, dl.Text = words.Tr("lost.title"), words.Tr("lost.text")
	dl.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for _, d := range devices {
			y = dialog.Choice(s, "pick "+deviceKey(d), lostWords(d, w.Now()), picked == d, true, x, y, bw, func() { picked = d; dl.Refresh() }) + 10
		}
		y = drawSteps(s, []string{words.Tr("lost.stepList"), words.Tr("lost.stepTrust"), words.Tr("lost.stepPassword")}, x, y+4, bw)
		word, tap := words.Tr("lost.deed"), func() { r.remove(picked) }
		if picked == nil {
			tap = nil
		} else {
			word = words.Tr("lost.deedOf", "Device", s.Clip(words.DeviceName(picked), s.K(200), draw.B14))
		}
		return r.finish(s, word, tap, x, y, bw)
	}
	w.OpenDialog(dl)
}

// lostWords names a device to pick.
func lostWords(d *view.DeviceView, c words.Calendar) string {
	said := bidi.Isolate(words.DeviceName(d)) + " · " + strconv.Itoa(int(d.ID))
	if !d.LastSeen.IsZero() {
		said += " · " + words.Tr("device.lastSeen", "When", c.Seen(d.LastSeen))
	}
	return said
}

// askRemoveDevice says what is done about one device, and does it.
func (w *Room) askRemoveDevice(d *view.DeviceView, title, text, deed string, after removedWords) {
	r := w.removing(after)
	dl := r.Dialog
	dl.Title, dl.Text = title, text
	dl.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = drawDevice(s, d, w.Now(), x, y, bw) + 14
		y = drawSteps(s, []string{words.Tr("lost.stepList"), words.Tr("lost.stepTrust"), words.Tr("lost.stepPassword")}, x, y, bw)
		return r.finish(s, deed, func() { r.remove(d) }, x, y, bw)
	}
	w.OpenDialog(dl)
}

// removal is a dialog that takes a device out of the account, and after it offers what is left to do.
type removal struct {
	*dialog.Dialog
	w       *Room
	after   removedWords
	busy    bool
	failure string
}

func (w *Room) removing(after removedWords) *removal {
	return &removal{w: w, after: after, Dialog: &dialog.Dialog{Width: 560, Focus: dialog.CancelKey, Stays: map[string]bool{"deed": true}, Buttons: []draw.KeyButton{dialog.CancelButton()}}}
}

// finish draws what went wrong and sets the buttons. It gives the lower edge.
func (r *removal) finish(s *draw.Sheet, deed string, tap func(), x, y, w float32) float32 {
	if r.failure != "" {
		y += 10 + dialog.Warning(s, r.failure, x, y+10, w)
	}
	if r.busy {
		tap = nil
	}
	r.Buttons = []draw.KeyButton{dialog.CancelButton(), dialog.DeedButton(deed, tap)}
	return y
}

func (r *removal) remove(d *view.DeviceView) {
	r.busy, r.failure = true, ""
	r.Refresh()
	r.w.Do(app.RemoveDevice{Account: r.w.Shown.View.Account, DeviceID: d.ID}, func(err error) {
		r.busy = false
		if err != nil {
			r.failure = words.ErrText(err, words.DeviceName(d))
			r.Refresh()
			return
		}
		r.Close()
		r.w.showRemoved(r.after)
	})
}

// drawSteps draws what will happen, a line with a mark for each, and gives the lower edge.
func drawSteps(s *draw.Sheet, steps []string, x, y, w float32) float32 {
	i, lh := s.K(16), s.K(20)
	for _, text := range steps {
		s.Icon("right", draw.Muted, x, y+(lh-i)/2, i)
		y += s.Para(draw.One(text, draw.F13, draw.Fg), x+i+8, y, w-i-8, lh) + 2
	}
	return y
}

// removedWords are what is said after a device has gone, or keys are new. password is the weight of the button that changes
// the password; Outlined where it is no help.
type removedWords struct {
	title, text string
	password    draw.Kind
	code        bool // offer to show the new code instead of another password
}

// showRemoved offers what is left to do: each as often as wanted, until the user is done.
func (w *Room) showRemoved(said removedWords) {
	account := w.Shown.View.Account
	d := &dialog.Dialog{Title: said.title, Text: said.text, Width: 520, Focus: dialog.CancelKey, Stays: map[string]bool{"password": true, "tell": true, "code": true}}
	done := dialog.CloseButton()
	done.Word = words.Tr("lost.finished")
	first := draw.KeyButton{Button: draw.Button{Icon: "key", Word: words.Tr("lost.password"), Kind: said.password}, Key: "password", Tap: func() { w.to.NewPassword(account) }}
	if said.code {
		first = draw.KeyButton{Button: draw.Button{Icon: "qr", Word: words.Tr("code.mine")}, Key: "code", Tap: func() { w.ShowCode(account) }}
	}
	d.Buttons = []draw.KeyButton{
		done,
		{Button: draw.Button{Icon: "send", Word: words.Tr("lost.tell")}, Key: "tell", Tap: w.to.Tell},
		first,
	}
	w.OpenDialog(d)
}
