package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/draw"
)

func itoa(n int) string { return fmt.Sprint(n) }

// device draws the card of a device and gives its height: check box, name, fingerprint, when it was seen, and who
// decided when.
func (p *devicesPage) device(s *draw.Sheet, d *app.DeviceView, v *app.DevicesView, x, y, w float32) float32 {
	t := s.Sub(w, 0)
	key := fmt.Sprint(d.JID, d.ID, d.Fingerprint)
	row := max(28, t.K(28))
	p.deviceHead(t, d, key, row)
	ty := 10 + row
	ty = p.deviceFacts(t, d, v, ty)
	if d.Trust == app.TrustUndecided && !d.This {
		ty = p.deviceButtons(t, d, v, key, ty)
	}
	h := ty + 11
	edge, border := draw.Line, float32(1)
	switch {
	case d.This:
		edge, border = draw.Acc, 2
	case d.Changed && d.Trust == app.TrustUndecided:
		edge, border = draw.Rejected, 2
	case d.Trust == app.TrustUndecided && d.Active:
		edge = draw.Undecided
	}
	s.Frame(x, y, w, h, edge, draw.Card, 12, border)
	s.Add(t, x, y)
	return h
}

// deviceLeft is where the words of a card begin, at the right of the check box.
func deviceLeft(t *draw.Sheet) float32 { return 13 + t.Box() + 12 }

func (p *devicesPage) deviceHead(t *draw.Sheet, d *app.DeviceView, key string, row float32) {
	edge := draw.Ctl
	if d.Trust == app.TrustUndecided {
		edge = draw.Undecided
	}
	box := t.Box()
	on := d.Trust == app.TrustTrusted || d.Trust == app.TrustVerified
	if d.This {
		t.Icon("check", draw.Acc, 13, 10+(row-box)/2, box)
	} else if d.Fingerprint != "" {
		t.Check("check "+key, on, edge, 13, 10+(row-box)/2, func() { p.tick(d) })
	}
	t.Icon(deviceIcon(d), draw.Muted, deviceLeft(t), 10+(row-box)/2, box)
	r := t.W - 13
	if d.Fingerprint != "" {
		b := t.Small()
		r -= b + 2
		hit := t.IconButton("menu "+key, "more", tr("tip.more"), r, 10+(row-b)/2, b, nil)
		hit.Tap = func() {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(hit)
			p.deviceMenu(d, at.AddXY(0, b))
		}
		r -= 10
	}
	chipTop := 10 + (row-t.K(24))/2
	if d.This {
		word := tr("device.thisChip")
		cw := t.Width(word, draw.B12) + 20
		t.Rect(r-cw, chipTop, cw, t.K(24), draw.Own, t.K(12))
		t.Word(word, r-cw+10, chipTop, t.K(24), draw.B12, draw.Acc)
		r -= cw
	} else {
		r -= t.Chip(draw.Token(d.Trust), trustWord(d.Trust), r, chipTop)
	}
	x := deviceLeft(t) + box + 12
	name := t.Clip(deviceName(d), r-x-12, draw.B14)
	nx := x + t.Word(name, x, 10, row, draw.B14, draw.Fg) + 10
	t.Word(t.Clip(fmt.Sprint(d.ID), r-8-nx, draw.F12), nx, 10, row, draw.F12, draw.Muted)
}

// deviceIcon guesses from its label what a device is.
func deviceIcon(d *app.DeviceView) string {
	label := strings.ToLower(d.Label)
	for _, g := range []struct {
		icon  string
		words []string
	}{
		{"phone", []string{"phone", "handy", "mobil", "android", "pixel"}},
		{"laptop", []string{"laptop", "book"}},
		{"desktop", []string{"desk", "computer", "rechner"}},
	} {
		for _, w := range g.words {
			if strings.Contains(label, w) {
				return g.icon
			}
		}
	}
	if d.This {
		return "desktop"
	}
	return "tablet"
}

