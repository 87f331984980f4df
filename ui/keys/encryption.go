package keys

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// undoFor is how long a decision by the check box can be taken back by one press.
const undoFor = 10 * time.Second

// devicesPage is the Encryption tab of a contact, of the own account, of a group or of a member of it.
type devicesPage struct {
	w        *Room
	pane     *draw.Pane // header, tab, bars; the rest is scrolled
	body     *draw.Pane
	scroll   *container.Scroll
	unfolded bool // inactive devices
	choosing bool // policies, where only the chosen one has room
	failure  string
	said     string // what went well, until the user goes on
	undo     *undo
	group    group
}

// undo is a decision that can be taken back.
type undo struct {
	device *view.DeviceView // as it was before
	words  string
	until  time.Time
}

func newDevicesPage(w *Room) *devicesPage {
	p := &devicesPage{w: w}
	p.pane = w.Pane(p.draw)
	p.body = w.Pane(p.drawBody)
	p.scroll = container.NewVScroll(p.body)
	p.scroll.OnScrolled = func(fyne.Position) { p.moved() }
	p.body.Reached = func(o fyne.CanvasObject) {
		shell.Reveal(p.scroll, p.body, o)
		p.moved()
	}
	return p
}

func (p *devicesPage) show(before, snap *view.Snapshot) {
	if before == nil || pageOf(before.View) != pageOf(snap.View) {
		p.unfolded, p.choosing, p.failure, p.said, p.undo = false, false, "", "", nil
		p.scroll.Offset = fyne.Position{}
		if snap.Devices != nil && snap.Devices.Group {
			p.scroll.Offset.Y = p.group.offset
		}
	}
	p.showGroup(snap)
	if p.undo != nil && !p.w.Clock().Before(p.undo.until) {
		p.undo = nil
	}
}

// pageOf is a view without the rows of the chat: where it differs, another page is shown.
func pageOf(v view.View) view.View {
	return view.View{Account: v.Account, Chat: v.Chat, Page: v.Page, Member: v.Member}
}

func (p *devicesPage) fail(text string) {
	p.failure, p.said = text, ""
	p.pane.Refresh()
}

// say shows what went well, or is under way.
func (p *devicesPage) say(text string) {
	p.failure, p.said = "", text
	p.pane.Refresh()
}

// back leads from a member to their group, else to the chat.
func (p *devicesPage) back() {
	if p.w.View().Member != "" {
		p.w.GoTo(view.PageDevices)
		return
	}
	p.w.GoTo(view.PageChat)
}

func (p *devicesPage) areas(before []fyne.Focusable) []fyne.Focusable {
	for _, f := range []fyne.CanvasObject{p.pane.Find("back"), p.body.Find("timeline")} {
		if f, ok := f.(fyne.Focusable); ok {
			before = append(before, f)
		}
	}
	return before
}

// draw draws what does not scroll.
func (p *devicesPage) draw(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	v := p.w.Shown.Devices
	if v == nil {
		s.IconButton("back", "back", words.Tr("tip.back"), 8, 12, 36, p.back)
		return
	}
	top := p.drawHeader(s, v)
	bottom := s.H
	if p.undo != nil {
		bottom = p.drawUndo(s, bottom)
	}
	bottom = dialog.Said(s, p.failure, p.said, bottom, func() { p.failure, p.said = "", ""; p.pane.Refresh() })
	p.body.SetMin(fyne.NewSize(100, p.body.HeightFor(s.W)))
	s.Put(p.scroll, 0, top, s.W, bottom-top)
	p.body.Refresh()
	p.scroll.Refresh()
}

