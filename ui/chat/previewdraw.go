package chat

import (
	"path/filepath"
	"slices"

	"vouch/app/files/filename"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// lookSide is the side of the square in which a picture is seen beside its name, at normal text.
const lookSide = 32

// draw lists the files in the order in which they go, each of which can be left out, with what goes before them.
func (p *preview) draw(s *draw.Sheet, x, y, w float32) float32 {
	p.takes = p.limits()
	for i, f := range p.files {
		y = p.drawFile(s, i, f, x, y, w)
	}
	if p.left > 0 {
		y += 4 + s.Para(draw.One(words.Trn("attach.left", p.left), draw.F12, draw.Undecided), x, y+4, w, s.K(16))
	}
	if slices.ContainsFunc(p.files, func(f *attached) bool { return filename.Tells(f.path) }) {
		y += 4 + s.Para(draw.One(words.Tr("attach.tells"), draw.F12, draw.Undecided), x, y+4, w, s.K(16))
	}
	y = dialog.Field(s, p.caption, words.Tr("attach.caption"), x, y+10, w) + 8
	y = p.drawSizes(s, x, y, w)
	if slices.ContainsFunc(p.files, func(f *attached) bool { return !f.picture() }) {
		y = p.box(s, "named", words.Tr("attach.named"), !p.unnamed, x, y, w, func() { p.unnamed = !p.unnamed })
	}
	if slices.ContainsFunc(p.files, func(f *attached) bool { return f.picture() && !(p.scaled && f.shrinks()) }) {
		y = p.box(s, "original", words.Tr("attach.original"), p.original, x, y, w, func() { p.original = !p.original })
	}
	deed := p.deed
	if !p.goes() {
		deed.Tap = nil
	}
	p.Buttons = []draw.KeyButton{dialog.CancelButton(), deed}
	return y + 6
}

// drawFile draws a line of a file: what it looks like, its name and size, and what can be done about it.
func (p *preview) drawFile(s *draw.Sheet, i int, f *attached, x, y, w float32) float32 {
	side, b := s.K(lookSide), s.Small()
	h := max(side, b) + 4
	if look := f.weighed; look != nil && look.Look != nil {
		size := look.Look.Bounds().Size()
		unit := side / float32(max(size.X, size.Y)) // its longer side fills the square
		if most := 1 / p.c.w.Win.Canvas().Scale(); unit > most {
			unit = most // one that is smaller stays as it is
		}
		lw, lh := float32(size.X)*unit, float32(size.Y)*unit
		s.Image(look.Look, x+(side-lw)/2, y+(h-lh)/2, lw, lh, 3)
	} else {
		s.Icon("file", draw.Muted, x+(side-s.K(16))/2, y+(h-s.K(16))/2, s.K(16))
	}
	right := x + w
	if len(p.files) > 1 {
		right = p.drawActs(s, i, f, x+w, y+(h-b)/2, b) - 4
	}
	token := draw.Muted
	if p.over(f) {
		token = draw.Rejected
	}
	right -= s.Right(words.Size(p.sent(f)), right, y, h, draw.F12, token) + 10
	name := bidi.Isolate(words.OneLine(filepath.Base(f.path), 2*words.NameRunes))
	left := x + side + 8
	s.Word(s.Clip(name, right-left, draw.F14), left, y, h, draw.F14, draw.Fg)
	y += h
	if p.over(f) {
		y += s.Para(draw.One(p.overText(f), draw.F12, draw.Rejected), left, y-4, x+w-left, s.K(16))
	}
	return y
}

// overText says how much larger a file is than what the server takes, and whether it helps to scale it.
func (p *preview) overText(f *attached) string {
	key := "attach.over"
	if f.shrinks() && p.takes.Takes(f.weighed.Scaled, p.encrypted) {
		key = "attach.overScaled"
	}
	return words.Tr(key, "Size", words.Size(p.sent(f)), "Limit", words.Size(p.takes.Limit))
}

// drawActs draws what can be done about one of several files, and gives the left edge.
func (p *preview) drawActs(s *draw.Sheet, i int, f *attached, right, y, b float32) float32 {
	act := func(n int, key, icon, word string, do func()) {
		s.IconButton(key+" "+f.path, icon, words.Tr(word), right-float32(n)*b, y, b, func() { do(); p.Refresh() })
	}
	act(1, "leave out", "close", "attach.leaveOut", func() { p.files = slices.Delete(slices.Clone(p.files), i, i+1) })
	if i+1 < len(p.files) {
		act(2, "down", "down", "attach.down", func() { p.swap(i, i+1) })
	}
	if i > 0 {
		act(3, "up", "up", "attach.up", func() { p.swap(i, i-1) })
	}
	return right - 3*b
}

func (p *preview) swap(i, j int) { p.files[i], p.files[j] = p.files[j], p.files[i] }

// drawSizes offers to send large pictures scaled, with what that comes to either way. Nothing is scaled unasked.
func (p *preview) drawSizes(s *draw.Sheet, x, y, w float32) float32 {
	n, whole, scaled := 0, int64(0), int64(0)
	for _, f := range p.files {
		if f.shrinks() {
			n, whole, scaled = n+1, whole+p.whole(f), scaled+f.weighed.Scaled
		}
	}
	if n == 0 {
		return y
	}
	choose := func(to bool) func() {
		return func() { p.scaled = to; p.Refresh() }
	}
	y = dialog.Choice(s, "whole", words.Trn("attach.whole", n, "Size", words.Size(whole)), !p.scaled, true, x, y, w, choose(false)) + 6
	return dialog.Choice(s, "scaled", words.Trn("attach.scaled", n, "Size", words.Size(scaled)), p.scaled, true, x, y, w, choose(true)) + 8
}

// box draws a box with its words, and gives the lower edge.
func (p *preview) box(s *draw.Sheet, key, word string, on bool, x, y, w float32, turn func()) float32 {
	s.Check(key, on, draw.Ctl, x, y, func() { turn(); p.Refresh() })
	h := s.Para(draw.One(word, draw.F13, draw.Fg), x+s.Box()+10, y+(s.Box()-s.K(18))/2, w-s.Box()-10, s.K(18))
	return y + max(s.Box(), h) + 6
}
