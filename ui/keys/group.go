package keys

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// unfoldedUpTo is the number of devices in a group up to which all of them are on the page at once.
const unfoldedUpTo = 10

// group is what the Encryption tab of a group keeps while its chat is the one that is shown, also while the tab of a member is open.
type group struct {
	of       string          // account and room
	rank     map[string]int  // place of a member on the page; who needs the user comes first, and nobody moves under the pointer
	unfolded map[string]bool // members whose devices are shown
	offset   float32         // of the scroller, when the page was left
	drawn    float32         // offset for which the members were drawn last
}

// showGroup takes over who belongs to the group. Its members get their places when the page is opened; who comes later stands last.
func (p *devicesPage) showGroup(snap *view.Snapshot) {
	g, v := &p.group, snap.Devices
	if of := snap.View.Account + " " + snap.View.Chat; g.of != of {
		*g = group{of: of, rank: map[string]int{}, unfolded: map[string]bool{}}
		p.scroll.Offset = fyne.Position{}
	}
	if v == nil || !v.Group {
		return
	}
	first := len(g.rank) == 0
	members := slices.Clone(v.Members)
	slices.SortStableFunc(members, func(a, b *view.DevicesView) int { return cmp.Compare(urgency(a), urgency(b)) })
	for _, m := range members {
		if _, placed := g.rank[m.JID]; !placed {
			g.rank[m.JID] = len(g.rank)
			if first && len(v.All()) <= unfoldedUpTo {
				g.unfolded[m.JID] = true
			}
		}
	}
}

// urgency is the lower, the more a member needs the user.
func urgency(m *view.DevicesView) int {
	switch undecided := undecidedOf(m); {
	case m.Own && undecided == 0:
		return 4
	case undecided > 0 && m.Reading == 0:
		return 0
	case m.Reading == 0:
		return 1
	case undecided > 0:
		return 2
	}
	return 3
}

// undecidedOf counts the active devices of somebody that nobody has decided about.
func undecidedOf(v *view.DevicesView) (n int) {
	for _, d := range v.Devices {
		if d.Active && !d.This && d.Trust == view.TrustUndecided {
			n++
		}
	}
	return n
}

// drawGroup draws who belongs to the group and what their devices are.
func (p *devicesPage) drawGroup(s *draw.Sheet, v *view.DevicesView) {
	const x = 20
	w, y := s.W-2*x, float32(14)
	if v.Members == nil {
		i := s.K(20)
		s.Icon("warn", draw.Undecided, x, y, i)
		s.H = y + s.Para(draw.One(words.Tr("group.unknown"), draw.F14, draw.Fg), x+i+8, y, w-i-8, i) + 20
		return
	}
	y = p.drawGroupSum(s, v, x, y, w) + 12
	y = p.drawGroupDeeds(s, x, y, w) + 8
	p.group.drawn = p.scroll.Offset.Y
	members := slices.Clone(v.Members)
	slices.SortStableFunc(members, func(a, b *view.DevicesView) int {
		return cmp.Compare(p.group.rank[a.JID], p.group.rank[b.JID])
	})
	for _, m := range members {
		y = p.drawMember(s, m, x, y+8, w)
	}
	y += 14
	for _, note := range []string{words.Tr("devices.fromNowOn"), words.Tr("group.others")} {
		s.Icon("info", draw.Muted, x+13, y, s.K(20))
		y += s.Para(draw.One(note, draw.F13, draw.Muted), x+25+s.K(20), y, w-38-s.K(20), s.K(20)) + 6
	}
	s.H = y + 14
}

