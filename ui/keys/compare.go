package keys

import (
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Compare shows a fingerprint large, to be compared with what the other side sees. Nothing is decided by looking, and
// nothing by Enter: Cancel has the keyboard.
func (w *Room) Compare(d *view.DeviceView, name string) {
	text := words.Tr("compare.text", "Name", name)
	if d.Own {
		text = words.Tr("compare.textOwn")
	}
	dl := &dialog.Dialog{Title: words.Tr("compare.title", "Device", words.DeviceName(d)), Text: text, Width: 500, Focus: dialog.CancelKey}
	dl.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		f := draw.Font{Size: 20, Mono: true}
		lh, g := s.K(32), s.Width("00000000", f)
		gap := s.K(24)
		if 2*g+gap > bw {
			f.Size = 15
			g = s.Width("00000000", f)
		}
		h := 4*lh + 24
		s.Rect(x, y, bw, h, draw.FieldGround, 12)
		for n := range 8 {
			if len(d.Fingerprint) == 64 {
				s.Word(d.Fingerprint[8*n:8*n+8], x+(bw-2*g-gap)/2+float32(n%2)*(g+gap), y+12+float32(n/2)*lh, lh, f, draw.Fg)
			}
		}
		y += h + 12
		return y + s.Para(draw.One(words.Tr("compare.hint"), draw.F12, draw.Muted), x, y, bw, s.K(16))
	}
	dl.Buttons = []draw.KeyButton{
		dialog.CancelButton(),
		{Button: draw.Button{Icon: "rejected", Word: words.Tr("compare.differ"), Color: draw.Rejected}, Key: "differ", Tap: func() { w.differ(d, name) }},
		{Button: draw.Button{Word: words.Tr("compare.match"), Kind: draw.Primary}, Key: "match", Tap: func() { w.Decide(d, view.TrustVerified) }},
	}
	w.OpenDialog(dl)
}

// differ rejects a device whose fingerprint is another one, and says what that means.
func (w *Room) differ(d *view.DeviceView, name string) {
	w.Decide(d, view.TrustRejected)
	text := words.Tr("compare.differText", "Name", name)
	if d.Own {
		text = words.Tr("compare.differTextOwn")
	}
	w.OpenDialog(&dialog.Dialog{Title: words.Tr("compare.differTitle"), Text: text, Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}})
}