func (p *devicesPage) drawHeader(s *draw.Sheet, v *view.DevicesView) float32 {
	n, small := s.K(20), s.K(16)
	h := 24 + n + small
	s.IconButton("back", "back", words.Tr("tip.back"), 8, (h-36)/2, 36, p.back)
	name, jid := words.NameOf(v.Name, v.JID), words.OneLine(v.JID, 2*words.NameRunes)
	s.Face(p.face(v), 48, (h-41)/2, 40, p.presence(v), draw.Bg)
	x, top := float32(100), (h-1-n-small)/2
	r := s.W - 12
	if !v.Own && p.w.Shown.Chat != nil {
		r -= 36
		s.IconButton("more", "more", words.Tr("tip.more"), r, (h-36)/2, 36, func() {
			at := shell.Under(p.pane, r, h)
			if p.w.Shown.View.Member != "" {
				p.w.PopUp(at, p.memberItems(v)[1:]...)
				return
			}
			p.w.to.ChatMenu(v.JID, name, p.w.Shown.Chat.Encrypted, true, at)
		})
	}
	nw := s.Word(s.Clip(name, r-x, draw.B15), x, top, n, draw.B15, draw.Fg)
	if v.Own {
		s.Word(s.Clip(words.Tr("own.yourAccount"), r-x-nw-6, draw.F14), x+nw+6, top+1, n, draw.F14, draw.Muted)
	}
	cb := max(24, s.K(20))
	jw := s.Word(s.Clip(jid, r-x-cb-4, draw.F12), x, top+n, small, draw.F12, draw.Muted)
	s.IconButton("copy jid", "copy", words.Tr("menu.copyAddress"), x+jw+2, top+n+(small-cb)/2, cb, func() { p.w.App.Clipboard().SetContent(v.JID) })
	th := s.K(40)
	word := words.Tr("devices.tab")
	tw := 28 + s.Width(word, draw.B14)
	mark, color := p.tabMark(v)
	if mark != "" {
		tw += 8 + small
		s.Icon(mark, color, 20+tw-14-small, h+(th-small)/2, small)
	}
	s.Word(word, 34, h, th, draw.B14, draw.Acc)
	s.Rect(20, h+th-2, tw, 3, draw.Acc)
	s.Rect(0, h+th, s.W, 1, draw.Line)
	s.Rect(20, h+th-2, tw, 3, draw.Acc)
	return h + th + 1
}

func (p *devicesPage) presence(v *view.DevicesView) draw.Presence {
	switch chat := p.w.Shown.Chat; {
	case v.Own:
		return shell.AccountPresence(p.w.Account())
	case v.Group:
		return draw.PresenceNone
	case chat != nil && chat.Chat == v.JID:
		return shell.Presence(chat.Presence)
	}
	return shell.Presence(p.w.RowOf(v.JID).Presence)
}

// face is that of whom the page is about.
func (p *devicesPage) face(v *view.DevicesView) draw.Face {
	name, picture := words.NameOf(v.Name, v.JID), v.Picture
	if a := p.w.Account(); v.Own && a != nil {
		picture = a.Picture
	}
	if v.Group {
		return p.w.ChatFace(p.w.Shown.Chat.Kind, name, v.JID, picture)
	}
	return p.w.Face(name, v.JID, picture)
}

func (p *devicesPage) drawUndo(s *draw.Sheet, bottom float32) float32 {
	b := draw.Button{Word: words.Tr("undo.button"), Small: true}
	bw, bh := s.Size(b)
	lh := s.K(20)
	w := s.W - 40 - 32 - bw - 12
	h := max(float32(s.Wrap(draw.One(p.undo.words, draw.F13, draw.Fg), w).Lines)*lh, bh) + 20
	y := bottom - 12 - h
	s.Frame(20, y, s.W-40, h, draw.Ctl, draw.Card, 12, 2)
	s.Para(draw.One(p.undo.words, draw.F13, draw.Fg), 36, y+10+max(0, (bh-lh)/2), w, lh)
	s.Button("undo", b, s.W-36-bw, y+(h-bh)/2, func() {
		d := p.undo.device
		p.undo = nil
		p.w.Decide(d, d.Trust)
		p.pane.Refresh()
	})
	return y - 8
}