// drawGroupSum says how many members and devices read what is written now, and who does not.
func (p *devicesPage) drawGroupSum(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	read, own := 0, 0
	var without []string
	for _, m := range v.Members {
		switch {
		case m.Own:
			read, own = read+1, m.Reading
		case m.Reading > 0:
			read++
		default:
			without = append(without, bidi.Isolate(words.NameOf(m.Name, m.JID)))
		}
	}
	said := []draw.Run{
		{Text: words.Trn("group.reading", len(v.Members), "Part", strconv.Itoa(read)), Font: draw.B14, Color: draw.Fg},
		{Text: " · " + words.Trn("coverage.devices", v.Reading+own), Font: draw.F13, Color: draw.Muted},
	}
	y += s.Para(said, x, y, w, s.K(20))
	if len(without) > 0 {
		i := s.K(16)
		s.Icon("warn", draw.Undecided, x, y+4+(s.K(20)-i)/2, i)
		y += 4 + s.Para(draw.One(words.Tr("group.without", "Names", strings.Join(without, ", ")), draw.F13, draw.Fg), x+i+8, y+4, w-i-8, s.K(20))
	}
	return y
}

// drawGroupDeeds draws the buttons of the page: whoever of the group is met, their code is read here.
func (p *devicesPage) drawGroupDeeds(s *draw.Sheet, x, y, w float32) float32 {
	return s.Flow(x, y, w, []draw.KeyButton{
		{Button: draw.Button{Icon: "scan", Word: words.Tr("group.scan"), Kind: draw.Primary}, Key: "scan", Tap: func() { p.w.ScanCode("") }},
		{Button: draw.Button{Icon: "qr", Word: words.Tr("code.mine")}, Key: "code", Tap: func() { p.w.ShowCode(p.w.View().Account) }},
		{Button: draw.Button{Icon: "history", Word: words.Tr("timeline.button"), Kind: draw.Text}, Key: "timeline", Tap: func() { p.w.openTimeline(p.w.Shown.Devices, "") }},
	})
}

// moved has the members drawn that came onto the screen. Of those far beyond it only the height is known.
func (p *devicesPage) moved() {
	v := p.w.Shown
	if v == nil || v.Devices == nil || !v.Devices.Group {
		return
	}
	if d := p.scroll.Offset.Y - p.group.drawn; d > p.scroll.Size().Height/2 || -d > p.scroll.Size().Height/2 {
		p.body.Refresh()
	}
}

// near tells whether a part of the page is on the screen or no further from it than its height.
func (p *devicesPage) near(y, h float32) bool {
	from, screen := p.scroll.Offset.Y, p.scroll.Size().Height
	return y+h > from-screen && y < from+2*screen
}

// leaveGroup keeps how far the page of the group was scrolled, for when it is shown again.
func (p *devicesPage) leaveGroup(member string) {
	p.group.offset = p.scroll.Offset.Y
	p.w.GoToMember(view.PageDevices, member)
}

// drawMember draws a member in a line and, where they are unfolded, their devices. It gives the lower edge.
func (p *devicesPage) drawMember(s *draw.Sheet, m *view.DevicesView, x, y, w float32) float32 {
	h := 16 + s.K(20) + s.K(16)
	open := p.group.unfolded[m.JID]
	if p.near(y, h) {
		p.drawMemberLine(s, m, open, x, y, w, h)
	}
	y += h
	if !open {
		return y
	}
	if line := refusedText(m); line != "" {
		y += 6 + s.Para(draw.One(line, draw.F13, draw.Muted), x+13, y+6, w-26, s.K(20))
	}
	active, inactive := split(m.Devices)
	for _, d := range active {
		y += 6 + p.device(s, d, m, x, y+6, w)
	}
	if more := len(inactive) + len(m.Expected); more > 0 {
		word := words.Trn("group.inactive", more)
		s.Link("more of "+m.JID, word, x+13, y+6, s.K(20), draw.F12, func() { p.openMember(m) })
		y += 6 + s.K(20)
	}
	return y + 6
}

