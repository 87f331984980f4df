package keys

import (
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// policies in the order of their cards, the careful one first.
var policies = []view.Policy{view.PolicyAsk, view.PolicyFirstUse, view.PolicyUntilVerified}

// policyOwner is whose new devices the page decides about, and the heading that says so.
func policyOwner(v *view.DevicesView) (who, heading string) {
	if v.Own {
		return words.Tr("policy.aContact"), words.Tr("policy.whenContact")
	}
	who = words.NameOf(v.Name, v.JID)
	return who, words.Tr("policy.when", "Name", who)
}

// drawPolicy draws a card for each policy, side by side; where the room is short only the chosen one, which unfolds the
// three, so that the devices stay on the screen.
func (p *devicesPage) drawPolicy(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	if w < 3*s.K(200)+16 {
		return p.drawFoldedPolicy(s, v, x, y, w)
	}
	_, heading := policyOwner(v)
	lh := s.K(20)
	s.Word(s.Clip(heading, w*.6, draw.B14), x, y, lh, draw.B14, draw.Fg)
	p.drawInherited(s, v, x+w, y+1, lh)
	y += lh + 6
	cw, h := (w-16)/3, float32(0)
	for _, name := range policies {
		h = max(h, policyHeight(s, v, name, cw))
	}
	for i, name := range policies {
		p.policyCard(s, v, name, x+float32(i)*(cw+8), y, cw, h)
	}
	return p.drawOwnAlways(s, v, x, y+h, w) + 14
}

// drawInherited says that the account's policy counts, or offers to go back to it; it ends at right.
func (p *devicesPage) drawInherited(s *draw.Sheet, v *view.DevicesView, right, y, lh float32) {
	switch {
	case v.Own:
	case v.Inherited:
		s.Right(words.Tr("policy.inherited"), right, y, lh, draw.F12, draw.Muted)
	default:
		word := words.Tr("policy.inherit")
		s.Link("policy inherit", word, right-s.Width(word, draw.F12), y, lh, draw.F12, func() { p.choose(v, "") })
	}
}

// drawOwnAlways says on the page of the account that its cards are not about the user's own devices.
func (p *devicesPage) drawOwnAlways(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	if !v.Own {
		return y
	}
	return y + 6 + s.Para(draw.One(words.Tr("policy.ownAlways"), draw.F12, draw.Muted), x, y+6, w, s.K(16))
}

func (p *devicesPage) drawFoldedPolicy(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	_, heading := policyOwner(v)
	n, small := s.K(20), s.K(16)
	h := 8 + n + small
	name, rest, icon := words.PolicyName(v.Policy), "", "right"
	if v.Inherited && !v.Own {
		rest = " · " + words.Tr("policy.inherited")
	}
	if p.choosing {
		icon = "down"
	}
	s.Hit("policy", x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		ground := draw.Card
		if hover {
			ground = draw.Hover
		}
		s.Frame(0, 0, s.W, s.H, draw.Line, ground, 12, 1)
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 8)
		}
		s.Icon(icon, draw.Muted, s.W-13-small, (s.H-small)/2, small)
		in := s.W - 26 - small - 8
		s.Word(s.Clip(heading, in, draw.F12), 13, 4, small, draw.F12, draw.Muted)
		nw := s.Word(s.Clip(name, in, draw.B14), 13, 4+small, n, draw.B14, draw.Fg)
		s.Word(s.Clip(rest, in-nw, draw.F12), 13+nw, 4+small, n, draw.F12, draw.Muted)
	}, func() { p.choosing = !p.choosing; p.pane.Refresh() })
	y += h
	if !p.choosing {
		return y + 10
	}
	for _, name := range policies {
		ch := policyHeight(s, v, name, w)
		p.policyCard(s, v, name, x, y+8, w, ch)
		y += 8 + ch
	}
	if !v.Own && !v.Inherited {
		p.drawInherited(s, v, x+w, y+6, n)
		y += 6 + n
	}
	return p.drawOwnAlways(s, v, x, y, w) + 14
}

// policyPad is the left of the words of a card.
func policyPad(s *draw.Sheet) float32 { return 13 + s.Box() + 8 }

func policyHeight(s *draw.Sheet, v *view.DevicesView, policy view.Policy, w float32) float32 {
	who, _ := policyOwner(v)
	lines := s.Wrap(draw.One(words.PolicyText(policy, who), draw.F12, draw.Muted), w-policyPad(s)-14).Lines
	return 10 + s.K(20) + 2 + float32(lines)*s.K(16) + 12
}

func (p *devicesPage) policyCard(s *draw.Sheet, v *view.DevicesView, policy view.Policy, x, y, w, h float32) {
	who, _ := policyOwner(v)
	chosen := v.Policy == policy
	s.Hit("policy "+string(policy), x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		edge, border, ground, dot := draw.Line, float32(1), draw.Card, draw.Ctl
		if hover {
			ground = draw.Hover
		}
		if chosen {
			edge, border, dot = draw.Acc, 2, draw.Acc
		}
		s.Frame(0, 0, s.W, s.H, edge, ground, 12, border)
		if focus {
			s.Ring(0, 0, s.W, s.H, 12)
		}
		lh := s.K(20)
		b := s.Box()
		s.Frame(13, 10+(lh-b)/2, b, b, dot, ground, b/2, 2)
		if chosen {
			s.Rect(13+b/4, 10+(lh-b)/2+b/4, b/2, b/2, draw.Acc, b/4)
		}
		s.Word(s.Clip(words.PolicyName(policy), s.W-policyPad(s)-10, draw.B14), policyPad(s), 10, lh, draw.B14, draw.Fg)
		s.Para(draw.One(words.PolicyText(policy, who), draw.F12, draw.Muted), policyPad(s), 12+lh, s.W-policyPad(s)-14, s.K(16))
	}, func() { p.choose(v, policy) })
}
