package keys

import (
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2/canvas"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// draw places the code beside what is said about it, or above where the window is narrow.
func (p *codePage) draw(s *draw.Sheet) {
	const pad = 24
	right := min(s.K(416), s.W*.45)
	side := min(s.H-2*pad-s.K(40), s.W-right-3*pad)
	if side < 320 || right < s.K(300) {
		side = min(s.W-2*pad, max(240, s.H-2*pad-s.K(40)))
		y := p.drawTitle(s, pad, pad, s.W-2*pad)
		if p.code != nil {
			y = p.drawCode(s, (s.W-side)/2, y, side) + 16
		}
		y = p.drawFacts(s, pad, y, s.W-2*pad)
		s.H = max(s.H, p.drawDeeds(s, pad, y+12, s.W-2*pad)+pad)
		return
	}
	if p.code != nil {
		p.drawCode(s, pad, pad, side)
	}
	x, w := s.W-pad-right, right
	if p.code == nil {
		x, w = pad, s.W-2*pad
	}
	y := p.drawFacts(s, x, p.drawTitle(s, x, pad, w), w)
	deeds := s.Sub(w, 0)
	h := p.drawDeeds(deeds, 0, 0, w)
	top := max(y+16, s.H-pad-h)
	s.Add(deeds, x, top)
	s.H = max(s.H, top+h+pad)
}

func (p *codePage) drawTitle(s *draw.Sheet, x, y, w float32) float32 {
	title := words.Tr("code.title")
	if !p.own() {
		title = words.Tr("code.titleOf", "Name", p.name())
	}
	h := s.Para(draw.One(title, draw.B24, draw.Fg), x, y, w-48, s.K(34))
	s.IconButton("close", "close", words.Tr("dialog.close"), x+w-36, y, 36, p.Close)
	y += h + 12
	name, lh, small := p.name(), s.K(20), s.K(16)
	row := max(40, lh+small)
	var picture *view.Picture
	if p.own() {
		picture = p.w.Account().Picture
	} else {
		picture = p.w.RowOf(p.jid).Picture
	}
	s.Face(p.w.Face(name, p.jid, picture), x, y+(row-40)/2, 40, draw.PresenceNone, draw.Bg)
	top := y + (row-lh-small)/2
	s.Word(s.Clip(name, w-52, draw.B14), x+52, top, lh, draw.B14, draw.Fg)
	s.Word(s.Clip(words.OneLine(p.jid, 2*words.NameRunes), w-52, draw.F12), x+52, top+lh, small, draw.F12, draw.Muted)
	return y + row + 12
}

// drawCode draws the part that is shown: black on white in every theme, each module as many whole pixels as there is room
// for.
func (p *codePage) drawCode(s *draw.Sheet, x, y, side float32) float32 {
	s.Rect(x, y, side, side, draw.Line, 12)
	s.RectColor(x+1, y+1, side-2, side-2, color.White, 11)
	picture := p.pictures[p.part]
	scale := p.w.Win.Canvas().Scale()
	n := float32(picture.Bounds().Dx())
	module := float32(math.Floor(float64((side - 8) * scale / n)))
	edge := max(1, module) * n / scale
	img := canvas.NewImageFromImage(picture)
	img.ScaleMode, img.FillMode = canvas.ImageScalePixels, canvas.ImageFillStretch
	at := (side - edge) / 2
	s.Put(img, x+at, y+at, edge, edge)
	y += side + 8
	hint, lh := words.Tr("code.hold"), s.K(20)
	if n := len(p.pictures); n > 1 {
		hint = words.Tr("code.turns")
		b, word := max(28, s.K(24)), words.Tr("code.part", "Part", strconv.Itoa(p.part+1), "Parts", strconv.Itoa(n))
		w := s.Width(word, draw.B14) + 2*b + 24
		cx := x + (side-w)/2
		s.IconButton("before", "back", words.Tr("code.before"), cx, y, b, func() { p.turnTo(p.part - 1) })
		s.Word(word, cx+b+12, y, b, draw.B14, draw.Fg)
		s.IconButton("next", "right", words.Tr("code.next"), cx+w-b, y, b, func() { p.turnTo(p.part + 1) })
		y += b + 4
	}
	return y + s.ParaMid(draw.One(hint, draw.F12, draw.Muted), x, y+(lh-s.K(16))/2, side, s.K(16)) + 4
}

// drawFacts says what the code is for and which devices it holds.
func (p *codePage) drawFacts(s *draw.Sheet, x, y, w float32) float32 {
	text := words.Tr("code.text")
	if !p.own() {
		text = words.Tr("code.textOf", "Name", p.name())
	}
	y += s.Para(draw.One(text, draw.F14, draw.Muted), x, y, w, s.K(20)) + 12
	if p.failure != "" {
		return y + dialog.Warning(s, p.failure, x, y, w) + 8
	}
	if p.code == nil {
		return y
	}
	y = p.drawDevices(s, x, y, w) + 12
	if p.own() {
		y = drawSwitch(s, "trusted", words.Tr("code.trusted"), words.Tr("code.trustedText"), p.trusted, x, y, w, func() {
			p.trusted = !p.trusted
			p.load()
			p.Refresh()
		}) + 12
	}
	for _, level := range []view.Trust{view.TrustTrusted, view.TrustUndecided, view.TrustRejected} {
		n := 0
		for _, d := range p.code.LeftOut {
			if d.Trust == level {
				n++
			}
		}
		if n > 0 {
			i := s.K(16)
			s.Icon(string(level), draw.Token(level), x, y, i)
			y += s.Para(draw.One(notInText(level, n), draw.F12, draw.Muted), x+i+8, y, w-i-8, i) + 4
		}
	}
	return y
}

func notInText(level view.Trust, n int) string {
	switch level {
	case view.TrustTrusted:
		return words.Trn("code.leftTrusted", n)
	case view.TrustRejected:
		return words.Trn("code.leftRejected", n)
	}
	return words.Trn("code.leftUndecided", n)
}

func (p *codePage) drawDevices(s *draw.Sheet, x, y, w float32) float32 {
	t := s.Sub(w, 0)
	const pad = 16
	ty := float32(0)
	for i, d := range p.code.Devices {
		if i > 0 {
			t.Rect(pad, ty, w-2*pad, 1, draw.Line)
		}
		lh, small, icon := t.K(20), t.K(16), t.K(20)
		h := max(52, lh+16)
		if d.This {
			h = max(52, lh+small+16)
		}
		t.Icon(deviceIcon(d), draw.Muted, pad, ty+(h-icon)/2, icon)
		r := w - pad
		if d.This {
			t.Icon("check", draw.Acc, r-icon, ty+(h-icon)/2, icon)
			r -= icon
		} else {
			r -= t.Chip(draw.Token(d.Trust), words.TrustWord(d.Trust), r, ty+(h-t.K(24))/2)
		}
		left := pad + icon + 12
		top := ty + (h-lh)/2
		if d.This {
			top = ty + (h-lh-small)/2
			t.Word(words.Tr("code.thisDevice"), left, top+lh, small, draw.F12, draw.Muted)
		}
		t.Word(t.Clip(words.DeviceName(d), r-left-12, draw.B14), left, top, lh, draw.B14, draw.Fg)
		ty += h
	}
	s.Frame(x, y, w, ty, draw.Line, draw.Card, 12, 1)
	s.Add(t, x, y)
	return y + ty
}

// drawDeeds are the buttons, two in a row.
func (p *codePage) drawDeeds(s *draw.Sheet, x, y, w float32) float32 {
	if p.code == nil {
		return y
	}
	deeds := []draw.KeyButton{
		{Button: draw.Button{Icon: "copy", Word: words.Tr("code.copy")}, Key: "copy", Tap: p.copyLink},
		{Button: draw.Button{Icon: "download", Word: words.Tr("code.save")}, Key: "save", Tap: p.savePicture},
		{Button: draw.Button{Icon: "print", Word: words.Tr("code.print")}, Key: "print", Tap: p.print},
		{Button: draw.Button{Icon: "page", Word: words.Tr("code.page")}, Key: "page", Tap: p.makePage},
	}
	half := (w - 8) / 2
	for _, b := range deeds {
		if bw, _ := s.Size(b.Button); bw > half {
			half = w
		}
	}
	cx, h := x, float32(0)
	for _, b := range deeds {
		b.Wide = half
		if _, h = s.Size(b.Button); cx > x && cx+half > x+w+1 {
			cx, y = x, y+h+8
		}
		s.Button(b.Key, b.Button, cx, y, b.Tap)
		cx += half + 8
	}
	y += h + 10
	if p.said != "" {
		y += s.Para(draw.One(p.said, draw.F13, draw.Fg), x, y, w, s.K(18)) + 4
	}
	return y + s.Para(draw.One(words.Tr("code.asSafe"), draw.F12, draw.Muted), x, y, w, s.K(16))
}

// drawSwitch draws a switch at the right of its words and gives the lower edge.
func drawSwitch(s *draw.Sheet, key, word, text string, on bool, x, y, w float32, tap func()) float32 {
	sw, sh := max(40, s.K(40)), max(24, s.K(24))
	t := s.Sub(w, 0)
	in := w - sw - 16
	h := t.Para(draw.One(word, draw.F14, draw.Fg), 0, 0, in, t.K(20))
	h += t.Para(draw.One(text, draw.F12, draw.Muted), 0, h, in, t.K(16))
	h = max(h, sh)
	s.Add(t, x, y)
	s.Hit(key, x+w-sw, y+(h-sh)/2, sw, sh, func(s *draw.Sheet, hover, focus bool) {
		ground, knob := draw.Ctl, s.H-8
		at := float32(4)
		if on {
			ground, at = draw.Fill, s.W-4-knob
		}
		s.Rect(0, 0, s.W, s.H, ground, s.H/2)
		s.Rect(at, 4, knob, knob, draw.White, knob/2)
		if hover {
			s.RectColor(0, 0, s.W, s.H, color.NRGBA{R: 128, G: 128, B: 128, A: 0x14}, s.H/2)
		}
		if focus {
			s.Ring(0, 0, s.W, s.H, s.H/2)
		}
	}, tap)
	return y + h
}
