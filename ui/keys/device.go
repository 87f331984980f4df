package keys

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// device draws the card of a device and gives its height: check box, name, fingerprint, when it was seen, and who
// decided when.
func (p *devicesPage) device(s *draw.Sheet, d *view.DeviceView, v *view.DevicesView, x, y, w float32) float32 {
	t := s.Sub(w, 0)
	key := deviceKey(d)
	row := max(28, t.K(28))
	p.deviceHead(t, d, key, row)
	ty := 10 + row
	ty = p.deviceFacts(t, d, v, ty)
	if d.Trust == view.TrustUndecided && !d.This {
		ty = p.deviceButtons(t, d, v, key, ty)
	}
	h := ty + 11
	edge, border := draw.Line, float32(1)
	switch {
	case d.This:
		edge, border = draw.Acc, 2
	case (d.Changed || d.Shared) && d.Trust == view.TrustUndecided:
		edge, border = draw.Rejected, 2
	case d.Trust == view.TrustUndecided && d.Active:
		edge = draw.Undecided
	}
	s.Frame(x, y, w, h, edge, draw.Card, 12, border)
	s.Spot("card "+key, x, y, w, h, func(*draw.Sheet, bool, bool) {}, nil).Menu = func(at fyne.Position) { p.deviceMenu(d, at) }
	s.Add(t, x, y)
	return h
}

// deviceKey is the name of a device among the controls of a page.
func deviceKey(d *view.DeviceView) string { return fmt.Sprint(d.JID, d.ID, d.Fingerprint) }

// deviceLeft is where the words of a card begin, at the right of the check box.
func deviceLeft(t *draw.Sheet) float32 { return 13 + t.Box() + 12 }

func (p *devicesPage) deviceHead(t *draw.Sheet, d *view.DeviceView, key string, row float32) {
	edge := draw.Ctl
	if d.Trust == view.TrustUndecided {
		edge = draw.Undecided
	}
	box := t.Box()
	on := d.Trust.Reads()
	if d.This {
		t.Icon("check", draw.Acc, 13, 10+(row-box)/2, box)
	} else if d.Fingerprint != "" {
		t.Check("check "+key, on, edge, 13, 10+(row-box)/2, func() { p.tick(d) })
	}
	t.Icon(deviceIcon(d), draw.Muted, deviceLeft(t), 10+(row-box)/2, box)
	r := p.deviceRight(t, d, key, row)
	x := deviceLeft(t) + box + 12
	small := t.Small()
	name := t.Clip(words.DeviceName(d), r-x-small-12, draw.B14)
	nx := x + t.Word(name, x, 10, row, draw.B14, draw.Fg) + 4
	if r > nx+small {
		t.IconButton("name "+key, "compose", words.Tr("device.nameTip"), nx, 10+(row-small)/2, small, func() { p.w.nameDevice(d, false) })
	}
	nx += small + 4
	nx += t.Word(t.Clip(fmt.Sprint(d.ID), r-8-nx, draw.F12), nx, 10, row, draw.F12, draw.Muted)
	if note := noteText(d); note != "" && noteBeside(t, d) {
		t.Word(t.Clip(note, r-18-nx, draw.F12), nx+10, 10, row, draw.F12, draw.Muted)
	}
}

// deviceRight draws the menu and the marks at the right of a card's first line, and gives their left edge.
func (p *devicesPage) deviceRight(t *draw.Sheet, d *view.DeviceView, key string, row float32) float32 {
	r := t.W - 13
	b := t.Small()
	r -= b + 2
	hit := t.IconButton("menu "+key, "more", words.Tr("tip.more"), r, 10+(row-b)/2, b, nil)
	hit.Tap = func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(hit)
		p.deviceMenu(d, at.AddXY(0, b))
	}
	r -= 10
	top := 10 + (row-t.K(24))/2
	if d.This {
		word := words.Tr("device.thisChip")
		cw := t.Width(word, draw.B12) + 20
		t.Rect(r-cw, top, cw, t.K(24), draw.Own, t.K(12))
		t.Word(word, r-cw+10, top, t.K(24), draw.B12, draw.Acc)
		return r - cw
	}
	r -= t.Chip(draw.Token(d.Trust), words.TrustWord(d.Trust), r, top)
	if !d.Active && t.W >= t.K(560) { // else the heading says it
		r -= 8 + t.Chip(draw.Inactive, words.Tr("trust.inactive"), r-8, top)
	}
	return r
}

// deviceIcon guesses from its label what a device is.
func deviceIcon(d *view.DeviceView) string {
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
