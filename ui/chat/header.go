package chat

import (
	"fmt"

	"vouch/app/view"
	"vouch/trust/links"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// drawHeader gives its lower edge.
func (c *Room) drawHeader(s *draw.Sheet, chat *view.ChatView) float32 {
	n, cap := s.K(20), s.K(16)
	h := 24 + n + cap
	s.Rect(0, h-1, s.W, 1, draw.Line)
	x := float32(16)
	back, tip := c.to.Back(), words.Tr("tip.toSearch")
	if back == nil && c.w.Narrow() {
		back, tip = func() { c.w.OpenChat("") }, words.Tr("tip.back")
	}
	if back != nil {
		s.IconButton("back", "back", tip, 4, (h-36)/2, 36, back)
		x = 44
	}
	name := c.w.ChatName(chat.Name, chat.Chat)
	s.Face(c.w.ChatFace(chat.Kind, name, chat.Chat, chat.Picture), x, (h-41)/2, 40, shell.ChatPresence(chat.Kind, chat.Presence), draw.Bg)
	x += 52
	b := max(36, s.K(28))
	r := s.W - 12 - b
	s.IconButton("more", "more", words.Tr("tip.more"), r, (h-b)/2, b, func() { c.to.Menu(chat.Chat, name, chat.Encrypted, true, shell.Under(c.Pane, r, h)) })
	if s.W >= max(480, s.K(300)) {
		r -= b + 4
		if chat.Room != nil {
			s.IconButton("members", "users", words.Tr("tip.members"), r, (h-b)/2, b, c.to.Members)
		} else if isPrivate(chat) {
			s.IconButton("room", "users", words.Tr("tip.toRoom"), r, (h-b)/2, b, c.toRoom(chat))
		} else {
			s.IconButton("info", "info", words.Tr("tip.info"), r, (h-b)/2, b, func() { c.w.GoTo(view.PageDevices) })
		}
	}
	top := (h - 1 - n - cap) / 2
	second := c.subtitle(chat)
	room := r - 8 - x - max(s.Width(name, draw.B15), min(s.Width(second, draw.F12), 200)) - 12
	left := c.drawPill(s, chat, r-8, h, room) - 12
	s.Word(s.Clip(name, left-x, draw.B15), x, top, n, draw.B15, draw.Fg)
	sx := x
	if _, odd := links.Address(chat.Chat); odd {
		s.Icon("warn", draw.Rejected, sx, top+n, cap)
		sx += cap + 4
	}
	s.Word(s.Clip(second, left-sx, draw.F12), sx, top+n, cap, draw.F12, draw.Muted)
	return h
}

func (c *Room) subtitle(chat *view.ChatView) string {
	if chat.Room != nil {
		return c.roomLine(chat)
	}
	if isPrivate(chat) {
		return words.Tr("private.line", "Room", words.OneLine(chat.Beside.Name, words.NameRunes))
	}
	jid := words.OneLine(chat.Chat, 2*words.NameRunes)
	if chat.Typing {
		return words.Tr("presence.typing")
	}
	word := words.ShowWord(chat.Presence, chat.Show)
	if since := lastActive(chat, c.w.Now()); since != "" {
		word += " · " + since
	}
	if chat.Ask && word == "" {
		word = words.Tr("presence.asked")
	}
	if status := words.OneLine(chat.Status, words.NameRunes); status != "" && word != "" {
		word += " · " + bidi.Isolate(status)
	}
	switch {
	case word == "":
		return jid
	case c.w.ChatName(chat.Name, chat.Chat) == jid:
		return word
	}
	return word + " · " + jid
}

// drawPill draws what protects the chat, ending at right, and gives its left edge. Where room is short it drops its
// words before its marks.
func (c *Room) drawPill(s *draw.Sheet, chat *view.ChatView, right, header, room float32) float32 {
	p := pillOf(s, chat)
	if p.width(s) > room {
		p.short()
	}
	if p.undecided != "" && p.width(s) > room {
		p.undecided = fmt.Sprint(chat.Undecided)
	}
	w, h := p.width(s), s.K(32)
	hit := s.Hit("pill", right-w, (header-h)/2, w, h, func(s *draw.Sheet, hover, focus bool) { p.paint(s, hover, focus) },
		func() { c.w.GoTo(view.PageDevices) })
	hit.Tip = words.Tr("tip.info")
	if isChannel(chat) {
		hit.Tap, hit.Tip = c.to.Members, words.Tr("tip.members")
	} else if isPrivate(chat) {
		hit.Tap, hit.Tip = c.toRoom(chat), words.Tr("tip.toRoom")
	}
	return right - w
}

// pill is the state of a chat: icon and word, then mark and number of undecided devices.
type pill struct {
	icon, word string
	ground, fg draw.Token
	color      draw.Token // of the icon
	font       draw.Font
	undecided  string
}

func pillOf(s *draw.Sheet, chat *view.ChatView) pill {
	p := pill{icon: "lock", word: words.Tr("pill.encrypted"), ground: draw.FieldGround, fg: draw.Fg, color: draw.Fg, font: draw.F13}
	loud := func(icon, word string) {
		p = pill{icon: icon, word: word, ground: draw.Danger, fg: draw.White, color: draw.White, font: draw.B13}
	}
	switch {
	case isChannel(chat):
		p.icon, p.word = "globe", words.Tr("pill.channel")
	case isPrivate(chat):
		p.icon, p.word = "user", words.Tr("pill.private")
	case opened(chat):
		loud("open", words.Tr("pill.opened"))
	case !chat.Encrypted:
		loud("open", words.Tr("pill.plain"))
	case chat.KeyChanged:
		loud("warn", words.Tr("pill.keyChanged"))
	case chat.Undecided > 0:
		p.undecided = words.Trn("pill.undecided", chat.Undecided)
	case chat.Verified:
		p.icon, p.color, p.word = "verified", draw.Verified, words.Tr("pill.verified")
	}
	return p
}

// short leaves out the quiet word, never a loud one.
func (p *pill) short() {
	if p.ground == draw.FieldGround {
		p.word = ""
	}
}

func (p pill) width(s *draw.Sheet) float32 {
	w := 10 + s.K(16) + 12
	if p.word != "" {
		w += 7 + s.Width(p.word, p.font)
	}
	if p.undecided != "" {
		w += 8 + s.K(16) + 7 + s.Width(p.undecided, draw.F13)
		if p.word != "" {
			w += 7
		}
	}
	return w
}

func (p pill) paint(s *draw.Sheet, hover, focus bool) {
	i := s.K(16)
	ground := p.ground
	if hover && ground == draw.FieldGround {
		ground = draw.Hover
	}
	s.Rect(0, 0, s.W, s.H, ground, s.H/2)
	if focus {
		s.Ring(0, 0, s.W, s.H, s.H/2)
	}
	s.Icon(p.icon, p.color, 10, (s.H-i)/2, i)
	x := 10 + i
	if p.word != "" {
		x += 7 + s.Word(p.word, x+7, 0, s.H, p.font, p.fg)
	}
	if p.undecided == "" {
		return
	}
	if p.word != "" {
		x += 7
		s.Rect(x, s.H/4, 1, s.H/2, draw.Line)
	}
	s.Icon("undecided", draw.Undecided, x+8, (s.H-i)/2, i)
	s.Word(p.undecided, x+8+i+7, 0, s.H, draw.F13, draw.Undecided)
}

// lastActive says when a contact that is away was active last, as it says; "" where it does not, or where that makes no
// sense.
func lastActive(chat *view.ChatView, c words.Calendar) string {
	if chat.Presence != view.PresenceAway || chat.Idle.IsZero() || chat.Idle.After(c.Now) {
		return ""
	}
	return words.Tr("presence.lastActive", "Time", c.On(chat.Idle))
}
