package keys

import (
	"strconv"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// draw draws what does not scroll: header, filters, what went wrong.
func (p *storyPage) draw(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	v := p.w.Shown.Devices
	if v == nil {
		s.IconButton("back", "back", words.Tr("tip.back"), 8, 12, 36, p.back)
		return
	}
	top := p.drawFilters(s, p.drawHeader(s, v))
	bottom := dialog.Said(s, p.failure, p.said, s.H, func() { p.failure, p.said = "", ""; p.pane.Refresh() })
	s.Put(p.scroll, 0, top, s.W, bottom-top)
	if now := (storyLook{s.Look, s.W, p.w.Now().Day(p.w.Clock()) + p.w.Now().Date(p.w.Clock()), p.changes}); now != p.drawn { // two hundred lines take their time
		p.drawn = now
		p.body.SetMin(fyne.NewSize(100, p.body.HeightFor(s.W)))
		p.scroll.Refresh() // and the lines in it
	}
}

// storyLook is what the lines on the screen depend on.
type storyLook struct {
	draw.Look
	width   float32
	day     string
	changes int
}

func (p *storyPage) drawHeader(s *draw.Sheet, v *view.DevicesView) float32 {
	n, small := s.K(20), s.K(16)
	h := 24 + n + small
	s.IconButton("back", "back", words.Tr("tip.back"), 8, (h-36)/2, 36, p.back)
	name := words.NameOf(v.Name, v.JID)
	title, text := words.Tr("timeline.of", "Name", name), words.OneLine(v.JID, words.NameRunes)+" · "+words.Tr("timeline.text")
	if p.everybody() {
		title, text = words.Tr("timeline.ofAll"), words.Tr("timeline.textAll", "Name", words.OneLine(v.JID, words.NameRunes))
	}
	s.Face(p.w.devices.face(v), 48, (h-41)/2, 40, p.w.devices.presence(v), draw.Bg)
	x, r := float32(100), s.W-12
	if b := (draw.Button{Icon: "export", Word: words.Tr("timeline.export")}); s.W >= s.K(560) {
		bw, bh := s.Size(b)
		r -= bw
		s.Button("export", b, r, (h-bh)/2, p.export)
	} else {
		r -= 36
		s.IconButton("export", "export", words.Tr("timeline.export"), r, (h-36)/2, 36, p.export)
	}
	r -= 12
	top := (h - 1 - n - small) / 2
	s.Word(s.Clip(title, r-x, draw.B15), x, top, n, draw.B15, draw.Fg)
	s.Word(s.Clip(text, r-x, draw.F12), x, top+n, small, draw.F12, draw.Muted)
	return h
}

// drawFilters draws the row of filters, with the devices at its right or in the next row, and gives the lower edge.
func (p *storyPage) drawFilters(s *draw.Sheet, y float32) float32 {
	const x = 20
	h := s.K(30)
	said := []string{words.Tr("timeline.all"), words.Tr("timeline.decisions"), words.Tr("timeline.devices"), words.Tr("timeline.alarms")}
	if n := p.alarms; n > 0 {
		said[storyAlarms] = words.Tr("timeline.alarmsN", "N", strconv.Itoa(n))
	}
	cx := float32(x)
	for i, word := range said {
		f := storyFilter(i)
		w := s.Width(word, draw.B13) + 28
		if cx > x && cx+w > s.W-x {
			cx, y = x, y+h+8
		}
		p.drawFilter(s, f, word, cx, y, w, h)
		cx += w + 8
	}
	name := words.Tr("timeline.everyDevice")
	for _, d := range p.devices {
		if d.fingerprint == p.device {
			name = d.name
		}
	}
	name = s.Clip(name, min(s.K(240), s.W-2*x-60), draw.F13)
	w := s.Width(name, draw.F13) + 28 + s.K(16) + 8
	left := s.W - x - w
	if left < cx {
		left, y = x, y+h+8
	}
	p.drawDevicePick(s, name, left, y, w, h)
	y += h + 12
	s.Rect(0, y, s.W, 1, draw.Line)
	return y + 1
}

func (p *storyPage) drawFilter(s *draw.Sheet, f storyFilter, word string, x, y, w, h float32) {
	s.Hit("filter "+strconv.Itoa(int(f)), x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		ground, font, color := draw.FieldGround, draw.F13, draw.Fg
		if hover {
			ground = draw.Hover
		}
		if p.filter == f {
			ground, font, color = draw.Own, draw.B13, draw.Acc
		}
		s.Rect(0, 0, s.W, s.H, ground, s.H/2)
		if focus {
			s.Ring(0, 0, s.W, s.H, s.H/2)
		}
		s.Word(word, (s.W-s.Width(word, font))/2, 0, s.H, font, color)
	}, func() { p.choose(f, p.device) })
}

func (p *storyPage) drawDevicePick(s *draw.Sheet, name string, x, y, w, h float32) {
	hit := s.Hit("device", x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		ground := draw.Bg
		if hover {
			ground = draw.Hover
		}
		s.Frame(0, 0, s.W, s.H, draw.Ctl, ground, s.H/2, 2)
		if focus {
			s.Ring(0, 0, s.W, s.H, s.H/2)
		}
		i := s.K(16)
		s.Word(name, 14, 0, s.H, draw.F13, draw.Fg)
		s.Icon("down", draw.Fg, s.W-14-i, (s.H-i)/2, i)
	}, func() {})
	hit.Tap = func() { p.w.PopUp(shell.Under(hit, 0, h), p.deviceItems()...) }
}

// deviceItems are the devices to limit the lines to.
func (p *storyPage) deviceItems() []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem(words.Tr("timeline.everyDevice"), func() { p.choose(p.filter, "") })}
	for _, d := range p.devices {
		items = append(items, fyne.NewMenuItem(d.name, func() { p.choose(p.filter, d.fingerprint) }))
	}
	return items
}

// choose sets the filters and goes to the newest line.
func (p *storyPage) choose(f storyFilter, device string) { p.filter, p.device = f, device; p.turn(0) }

// turn goes to a page of lines.
func (p *storyPage) turn(page int) {
	p.page, p.scroll.Offset = page, fyne.Position{}
	p.lines = p.chosen()
	p.changes++
	p.pane.Refresh()
}
