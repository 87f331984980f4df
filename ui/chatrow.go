package ui

import (
	"strings"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// mostGroups of a contact are named.
const mostGroups = 5

// chatTip says in words what the marks of a row mean, in which groups it is, and whose row it is where it has no name.
func chatTip(c *view.ChatRow, name string, rail bool) string {
	said := []string{words.OneLine(c.Chat, words.NameRunes)}
	if rail && name != said[0] {
		said = append([]string{bidi.Isolate(name)}, said...)
	}
	for _, g := range c.Groups[:min(len(c.Groups), mostGroups)] {
		if g = words.OneLine(g, words.NameRunes); g != "" {
			said = append(said, bidi.Isolate(g))
		}
	}
	switch {
	case c.Of == view.ChatOccupant:
		said = append(said, words.Tr("private.line", "Room", words.OneLine(c.Beside, words.NameRunes)))
	case c.Of == view.ChatChannel && c.Encrypted:
		said = append(said, words.Tr("pill.opened"))
	case c.Of == view.ChatChannel:
		said = append(said, words.Tr("pill.channel"))
	case !c.Encrypted:
		said = append(said, words.Tr("tip.plain"))
	case c.Verified:
		said = append(said, words.Tr("tip.verified"))
	default:
		said = append(said, words.Tr("pill.encrypted"))
	}
	if c.Waiting > 0 {
		said = append(said, words.Trn("tip.waiting", c.Waiting))
	}
	said = append(said, roomTip(c)...)
	if c.Blocked != "" {
		said = append(said, words.Tr("chats.blocked"))
	}
	if c.Wants {
		said = append(said, words.Tr("chats.wants"))
	}
	return strings.Join(said, " · ")
}

func (l *chatList) paintRail(s *draw.Sheet, c *view.ChatRow, ground draw.Token) {
	s.Face(l.w.ChatFace(c.Of, l.w.ChatName(c.Name, c.Chat), c.Chat, c.Picture), (s.W-40)/2, (s.H-40)/2, 40, shell.ChatPresence(c.Of, c.Presence), ground)
	if c.Unread > 0 && (tells(c) || c.Mentions > 0) {
		n := words.Count(c.Unread)
		if c.Mentions > 0 {
			n = mentionMark(c.Mentions)
		}
		h := s.K(18) + 4
		w := max(h, s.Width(n, draw.B12)+12)
		s.Rect(s.W-w+1, 0, w, h, ground, h/2)
		s.Rect(s.W-w+3, 2, w-4, h-4, draw.Fill, h/2-2)
		s.Word(n, s.W-w+1+(w-s.Width(n, draw.B12))/2, 2, h-4, draw.B12, draw.White)
		return
	}
	icon, color := "clock", draw.Undecided
	if c.Wants {
		icon, color = "user", draw.Acc
	}
	if c.Wants || c.Waiting > 0 {
		s.Rect(s.W-18, 2, 16, 16, ground, 8)
		s.Icon(icon, color, s.W-17, 3, 14)
	}
}

// paint draws a row of two lines: name and time; preview and marks.
func (l *chatList) paint(s *draw.Sheet, c *view.ChatRow, ground draw.Token) {
	name := l.w.ChatName(c.Name, c.Chat)
	s.Face(l.w.ChatFace(c.Of, name, c.Chat, c.Picture), 8, (s.H-44)/2, 44, shell.ChatPresence(c.Of, c.Presence), ground)
	f, fg, lh := draw.F15, draw.Muted, s.K(20)
	if c.Unread > 0 && tells(c) {
		f, fg = draw.B15, draw.Fg
	}
	right := s.W - 8
	tw := s.Right(l.w.Now().Brief(c.Time), right, 12, lh, draw.F12, draw.Muted)
	ink := draw.Fg
	if c.Away || c.Level == view.LevelMuted {
		ink = draw.Muted
	}
	nx := 64 + s.Word(s.Clip(name, right-tw-6-64, f), 64, 12, lh, f, ink)
	if in := words.OneLine(c.Beside, words.NameRunes); in != "" && right-tw-6-nx > s.K(40) {
		s.Word(s.Clip(" · "+in, right-tw-6-nx, draw.F13), nx, 12, lh, draw.F13, draw.Muted)
	}
	x, y, i := right, 12+lh, s.K(14)
	icon := func(name string, color draw.Token) {
		x -= i
		s.Icon(name, color, x, y+(lh-i)/2, i)
		x -= 6
	}
	switch {
	case c.Of == view.ChatChannel && c.Encrypted:
		icon("warn", draw.Rejected)
	case c.Of == view.ChatChannel, c.Of == view.ChatOccupant:
	case c.Encrypted:
		icon("lock", draw.Muted)
	default:
		icon("open", draw.Rejected)
	}
	if c.Level == view.LevelMuted {
		icon("mute", draw.Muted)
	}
	if c.Verified && c.Encrypted {
		icon("verified", draw.Verified)
	}
	if c.Failed > 0 {
		icon("warn", draw.Rejected)
	}
	if c.Waiting > 0 {
		icon("clock", draw.Undecided)
	}
	badge := func(n string, loud bool) {
		w := max(s.K(20), s.Width(n, draw.B12)+12)
		x -= w
		fg := draw.White
		if loud {
			s.Rect(x, y, w, lh, draw.Fill, lh/2)
		} else {
			fg = draw.Muted
			s.Frame(x, y, w, lh, draw.Ctl, ground, lh/2, 2)
		}
		s.Word(n, x+(w-s.Width(n, draw.B12))/2, y, lh, draw.B12, fg)
		x -= 6
	}
	if c.Unread > 0 {
		badge(words.Count(c.Unread), tells(c))
	}
	if c.Mentions > 0 {
		badge(mentionMark(c.Mentions), true)
	}
	tx := float32(64)
	text := words.Preview(c)
	if c.Wants {
		fg = draw.Acc
	}
	if d := l.w.chat.Draft(c.Chat); d != "" {
		tx += s.Word(words.Tr("chats.draft"), tx, y, lh, draw.B13, draw.Acc) + s.Width(" ", draw.F13)
		text = words.OneLine(d, 100)
	} else if by := sayer(c); by != "" {
		tx += s.WordColor(s.Clip(by+":", (x-tx)/2, draw.B13), tx, y, lh, draw.B13, s.NameColor(shell.ColourKey(c.FromJID, c.Occupant, c.From))) + s.Width(" ", draw.F13)
	}
	s.Word(s.Clip(text, x-tx, draw.F13), tx, y, lh, draw.F13, fg)
}