// tick is the check box of a device: ticked, it reads what is written from now on. A verified device asks first.
func (p *devicesPage) tick(d *view.DeviceView) {
	if !d.Trust.Reads() {
		p.undo = nil
		p.w.Decide(d, view.TrustTrusted)
		return
	}
	name := words.DeviceName(d)
	untick := func() {
		p.undo = &undo{device: d, words: words.Tr("undo.words", "Device", name), until: p.w.Clock().Add(undoFor)}
		p.w.Queue.WakeIn(undoFor)
		p.w.Decide(d, view.TrustRejected)
		p.pane.Refresh()
	}
	if d.Trust == view.TrustVerified {
		p.w.Confirm(words.Tr("untick.title", "Device", name), words.Tr("untick.text", "Device", name), words.Tr("untick.deed"), untick)
		return
	}
	untick()
}

// drawBody draws what scrolls and sets its height.
func (p *devicesPage) drawBody(s *draw.Sheet) {
	if p.w.Shown == nil || p.w.Shown.Devices == nil {
		return
	}
	v := p.w.Shown.Devices
	if v.Group {
		p.drawGroup(s, v)
		return
	}
	const x = 20
	w, y := s.W-2*x, float32(14)
	if v.Own {
		y = p.drawAlerts(s, v, x, y, w)
	} else {
		y = p.drawPolicy(s, v, x, y, w)
	}
	y = p.drawDeeds(s, v, x, y, w) + 14
	y = p.drawRefused(s, v, x, y, w)
	y = p.drawHeading(s, v, x, y, w)
	active, inactive := split(v.Devices)
	for _, d := range active {
		y += 8 + p.device(s, d, v, x, y+8, w)
	}
	if len(active) == 0 {
		y += 8 + s.Para(draw.One(words.Tr("devices.none", "Name", words.NameOf(v.Name, v.JID)), draw.F14, draw.Muted), x, y+8, w, s.K(20))
	}
	for _, k := range v.Expected {
		y += 8 + p.expected(s, k, v, x, y+8, w)
	}
	if len(inactive) > 0 {
		y = p.drawInactive(s, inactive, v, x, y+8, w)
	}
	y += 12
	s.Icon("info", draw.Muted, x+13, y, s.K(20))
	y += s.Para(draw.One(words.Tr("devices.fromNowOn"), draw.F13, draw.Muted), x+25+s.K(20), y, w-38-s.K(20), s.K(20))
	if v.Own { // about the contacts' devices, so below the own ones
		y = p.drawPolicy(s, v, x, y+20, w) - 14
	}
	s.H = y + 20
}

// drawRefused says why what stands here may be old, and whose server said so.
func (p *devicesPage) drawRefused(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	line := refusedText(v)
	if line == "" {
		return y
	}
	i := s.K(20)
	s.Icon("warn", draw.Undecided, x, y, i)
	return y + s.Para(draw.One(line, draw.F13, draw.Fg), x+i+8, y, w-i-8, i) + 14
}

// refusedText is why what is shown of somebody may be old, or "".
func refusedText(v *view.DevicesView) string {
	if v.Refused == "" {
		return ""
	}
	line := words.KindText(v.Refused, words.NameOf(v.Name, v.JID))
	if said := words.OneLine(v.Said, 200); said != "" {
		line += " " + words.Tr("error.said", "Words", said)
	}
	return line
}

func (p *devicesPage) drawHeading(s *draw.Sheet, v *view.DevicesView, x, y, w float32) float32 {
	left, right := words.Trn("devices.reading", v.Active, "Part", strconv.Itoa(v.Reading)), words.Tr("devices.ticked")
	if v.Own {
		left = words.Trn("own.reading", v.Active, "Part", strconv.Itoa(v.Reading))
	}
	lw := s.Width(left, draw.B14)
	y += s.Para(draw.One(left, draw.B14, draw.Fg), x, y, w, s.K(20)) - s.K(20)
	rw := s.Width(right, draw.F12)
	i := s.K(16)
	if lw+12+rw+i+8 > w {
		y += s.K(20)
		s.CheckMark(true, draw.Ctl, x, y+(s.K(20)-i)/2, i)
		return y + s.Para(draw.One(right, draw.F12, draw.Muted), x+i+8, y, w-i-8, s.K(20))
	}
	s.Right(right, x+w, y+1, s.K(20), draw.F12, draw.Muted)
	s.CheckMark(true, draw.Ctl, x+w-rw-i-8, y+(s.K(20)-i)/2, i)
	return y + s.K(20)
}