// deviceFacts draws the fingerprint and, beside or below it, what is known. It gives the lower edge.
func (p *devicesPage) deviceFacts(t *draw.Sheet, d *app.DeviceView, v *app.DevicesView, y float32) float32 {
	x := deviceLeft(t)
	mono := draw.Font{Size: 12.5, Mono: true}
	four := 4*(t.Width("00000000", mono)+t.K(12)) - t.K(12)
	facts := p.facts(d, v)
	draws := func(x, y, w float32) (h float32) {
		for _, f := range facts {
			h += t.Para(draw.One(f.text, draw.F12, f.color), x, y+h, w, t.K(16))
		}
		return h
	}
	if beside := t.W - x - four - 28 - 13; beside >= t.K(220) {
		fh := fingerprint(t, d.Fingerprint, x, y, four+1, mono, 17)
		return y + max(fh, draws(x+four+28, y, beside))
	}
	y += fingerprint(t, d.Fingerprint, x, y, t.W-x-13, mono, 17) + 4
	return y + draws(x, y, t.W-x-13)
}

type deviceFact struct {
	text  string
	color draw.Token
}

func (p *devicesPage) facts(d *app.DeviceView, v *app.DevicesView) []deviceFact {
	c := p.w.now()
	if d.This {
		return []deviceFact{{tr("device.madeHere", "On", c.on(d.FirstSeen)), draw.Muted}, {tr("device.othersSee"), draw.Muted}}
	}
	seen := tr("device.seen", "Seen", c.seen(d.FirstSeen))
	switch {
	case !d.LastMessage.IsZero():
		seen += " · " + tr("device.lastMessage", "When", c.seen(d.LastMessage))
	case !d.Active && !d.LastSeen.IsZero():
		seen += " · " + tr("device.lastSeen", "When", c.seen(d.LastSeen))
	default:
		seen += " · " + tr("device.noMessage")
	}
	out := []deviceFact{{seen, draw.Muted}, {decidedText(d, c), draw.Muted}}
	if d.Changed {
		out = append(out, deviceFact{tr("device.changed"), draw.Rejected})
	}
	if d.Broken && d.Active {
		out = append(out, deviceFact{tr("device.broken"), draw.Undecided})
	}
	return out
}

func (p *devicesPage) deviceButtons(t *draw.Sheet, d *app.DeviceView, v *app.DevicesView, key string, y float32) float32 {
	if d.Fingerprint == "" {
		return y
	}
	return t.Flow(deviceLeft(t), y+8, t.W-deviceLeft(t)-13, []draw.KeyButton{
		{Button: draw.Button{Icon: "trusted", Word: tr("device.trust"), Small: true}, Key: "trust " + key, Tap: func() { p.w.decide(d, app.TrustTrusted) }},
		{Button: draw.Button{Icon: "scan", Word: tr("device.compare"), Small: true}, Key: "compare " + key, Tap: func() { p.w.compare(d, nameOf(v.Name, v.JID)) }},
		{Button: draw.Button{Icon: "rejected", Word: tr("device.reject"), Small: true, Color: draw.Rejected}, Key: "reject " + key, Tap: func() { p.w.decide(d, app.TrustRejected) }},
	}) + 2
}

// deviceMenu is the menu of a device.
func (p *devicesPage) deviceMenu(d *app.DeviceView, at fyne.Position) {
	items := []*fyne.MenuItem{fyne.NewMenuItem(tr("device.copy"), func() { p.w.app.Clipboard().SetContent(grouped(d.Fingerprint)) })}
	if !d.This {
		name := nameOf(p.w.shown.Devices.Name, p.w.shown.Devices.JID)
		items = append(items, fyne.NewMenuItem(tr("device.compare"), func() { p.w.compare(d, name) }))
		for _, t := range []struct {
			trust app.Trust
			word  string
		}{{app.TrustTrusted, tr("device.trust")}, {app.TrustRejected, tr("device.reject")}} {
			if d.Trust != t.trust && !(d.Trust == app.TrustVerified && t.trust == app.TrustTrusted) {
				items = append(items, fyne.NewMenuItem(t.word, func() {
					if t.trust == app.TrustRejected && (d.Trust == app.TrustVerified || d.Trust == app.TrustTrusted) {
						p.tick(d)
						return
					}
					p.w.decide(d, t.trust)
				}))
			}
		}
	}
	p.w.popUp(at, items...)
}

// grouped writes a fingerprint in groups of eight, as it is read aloud.
func grouped(digits string) string {
	out := ""
	for i := 0; i < len(digits); i += 8 {
		if i > 0 {
			out += " "
		}
		out += digits[i:min(i+8, len(digits))]
	}
	return out
}
