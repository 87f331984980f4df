package keys

import (
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// draw draws what was found: what does not match first.
func (r *scanned) draw(s *draw.Sheet, d *dialog.Dialog, x, y, w float32) float32 {
	if r.failure != "" {
		y += dialog.Warning(s, r.failure, x, y, w) + 10
	}
	for _, result := range []keys.Result{keys.Differs, keys.Matches, keys.New, keys.Missing} {
		var of []keys.Finding
		for _, f := range r.check.Findings {
			if f.Result == result {
				of = append(of, f)
			}
		}
		switch {
		case len(of) == 0:
		case result == keys.Differs:
			y = r.drawDiffers(s, d, of, x, y, w) + 10
		default:
			y = r.drawSection(s, result, of, r.sideWord(result), x, y, w) + 10
		}
	}
	return y - 10
}

func (r *scanned) sideWord(result keys.Result) string {
	switch {
	case result == keys.Missing:
		return words.Tr("result.missingSide")
	case r.failure != "":
		return words.Tr("result.nothingSide")
	case result == keys.New:
		return words.Tr("result.newSide")
	}
	return words.Tr("result.matchSide")
}

func sectionHead(result keys.Result, n int) (icon string, color draw.Token, word string) {
	switch result {
	case keys.Differs:
		return "warn", draw.Rejected, words.Trn("result.differ", n)
	case keys.Matches:
		return "verified", draw.Verified, words.Trn("result.match", n)
	case keys.New:
		return "plus", draw.Acc, words.Trn("result.new", n)
	}
	return "inactive", draw.Muted, words.Trn("result.missing", n)
}

// drawSection draws the keys with one result in a frame, below a heading with words at the right.
func (r *scanned) drawSection(s *draw.Sheet, result keys.Result, of []keys.Finding, side string, x, y, w float32) float32 {
	t := s.Sub(w, 0)
	const pad = 16
	icon, color, word := sectionHead(result, len(of))
	lh, small, i := t.K(20), t.K(16), t.K(16)
	ty := float32(8)
	t.Icon(icon, color, pad, ty+(lh-i)/2, i)
	title := color
	if result == keys.New || result == keys.Missing {
		title = draw.Fg
	}
	hw := t.Word(word, pad+i+10, ty, lh, draw.B14, title)
	if sw := t.Width(side, draw.F12); side != "" && pad+i+10+hw+16+sw <= w-pad {
		t.Right(side, w-pad, ty, lh, draw.F12, draw.Muted)
		ty += lh
	} else {
		ty += lh
		if side != "" {
			ty += t.Para(draw.One(side, draw.F12, draw.Muted), pad+i+10, ty, w-2*pad-i-10, small)
		}
	}
	ty += 8
	for _, f := range of {
		t.Rect(1, ty, w-2, 1, draw.Line)
		ty = r.drawFinding(t, f, ty+8) + 8
	}
	s.Frame(x, y, w, ty, draw.Line, draw.Card, 12, 1)
	s.Add(t, x, y)
	return y + ty
}

func (r *scanned) drawFinding(t *draw.Sheet, f keys.Finding, y float32) float32 {
	const pad = 16
	icon, lh := t.K(20), t.K(24)
	left := pad + icon + 14
	if f.Result == keys.New {
		t.Icon("key", draw.Muted, pad, y+6, icon)
		return y + dialog.Fingerprint(t, f.Fingerprint, left, y, t.W-left-pad, draw.Font{Size: 12.5, Mono: true}, 17)
	}
	d := foundDevice(f, r.check)
	t.Icon(deviceIcon(d), draw.Muted, pad, y+(lh-icon)/2, icon)
	edge := t.W - pad
	level := r.levelNow(f)
	if f.This {
		edge -= t.Width(words.Tr("device.thisChip"), draw.B12)
		t.Word(words.Tr("device.thisChip"), edge, y, lh, draw.B12, draw.Acc)
	} else {
		edge -= t.Chip(draw.Token(level), words.TrustWord(level), edge, y)
	}
	name := t.Clip(words.DeviceName(d), edge-left-8, draw.B14)
	nx := left + t.Word(name, left, y, lh, draw.B14, draw.Fg) + 8
	if note := r.wasText(f); t.Width(note, draw.F12) <= edge-8-nx {
		t.Word(note, nx, y+1, lh, draw.F12, draw.Muted)
		return y + lh
	} else {
		return y + lh + t.Para(draw.One(note, draw.F12, draw.Muted), left, y+lh, t.W-left-pad, t.K(16))
	}
}

// levelNow is the decision about a key after what was verified.
func (r *scanned) levelNow(f keys.Finding) view.Trust {
	for _, c := range r.changed {
		if c.Fingerprint == f.Fingerprint {
			return c.To
		}
	}
	return f.Trust
}

// wasText says how a device stood before the code was read.
func (r *scanned) wasText(f keys.Finding) string {
	switch {
	case f.This:
		return ""
	case f.Result == keys.Missing && !f.Active:
		return words.Tr("result.inactive", "When", r.w.Now().Seen(f.LastSeen))
	case f.Result == keys.Missing || len(r.changed) == 0 && f.Trust != view.TrustRejected:
		return "" // as the mark says
	}
	switch f.Trust {
	case view.TrustVerified:
		return words.Tr("result.wasVerified")
	case view.TrustTrusted:
		return words.Tr("result.wasTrusted")
	case view.TrustRejected:
		return words.Tr("result.staysRejected")
	}
	return words.Tr("result.wasUndecided")
}

// foundDevice is a finding as the list of devices would show it.
func foundDevice(f keys.Finding, check *keys.Check) *view.DeviceView {
	return &view.DeviceView{JID: check.JID, ID: f.DeviceID, Label: f.Label, Fingerprint: f.Fingerprint, This: f.This, Own: check.Own, Active: f.Active, Trust: f.Trust}
}

// drawDiffers draws the devices whose key is another one, framed in the colour of danger, with both keys.
func (r *scanned) drawDiffers(s *draw.Sheet, d *dialog.Dialog, of []keys.Finding, x, y, w float32) float32 {
	t := s.Sub(w, 0)
	const pad = 16
	icon, color, word := sectionHead(keys.Differs, len(of))
	lh, i := t.K(20), t.K(16)
	head := lh + 16
	t.Icon(icon, color, pad, 8+(lh-i)/2, i)
	hw := t.Word(word, pad+i+10, 8, lh, draw.B14, color)
	if side := words.Tr("result.differSide"); pad+i+10+hw+16+t.Width(side, draw.F12) <= w-pad {
		t.Right(side, w-pad, 8, lh, draw.F12, draw.Fg)
	}
	ty := head
	for _, f := range of {
		t.Rect(2, ty, w-4, 1, draw.Line)
		ty = r.drawDiffering(t, d, f, ty+10) + 10
	}
	s.Frame(x, y, w, ty, draw.Rejected, draw.Card, 12, 2)
	s.Rect(x+2, y+2, w-4, head-2, draw.RejectedTint, 10, 10, 0, 0)
	s.Add(t, x, y)
	return y + ty
}

func (r *scanned) drawDiffering(t *draw.Sheet, d *dialog.Dialog, f keys.Finding, y float32) float32 {
	const pad = 16
	icon := t.K(20)
	left := pad + icon + 14
	in := t.W - left - pad
	device := foundDevice(f, r.check)
	device.Trust = f.KnownTrust
	t.Icon(deviceIcon(device), draw.Muted, pad, y, icon)
	t.Word(t.Clip(words.DeviceName(device), in, draw.B14), left, y, t.K(20), draw.B14, draw.Fg)
	y += t.K(20)
	text := words.Tr("result.differText", "Name", r.name())
	if r.check.Own {
		text = words.Tr("result.differTextOwn")
	}
	y += t.Para(draw.One(text, draw.F12, draw.Muted), left, y, in, t.K(16)) + 6
	mono := draw.Font{Size: 12.5, Mono: true}
	four := 4*(t.Width("00000000", mono)+t.K(12)) - t.K(12) + 1
	cap := t.K(16)
	column := func(word, print string, x, y, w float32) float32 {
		t.Word(word, x, y, cap, draw.F12, draw.Muted)
		return cap + dialog.Fingerprint(t, print, x, y+cap, w, mono, 17)
	}
	if 2*four+24 <= in {
		h := column(words.Tr("result.knownHere"), f.Known, left, y, four)
		y += max(h, column(words.Tr("result.inTheCode"), f.Fingerprint, left+four+24, y, four))
	} else {
		y += column(words.Tr("result.knownHere"), f.Known, left, y, in) + 4
		y += column(words.Tr("result.inTheCode"), f.Fingerprint, left, y, in)
	}
	if f.This || f.KnownTrust == view.TrustRejected || r.off[f.Known] {
		if r.off[f.Known] {
			y += 6 + t.Para(draw.One(words.Tr("result.knownRejected"), draw.F12, draw.Rejected), left, y+6, in, t.K(16))
		}
		return y
	}
	return t.Flow(left, y+8, in, []draw.KeyButton{
		{Button: draw.Button{Icon: "rejected", Word: words.Tr("result.rejectKnown"), Small: true, Color: draw.Rejected}, Key: "reject " + f.Known, Tap: func() { r.rejectKnown(f, d) }},
	})
}
