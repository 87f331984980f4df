package keys

import (
	"strconv"

	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

func (p *checkPage) draw(s *draw.Sheet) {
	const pad = 24
	y := p.drawHead(s, pad)
	gap := float32(20)
	left := min(s.K(416), (s.W-2*pad-gap)*.38)
	beside := left >= s.K(300)
	if !beside {
		y = p.drawField(s, pad, y, s.W-2*pad, max(s.K(160), s.H*.3)) + 16
		y = p.drawResults(s, pad, y, s.W-2*pad) + 16
		s.H = max(s.H, p.drawFoot(s, pad, y, s.W-2*pad)+pad)
		return
	}
	x, w := pad+left+gap, s.W-2*pad-left-gap
	t := s.Sub(w, 0)
	foot := s.Sub(w, 0)
	fh := p.drawFoot(foot, 0, 0, w)
	th := p.drawResults(t, 0, 0, w)
	bottom := max(s.H-pad, y+th+16+fh)
	p.drawField(s, pad, y, left, bottom-y)
	s.Add(t, x, y)
	s.Add(foot, x, bottom-fh)
	s.H = max(s.H, bottom+pad)
}

func (p *checkPage) drawHead(s *draw.Sheet, pad float32) float32 {
	lh, small := s.K(24), s.K(16)
	title := words.Tr("check.title", "Name", p.name())
	if p.own() {
		title = words.Tr("check.titleOwn")
	}
	s.IconButton("back", "back", words.Tr("tip.back"), pad-8, pad+(lh+small-36)/2, 36, p.Close)
	s.IconButton("close", "close", words.Tr("dialog.close"), s.W-pad-36, pad+(lh+small-36)/2, 36, p.Close)
	x := pad + 40
	s.Word(s.Clip(title, s.W-x-pad-44, draw.B18), x, pad-3, lh, draw.B18, draw.Fg)
	sub := words.OneLine(p.jid, 2*words.NameRunes) + " · " + words.Tr("check.compares")
	return pad - 3 + lh + s.Para(draw.One(sub, draw.F12, draw.Muted), x, pad-3+lh, s.W-x-pad-44, small) + 14
}

// drawField draws where the text comes from, the text, and the lines of it that were not used.
func (p *checkPage) drawField(s *draw.Sheet, x, y, w, h float32) float32 {
	bottom := y + h
	y = s.Flow(x, y, w, []draw.KeyButton{
		{Button: draw.Button{Icon: "paste", Word: words.Tr("check.paste"), Small: true}, Key: "paste", Tap: p.paste},
		{Button: draw.Button{Icon: "file", Word: words.Tr("check.open"), Small: true}, Key: "open", Tap: p.openFile},
		{Button: draw.Button{Icon: "globe", Word: words.Tr("check.fetch"), Small: true}, Key: "fetch", Tap: p.askAddress},
	}) + 8
	below := s.Sub(w, 0)
	bh := p.drawOdd(below, w)
	fh := max(s.K(120), bottom-y-bh)
	s.Entry(p.text, x, y, w, fh, draw.Ctl, 8, 10)
	s.Add(below, x, y+fh)
	return y + fh + bh
}

// drawOdd points out lines that look like fingerprints and are none, and says where the text is from.
func (p *checkPage) drawOdd(t *draw.Sheet, w float32) (h float32) {
	i := t.K(16)
	line := func(icon string, color draw.Token, text string) {
		t.Icon(icon, color, 0, h+9, i)
		h += 8 + t.Para(draw.One(text, draw.F12, draw.Fg), i+8, h+8, w-i-8, i)
	}
	if p.from != "" {
		line("globe", draw.Muted, words.Tr("check.from", "Place", words.OneLine(p.from, 2*words.NameRunes)))
	}
	if p.check == nil {
		return h
	}
	const most = 4
	for n, o := range p.check.Odd {
		if n == most {
			line("warn", draw.Undecided, words.Trn("check.moreOdd", len(p.check.Odd)-most))
			break
		}
		line("warn", draw.Undecided, words.Tr("check.odd", "Line", strconv.Itoa(o.Line), "Digits", strconv.Itoa(o.Digits)))
	}
	for _, address := range p.check.Foreign[:min(len(p.check.Foreign), most)] {
		line("warn", draw.Undecided, words.Tr("check.foreign", "Address", words.OneLine(address, 2*words.NameRunes)))
	}
	return h
}

// drawResults draws the table.
func (p *checkPage) drawResults(s *draw.Sheet, x, y, w float32) float32 {
	lh := s.K(20)
	y += (s.K(30) - lh) / 2
	switch {
	case p.failure != "":
		return y + dialog.Warning(s, p.failure, x, y, w)
	case p.check == nil:
		return y + s.Para(draw.One(words.Tr("check.empty", "Name", p.name()), draw.F14, draw.Muted), x, y, w, lh)
	}
	matches, only, missing := p.check.Count(keys.Matches), p.check.Count(keys.New)+p.check.Count(keys.Differs), p.check.Count(keys.Missing)
	head := words.Trn("check.found", matches+only)
	hw := s.Word(head, x, y, lh, draw.B14, draw.Fg)
	sum := words.Trn("check.matches", matches) + " · " + words.Trn("check.pageOnly", only) + " · " + words.Trn("check.notOnPage", missing)
	if hw+16+s.Width(sum, draw.F12) <= w {
		s.Word(sum, x+hw+16, y, lh, draw.F12, draw.Muted)
		y += s.K(30)
	} else {
		y += lh + s.Para(draw.One(sum, draw.F12, draw.Muted), x, y+lh, w, s.K(16)) + 6
	}
	if len(p.check.Findings) > 0 {
		y = p.drawTable(s, x, y, w) + 14
	}
	i := s.K(20)
	s.Icon("info", draw.Muted, x, y, i)
	return y + s.Para(draw.One(words.Tr("check.asGood", "Name", p.name()), draw.F12, draw.Muted), x+i+10, y, w-i-10, s.K(16))
}

func (p *checkPage) drawTable(s *draw.Sheet, x, y, w float32) float32 {
	t := s.Sub(w, 0)
	const pad = 14
	b, lh := t.Box(), t.K(20)
	open, ticked := 0, len(p.chosen())
	for _, f := range p.check.Findings {
		if p.tickable(f) {
			open++
		}
	}
	h := max(b, lh) + 16
	if open > 0 {
		t.Check("all", ticked == open, draw.Ctl, pad, (h-b)/2, func() { p.tickAll(ticked < open) })
	}
	left := pad + b + 12
	resultAt := w - pad - resultWidth(t)
	wide := resultAt-left >= t.K(270)
	t.Word(words.Tr("check.device"), left, 0, h, draw.F12, draw.Muted)
	if wide {
		t.Word(words.Tr("check.result"), resultAt, 0, h, draw.F12, draw.Muted)
		t.Right(words.Tr("check.now"), w-pad, 0, h, draw.F12, draw.Muted)
	}
	ty := h
	for _, f := range p.check.Findings {
		t.Rect(1, ty, w-2, 1, draw.Line)
		ty = p.drawRow(t, f, ty+9, left, resultAt, wide) + 9
	}
	s.Frame(x, y, w, ty, draw.Line, draw.Card, 12, 1)
	s.Add(t, x, y)
	return y + ty
}

// resultWidth is what the widest result takes with the widest decision behind it.
func resultWidth(t *draw.Sheet) float32 {
	word, chip := float32(0), t.Width(words.Tr("check.unknown"), draw.F12)
	for _, r := range []keys.Result{keys.Matches, keys.New, keys.Missing, keys.Differs} {
		_, _, w := resultWord(r)
		word = max(word, t.Width(w, draw.B13))
	}
	for _, level := range []view.Trust{view.TrustUndecided, view.TrustTrusted, view.TrustVerified, view.TrustRejected} {
		chip = max(chip, t.Width(words.TrustWord(level), draw.B12)+23+t.K(16))
	}
	return max(t.K(230), t.K(16)+8+word+16+chip)
}

func (p *checkPage) drawRow(t *draw.Sheet, f keys.Finding, y, left, resultAt float32, wide bool) float32 {
	const pad = 14
	b, lh := t.Box(), t.K(20)
	in := t.W - left - pad
	if wide {
		in = resultAt - left - 12
	}
	d := foundDevice(f, p.check)
	name, note := words.DeviceName(d), ""
	switch {
	case f.Result == keys.New:
		name, note = words.Tr("check.notSeen"), words.Tr("check.countsOnce")
	case f.This:
		note = words.Tr("code.thisDevice")
	case !f.Active:
		note = words.Tr("check.inactive")
	}
	nw := t.Word(t.Clip(name, in, draw.B14), left, y, lh, draw.B14, draw.Fg)
	t.Word(t.Clip(note, in-nw-6, draw.F12), left+nw+6, y, lh, draw.F12, draw.Muted)
	end := y + lh
	end += dialog.Fingerprint(t, f.Fingerprint, left, end, in, draw.Font{Size: 12.5, Mono: true}, 16)
	middle := (y + end) / 2
	icon, color, word := resultWord(f.Result)
	i := t.K(16)
	if wide {
		t.Icon(icon, color, resultAt, middle-i/2, i)
		t.Word(word, resultAt+i+8, middle-lh/2, lh, draw.B13, color)
		p.drawNow(t, f, middle)
	} else {
		t.Icon(icon, color, left, end+6+(lh-i)/2, i)
		t.Word(word, left+i+8, end+6, lh, draw.B13, color)
		p.drawNow(t, f, end+6+lh/2)
		end += 6 + max(lh, t.K(24))
	}
	if p.tickable(f) {
		t.Check("tick "+f.Fingerprint, p.ticked[f.Fingerprint], draw.Ctl, pad, (y+end-b)/2, func() {
			p.ticked[f.Fingerprint] = !p.ticked[f.Fingerprint]
			p.Refresh()
		})
	}
	return end
}

// drawNow draws the decision about a key as it stands, round a line.
func (p *checkPage) drawNow(t *draw.Sheet, f keys.Finding, middle float32) {
	const pad = 14
	lh := t.K(20)
	switch {
	case f.This:
		t.Right(words.Tr("device.thisChip"), t.W-pad, middle-lh/2, lh, draw.B12, draw.Acc)
	case f.Result == keys.New && f.Trust == view.TrustUndecided || f.Trust == "":
		t.Right(words.Tr("check.unknown"), t.W-pad, middle-lh/2, lh, draw.F12, draw.Muted)
	default:
		t.Chip(draw.Token(f.Trust), words.TrustWord(f.Trust), t.W-pad, middle-t.K(12))
	}
}

func resultWord(r keys.Result) (icon string, color draw.Token, word string) {
	switch r {
	case keys.Matches:
		return "check", draw.Verified, words.Tr("check.wordMatches")
	case keys.Missing:
		return "close", draw.Undecided, words.Tr("check.wordMissing")
	case keys.Differs:
		return "warn", draw.Rejected, words.Tr("check.wordDiffers")
	}
	return "plus", draw.Acc, words.Tr("check.wordOnly")
}

// drawFoot draws what can be done with the result.
func (p *checkPage) drawFoot(s *draw.Sheet, x, y, w float32) float32 {
	if p.said != "" {
		i := s.K(16)
		s.Icon("verified", draw.Verified, x, y+1, i)
		y += s.Para(draw.One(p.said, draw.F13, draw.Fg), x+i+8, y, w-i-8, s.K(18)) + 10
	}
	n := len(p.chosen())
	deed := draw.KeyButton{Button: draw.Button{Word: words.Trn("check.deed", n), Kind: draw.Primary}, Key: "verify"}
	if n > 0 && !p.busy {
		deed.Tap = p.verify
	}
	buttons := []draw.KeyButton{
		{Button: draw.Button{Icon: "page", Word: words.Tr("check.makeOwn"), Kind: draw.Text}, Key: "own", Tap: func() {
			p.Close()
			p.w.ShowCode(p.account)
		}},
		{Button: draw.Button{Word: words.Tr("dialog.close")}, Key: dialog.CancelKey, Tap: p.Close},
	}
	if len(p.changed) > 0 {
		buttons = append(buttons, draw.KeyButton{Button: draw.Button{Word: words.Tr("undo.button")}, Key: "undo", Tap: p.undo})
	}
	buttons = append(buttons, deed)
	total := float32(-8)
	for _, b := range buttons {
		bw, _ := s.Size(b.Button)
		total += bw + 8
	}
	if total > w {
		return s.Flow(x, y, w, buttons)
	}
	first, _ := s.Size(buttons[0].Button)
	s.Flow(x, y, first, buttons[:1])
	return s.Flow(x+w-(total-first-8), y, total-first-7, buttons[1:])
}
