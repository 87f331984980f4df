package keys

import (
	"strconv"
	"strings"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// split sorts devices: active ones in their order with the undecided first (and this one before all), then the rest.
func split(all []*view.DeviceView) (active, inactive []*view.DeviceView) {
	for pass := range 3 {
		for _, d := range all {
			rank := 2
			switch {
			case d.This:
				rank = 0
			case d.Trust == view.TrustUndecided:
				rank = 1
			}
			if rank != pass {
				continue
			}
			if d.Active || d.This {
				active = append(active, d)
			} else {
				inactive = append(inactive, d)
			}
		}
	}
	return active, inactive
}

func (p *devicesPage) drawInactive(s *draw.Sheet, inactive []*view.DeviceView, v *view.DevicesView, x, y, w float32) float32 {
	h := 20 + s.K(24)
	icon := "right"
	if p.unfolded {
		icon = "down"
	}
	word, where := words.Trn("devices.inactive", len(inactive)), words.Tr("devices.notInList", "Name", words.NameOf(v.Name, v.JID))
	if v.Own {
		where = words.Tr("own.notInList")
	}
	count := map[view.Trust]int{}
	for _, d := range inactive {
		count[d.Trust]++
	}
	open := p.unfolded
	s.Hit("inactive", x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		if !open {
			s.Frame(0, 0, s.W, s.H, draw.Line, draw.Card, 12, 1)
		}
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 8)
		}
		i := s.K(16)
		left := 13 + i + 12
		s.Icon(icon, draw.Muted, 13, (s.H-i)/2, i)
		iw := s.Word(word, left, 0, s.H, draw.F14, draw.Fg)
		r := s.W - 13
		for _, t := range []view.Trust{view.TrustVerified, view.TrustTrusted, view.TrustRejected, view.TrustUndecided} {
			if n := count[t]; n > 0 && !open && r > left+iw+200 {
				r -= s.Chip(draw.Token(t), strconv.Itoa(n)+" "+strings.ToLower(words.TrustWord(t)), r, 10) + 12
			}
		}
		s.Word(s.Clip(where, r-left-12-iw, draw.F12), left+12+iw, 0, s.H, draw.F12, draw.Muted)
	}, func() { p.unfolded = !p.unfolded; p.pane.Refresh() })
	y += h
	if !p.unfolded {
		return y
	}
	for _, d := range inactive {
		y += p.device(s, d, v, x, y, w) + 8
	}
	return y
}
