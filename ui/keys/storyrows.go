package keys

import (
	"strings"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// storyLeft is where the words of a line begin, at the right of its mark.
func storyLeft(s *draw.Sheet) float32 { return 20 + s.K(32) + 14 }

// drawBody draws the lines of one page and sets its height.
func (p *storyPage) drawBody(s *draw.Sheet) {
	s.H = 20
	if p.w.Shown == nil || p.w.Shown.Devices == nil || !p.loaded {
		return
	}
	chosen := p.lines
	if len(chosen) == 0 {
		s.H = 40 + s.ParaMid(draw.One(p.nothing(), draw.F14, draw.Muted), 40, 40, s.W-80, s.K(20))
		return
	}
	p.page = min(p.page, (len(chosen)-1)/storyRows)
	from, to := p.page*storyRows, min(len(chosen), (p.page+1)*storyRows)
	y := float32(12)
	if p.page > 0 {
		y = p.drawTurn(s, "newer", words.Tr("timeline.newer"), p.page-1, y)
	}
	c, day := p.w.Now(), ""
	for i, m := range chosen[from:to] {
		last := i == to-from-1
		if d := c.Day(m.Time); d != day {
			day = d
			s.Word(day, storyLeft(s), y, s.K(20), draw.B12, draw.Muted)
			y += s.K(20) + 8
		}
		if !last && c.Day(chosen[from+i+1].Time) != day {
			last = true
		}
		y = p.drawMoment(s, p.words(m), last, y)
	}
	if to < len(chosen) {
		y = p.drawTurn(s, "older", words.Trn("timeline.older", len(chosen)-to), p.page+1, y)
	}
	s.H = y + 12
}

// nothing says why there are no lines.
func (p *storyPage) nothing() string {
	switch {
	case p.filter == storyAlarms:
		return words.Tr("timeline.noAlarm")
	case len(p.all) > 0:
		return words.Tr("timeline.nothingFits")
	}
	return words.Tr("timeline.nothing")
}

func (p *storyPage) drawTurn(s *draw.Sheet, key, word string, page int, y float32) float32 {
	b := draw.Button{Word: word, Small: true}
	_, h := s.Size(b)
	s.Button(key, b, storyLeft(s), y, func() { p.turn(page) })
	return y + h + 12
}

// drawMoment draws a line with its mark on the thread that runs through a day, and gives the lower edge.
func (p *storyPage) drawMoment(s *draw.Sheet, m moment, last bool, y float32) float32 {
	x, w := storyLeft(s), s.W-20-storyLeft(s)
	t := s.Sub(w, 0)
	var h float32
	if m.Kind == view.MomentChanged {
		h = p.drawAlarm(t, m)
	} else {
		h = p.drawLine(t, m)
	}
	d := s.K(32)
	bottom := y + h + 12
	if !last {
		s.Rect(20+d/2, y+d, 1, bottom-y-d, draw.Line)
	}
	ground, color := draw.FieldGround, m.color
	if m.Alarm {
		ground, color = draw.Danger, draw.White
	}
	i := s.K(16)
	s.Rect(20, y, d, d, ground, d/2)
	s.Icon(m.icon, color, 20+(d-i)/2, y+(d-i)/2, i)
	s.Add(t, x, y)
	return bottom
}

// drawLine draws the words of a quiet line: title, time, what a decision moved, detail.
func (p *storyPage) drawLine(t *draw.Sheet, m moment) float32 {
	lh, small := t.K(20), t.K(16)
	clock := p.w.Now().Clock(m.Time)
	tw := t.Width(clock, draw.F12)
	t.Word(clock, t.W-tw, 0, lh, draw.F12, draw.Muted)
	title := runs(m.title, 14, draw.Fg)
	in := t.W - tw - 16
	laid := t.Wrap(title, in)
	y := t.Para(title, 0, 0, in, lh)
	if m.Kind == view.MomentDecision && m.From != m.To {
		if step := stepWidth(t, m); laid.Last+12+step <= in {
			drawStep(t, m, laid.Last+12, y-lh, lh)
		} else {
			drawStep(t, m, 0, y, lh)
			y += lh
		}
	}
	if m.detail != "" {
		y += t.Para(draw.One(m.detail, draw.F12, draw.Muted), 0, y, t.W-16, small)
	}
	return max(y, t.K(32))
}

const arrow = "→"

// stepWidth is how wide drawStep draws.
func stepWidth(t *draw.Sheet, m moment) float32 {
	from, to := stepWords(m)
	return 2*(t.K(16)+6) + t.Width(from, draw.F12) + 8 + t.Width(arrow, draw.F12) + 8 + t.Width(to, draw.B12)
}

func stepWords(m moment) (from, to string) {
	return strings.ToLower(words.TrustWord(view.Trust(m.From))), strings.ToLower(words.TrustWord(view.Trust(m.To)))
}

// drawStep draws from which decision to which one a key moved: mark and word each.
func drawStep(t *draw.Sheet, m moment, x, y, lh float32) {
	i := t.K(16)
	from, to := stepWords(m)
	mark := func(trust string) draw.Token {
		if trust == "" {
			return draw.Undecided
		}
		return draw.Token(trust)
	}
	t.Icon(string(mark(m.From)), mark(m.From), x, y+(lh-i)/2, i)
	x += i + 6
	x += t.Word(from, x, y, lh, draw.F12, draw.Muted) + 8
	x += t.Word(arrow, x, y, lh, draw.F12, draw.Muted) + 8
	t.Icon(string(mark(m.To)), mark(m.To), x, y+(lh-i)/2, i)
	t.Word(to, x+i+6, y, lh, draw.B12, mark(m.To))
}

// drawAlarm draws the card of a changed key with both keys; while nobody has decided, it is red and leads to the decision.
func (p *storyPage) drawAlarm(t *draw.Sheet, m moment) float32 {
	const pad = 14
	u := t.Sub(t.W, 0)
	lh, small := u.K(20), u.K(16)
	clock := p.w.Now().Clock(m.Time)
	cw := u.Width(clock, draw.F12)
	u.Word(clock, u.W-pad-cw, 10, lh, draw.F12, draw.Muted)
	y := 10 + u.Para(runs(m.title, 14, draw.Fg), pad, 10, u.W-2*pad-cw-12, lh)
	y += u.Para(draw.One(m.detail, draw.F12, draw.Muted), pad, y, u.W-2*pad, small) + 8
	decide := draw.Button{Word: words.Tr("moment.decide"), Small: true}
	bw, bh := u.Size(decide)
	mono := draw.Font{Size: 12.5, Mono: true}
	four := 4*(u.Width("00000000", mono)+u.K(12)) - u.K(12)
	tap := func() { p.w.askChanged(m.Moment) }
	switch room := u.W - 2*pad; {
	case room >= 2*four+24+bw+24:
		h := drawKey(u, words.Tr("moment.before"), m.Before, pad, y, four+1)
		drawKey(u, words.Tr("moment.now"), m.Fingerprint, pad+four+24, y, four+1)
		if m.Alarm {
			u.Button("decide "+m.Fingerprint, decide, pad+2*four+48, y+(h-bh)/2, tap)
		}
		y += h
	default:
		y += drawKey(u, words.Tr("moment.before"), m.Before, pad, y, room) + 6
		y += drawKey(u, words.Tr("moment.now"), m.Fingerprint, pad, y, room)
		if m.Alarm {
			u.Button("decide "+m.Fingerprint, decide, pad, y+8, tap)
			y += 8 + bh
		}
	}
	y += 12
	edge, border := draw.Line, float32(1)
	if m.Alarm {
		edge, border = draw.Rejected, 2
	}
	t.Frame(0, 0, t.W, y, edge, draw.Card, 12, border)
	t.Add(u, 0, 0)
	return y
}

// drawKey draws a fingerprint under a word and gives the height of both.
func drawKey(s *draw.Sheet, word, digits string, x, y, w float32) float32 {
	lh := s.K(16)
	s.Word(word, x, y, lh, draw.F12, draw.Muted)
	return lh + dialog.Fingerprint(s, digits, x, y+lh, w, draw.Font{Size: 12.5, Mono: true}, 17)
}
