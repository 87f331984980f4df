package keys

import (
	"fmt"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// deviceFacts draws the fingerprint and, beside or below it, what is known. It gives the lower edge.
func (p *devicesPage) deviceFacts(t *draw.Sheet, d *view.DeviceView, v *view.DevicesView, y float32) float32 {
	facts := p.facts(d, v)
	if note := noteText(d); note != "" && !noteBeside(t, d) {
		facts = append([]deviceFact{{note, draw.Fg}}, facts...)
	}
	return keyFacts(t, d.Fingerprint, facts, y)
}

// noteText is the user's note about a device, or "".
func noteText(d *view.DeviceView) string {
	if n := words.OneLine(d.Note, words.NameRunes); n != "" {
		return words.Tr("device.noteOf", "Words", n)
	}
	return ""
}

// noteBeside says whether a note stands in the first line of a card, and not below it.
func noteBeside(t *draw.Sheet, d *view.DeviceView) bool {
	left := deviceLeft(t) + 3*t.Box() + t.Width(words.DeviceName(d), draw.B14) + t.Width(fmt.Sprint(d.ID), draw.F12)
	return t.W-left-t.K(260) >= t.Width(noteText(d), draw.F12)
}

// deviceFact is a line about a device.
type deviceFact struct {
	text  string
	color draw.Token
}

// keyFacts draws a fingerprint with lines beside or below it.
func keyFacts(t *draw.Sheet, digits string, facts []deviceFact, y float32) float32 {
	x := deviceLeft(t)
	mono := draw.Font{Size: 12.5, Mono: true}
	four := 4*(t.Width("00000000", mono)+t.K(12)) - t.K(12)
	lines := func(x, y, w float32) (h float32) {
		for _, f := range facts {
			h += t.Para(draw.One(f.text, draw.F12, f.color), x, y+h, w, t.K(16))
		}
		return h
	}
	if beside := t.W - x - four - 28 - 13; beside >= t.K(220) {
		fh := dialog.Fingerprint(t, digits, x, y, four+1, mono, 17)
		return y + max(fh, lines(x+four+28, y, beside))
	}
	y += dialog.Fingerprint(t, digits, x, y, t.W-x-13, mono, 17) + 4
	return y + lines(x, y, t.W-x-13)
}

// facts says when a device was seen, who decided about it, and what is wrong with it.
func (p *devicesPage) facts(d *view.DeviceView, v *view.DevicesView) []deviceFact {
	c := p.w.Now()
	if d.This {
		return []deviceFact{{words.Tr("device.madeHere", "On", c.On(d.FirstSeen)), draw.Muted}, {words.Tr("device.othersSee"), draw.Muted}}
	}
	out := []deviceFact{{sightings(d, c), draw.Muted}, {words.VerdictOf(d).Text(c, words.KeyName(v)), draw.Muted}}
	switch {
	case d.Removed && d.Active:
		out = append(out, deviceFact{words.Tr("device.cameBack"), draw.Rejected})
	case d.Removed && d.DecidedBy != view.ByRemoval:
		out = append(out, deviceFact{words.Tr("device.removed"), draw.Muted})
	}
	if d.Changed {
		out = append(out, deviceFact{words.Tr("device.changed"), draw.Rejected})
	}
	if d.Shared && d.Trust == view.TrustUndecided {
		out = append(out, deviceFact{words.Tr("device.shared"), draw.Rejected})
	}
	if d.Broken && d.Active {
		out = append(out, deviceFact{words.Tr("device.broken"), draw.Undecided})
	}
	return out
}

// sightings says when a device was seen first and last, and when it wrote last.
func sightings(d *view.DeviceView, c words.Calendar) string {
	out := words.Tr("device.seen", "Seen", c.Seen(d.FirstSeen))
	if !d.LastSeen.IsZero() && c.Seen(d.LastSeen) != c.Seen(d.FirstSeen) {
		out += " · " + words.Tr("device.lastSeen", "When", c.Seen(d.LastSeen))
	}
	if d.LastMessage.IsZero() {
		return out + " · " + words.Tr("device.noMessage")
	}
	return out + " · " + words.Tr("device.lastMessage", "When", c.Seen(d.LastMessage))
}

// deviceButtons are the answers to a device that nobody decided on. To one of the account's own the alert above has them,
// where it is about this one alone.
func (p *devicesPage) deviceButtons(t *draw.Sheet, d *view.DeviceView, v *view.DevicesView, key string, y float32) float32 {
	x, w := deviceLeft(t), t.W-deviceLeft(t)-13
	switch {
	case d.Fingerprint == "" || v.Own && d == p.w.foreign(v):
		return y
	case v.Own && d.Active:
		return t.Flow(x, y+8, w, p.w.mineOrNot(d, draw.Plain, " "+key)) + 2
	}
	return t.Flow(x, y+8, w, []draw.KeyButton{
		{Button: draw.Button{Icon: "trusted", Word: words.Tr("device.trust"), Small: true}, Key: "trust " + key, Tap: func() { p.w.Decide(d, view.TrustTrusted) }},
		{Button: draw.Button{Icon: "scan", Word: words.Tr("device.compare"), Small: true}, Key: "compare " + key, Tap: func() { p.w.Compare(d, words.NameOf(v.Name, v.JID)) }},
		{Button: draw.Button{Icon: "rejected", Word: words.Tr("device.reject"), Small: true, Color: draw.Rejected}, Key: "reject " + key, Tap: func() { p.w.Decide(d, view.TrustRejected) }},
	}) + 2
}