func (p *devicesPage) drawMemberLine(s *draw.Sheet, m *view.DevicesView, open bool, x, y, w, h float32) {
	name := words.NameOf(m.Name, m.JID)
	mark, color, said := memberState(m)
	b := s.Small()
	toggle := func() {
		p.group.unfolded[m.JID] = !open
		p.pane.Refresh()
	}
	hit := s.Hit("member "+m.JID, x, y, w, h, func(s *draw.Sheet, hover, focus bool) {
		ground := draw.Card
		if hover {
			ground = draw.Hover
		}
		s.Frame(0, 0, s.W, s.H, draw.Line, ground, 12, 1)
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 8)
		}
		i := s.K(16)
		icon := "right"
		if open {
			icon = "down"
		}
		s.Icon(icon, draw.Muted, 13, (s.H-i)/2, i)
		left := 13 + i + 10
		s.Face(p.w.Face(name, m.JID, m.Picture), left, (s.H-28)/2, 28, draw.PresenceNone, ground)
		left += 40
		top, right := (s.H-s.K(36))/2, s.W-13-b-8
		nw := s.WordColor(s.Clip(name, right-left, draw.B14), left, top, s.K(20), draw.B14, s.NameColor(m.JID))
		if m.Own {
			s.Word(s.Clip(words.Tr("own.yourAccount"), right-left-nw-6, draw.F12), left+nw+6, top, s.K(20), draw.F12, draw.Muted)
		} else if jid := words.OneLine(m.JID, 2*words.NameRunes); jid != name {
			s.Word(s.Clip(jid, right-left-nw-8, draw.F12), left+nw+8, top+1, s.K(20), draw.F12, draw.Muted)
		}
		s.Icon(mark, color, left, top+s.K(20), i)
		s.Word(s.Clip(said, right-left-i-6, draw.F12), left+i+6, top+s.K(20), i, draw.F12, draw.Fg)
	}, toggle)
	menu := func(at fyne.Position) { p.w.PopUp(at, p.memberItems(m)...) }
	hit.Menu = menu
	s.IconButton("member menu "+m.JID, "more", words.Tr("tip.more"), x+w-13-b, y+(h-b)/2, b, func() { menu(shell.Under(p.body, x+w-13-b, y+h)) })
}

// memberState says in a mark and a line what a member can read.
func memberState(m *view.DevicesView) (mark string, color draw.Token, said string) {
	undecided := undecidedOf(m)
	said = words.Trn("group.memberReads", m.Active, "Part", strconv.Itoa(m.Reading))
	if undecided > 0 {
		said += " · " + words.Trn("pill.undecided", undecided)
	}
	changed := slices.ContainsFunc(m.Devices, func(d *view.DeviceView) bool {
		return d.Active && (d.Changed || d.Shared) && d.Trust == view.TrustUndecided
	})
	verified := !slices.ContainsFunc(m.Devices, func(d *view.DeviceView) bool { return d.Active && d.Trust != view.TrustVerified })
	switch {
	case changed:
		return "warn", draw.Rejected, words.Tr("pill.keyChanged") + " · " + said
	case undecided > 0:
		return "undecided", draw.Undecided, said
	case m.Active == 0:
		return "inactive", draw.Muted, words.Tr("group.noDevices")
	case m.Reading == 0:
		return "inactive", draw.Muted, words.Trn("group.memberNone", m.Active)
	case verified:
		return "verified", draw.Verified, said
	}
	return "trusted", draw.Trusted, said
}

// memberItems are what can be done about the keys of a member.
func (p *devicesPage) memberItems(m *view.DevicesView) []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem(words.Tr("menu.encryption"), func() { p.openMember(m) })}
	if !m.Own {
		items = append(items,
			fyne.NewMenuItem(words.Tr("menu.scanOf"), func() { p.w.ScanCode(m.JID) }),
			fyne.NewMenuItem(words.Tr("menu.check"), func() { p.w.CheckPage(m.JID) }),
			fyne.NewMenuItem(words.Tr("timeline.menu"), func() { p.w.openTimeline(m, "") }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(words.Tr("menu.openChat"), func() { p.w.OpenChat(m.JID) }))
	}
	return append(items, fyne.NewMenuItem(words.Tr("menu.copyAddress"), func() { p.w.App.Clipboard().SetContent(m.JID) }))
}

// openMember goes to the Encryption tab of a member, where their policy and inactive devices are too.
func (p *devicesPage) openMember(m *view.DevicesView) {
	if m.Own {
		p.w.GoTo(view.PageOwn)
		return
	}
	p.leaveGroup(m.JID)
}
