package keys

import (
	"slices"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// drawDeeds draws the buttons of the page: codes and pages to verify by, and at the right the timeline. It gives the lower
// edge.
func (p *devicesPage) drawDeeds(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	buttons := p.deeds(v)
	story := draw.KeyButton{Button: draw.Button{Icon: "history", Word: words.Tr("timeline.button"), Kind: draw.Text}, Key: "timeline", Tap: func() { p.w.openTimeline(v, "") }}
	across := float32(0)
	for _, b := range buttons {
		bw, _ := s.Size(b.Button)
		across += bw + 8
	}
	sw, _ := s.Size(story.Button)
	if across+sw <= w {
		s.Button(story.Key, story.Button, x+w-sw, y, story.Tap)
	} else {
		buttons = append(buttons, story)
	}
	return s.Flow(x, y, w, buttons)
}

// deeds are the buttons at the left; the first is the one most wanted.
func (p *devicesPage) deeds(v *view.DevicesView) []draw.KeyButton {
	w := p.w
	show := draw.KeyButton{Button: draw.Button{Icon: "qr", Word: words.Tr("code.mine")}, Key: "code", Tap: func() { w.ShowCode(v.JID) }}
	scan := draw.KeyButton{Button: draw.Button{Icon: "scan", Word: words.Tr("code.scan")}, Key: "scan", Tap: func() { w.ScanCode(v.JID) }}
	page := draw.KeyButton{Button: draw.Button{Icon: "page", Word: words.Tr("page.check")}, Key: "page", Tap: func() { w.CheckPage(v.JID) }}
	if !v.Own {
		scan.Kind, show.Word = draw.Primary, words.Tr("code.theirs")
		out := []draw.KeyButton{scan, page}
		if slices.ContainsFunc(v.Devices, func(d *view.DeviceView) bool { return d.Trust == view.TrustVerified }) {
			out = append(out, show)
		}
		return out
	}
	show.Kind = draw.Primary
	out := []draw.KeyButton{show, scan, page}
	if slices.ContainsFunc(v.Devices, removable) {
		out = append(out, draw.KeyButton{Button: draw.Button{Icon: "trash", Word: words.Tr("lost.button"), Color: draw.Rejected}, Key: "lost", Tap: func() { w.askLost(nil) }})
	}
	return out
}
