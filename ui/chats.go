package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/app"
	"vouch/ui/draw"
)

// chatList is the list of chats. Only the rows on the screen are drawn; the keyboard sees it as one control, in which
// the arrow keys move from chat to chat.
type chatList struct {
	draw.Pane
	w       *Window
	all     []*app.ChatRow
	rows    []*app.ChatRow // those that fit the filter
	typed   string
	top     float32 // how far it is scrolled
	at      int     // row of the keyboard
	focused bool
	rail    bool
}

var (
	_ fyne.Focusable  = (*chatList)(nil)
	_ fyne.Scrollable = (*chatList)(nil)
)

func newChatList(w *Window) *chatList {
	l := &chatList{w: w}
	l.Pane.Init(l, l.draw)
	l.Pane.Keys, l.Pane.Pressed, l.Pane.Tip = w.key, w.pressed, w.tip.over
	return l
}

func (l *chatList) show(snap *app.Snapshot) {
	l.all = snap.Chats
	l.filter(l.typed)
}

func (l *chatList) filter(typed string) {
	if typed != l.typed {
		l.top, l.at = 0, 0
	}
	l.typed, l.rows = typed, l.all
	if typed != "" {
		l.rows = nil
		for _, c := range l.all {
			if matches(c, typed) {
				l.rows = append(l.rows, c)
			}
		}
	}
	l.clamp()
}

func (l *chatList) openFirst() {
	if len(l.rows) > 0 {
		first := l.rows[0].Chat
		l.w.side.filter.SetText("") // which brings all rows back
		l.w.open(first)
		l.w.focusComposer()
	}
}

// rowHeight is 64 at normal text, and 2 between.
func (l *chatList) rowHeight(s draw.Look) float32 {
	if l.rail {
		return 62
	}
	return 24 + 40*s.Text + 2
}

func (l *chatList) clamp() {
	h := l.rowHeight(draw.Now())
	l.top = max(0, min(l.top, float32(len(l.rows))*h-l.Size().Height))
	l.at = max(0, min(l.at, len(l.rows)-1))
}

func (l *chatList) draw(s *draw.Sheet) {
	if l.w.shown == nil {
		return
	}
	l.clamp()
	h := l.rowHeight(s.Look)
	if len(l.rows) == 0 {
		l.drawEmpty(s)
		return
	}
	for i := int(l.top / h); i < len(l.rows) && float32(i)*h < l.top+s.H; i++ {
		y := float32(i)*h - l.top
		l.row(s, i, y, h)
	}
	if total := float32(len(l.rows)) * h; total > s.H+1 {
		t := max(30, s.H*s.H/total)
		s.Rect(s.W-5, l.top/(total-s.H)*(s.H-t), 4, t, draw.Line, 2)
	}
}

func (l *chatList) drawEmpty(s *draw.Sheet) {
	if l.rail {
		return
	}
	text := tr("chats.none")
	if l.typed != "" {
		text = tr("chats.notFound", "Words", oneLine(l.typed, 40))
	}
	s.ParaMid(draw.One(text, draw.F13, draw.Muted), 24, 24, s.W-48, s.K(18))
}

func (l *chatList) row(s *draw.Sheet, i int, y, h float32) {
	c := l.rows[i]
	focus := l.focused && i == l.at
	x, w := float32(6), s.W-12
	sp := s.Spot("row "+c.Chat, x, y, w, h-2, func(s *draw.Sheet, hover, _ bool) {
		ground := draw.Side
		selected := l.w.shown.View.Chat == c.Chat
		switch {
		case selected:
			ground = draw.Own
		case hover:
			ground = draw.Hover
		}
		if ground != draw.Side {
			s.Rect(0, 0, s.W, s.H, ground, 10)
		}
		if focus {
			s.Ring(4, 4, s.W-8, s.H-8, 8)
		}
		if l.rail {
			l.paintRail(s, c, ground)
			return
		}
		l.paint(s, c, ground)
	}, func() { l.at = i; l.w.open(c.Chat) })
	sp.Tip = chatTip(c, l.w.chatName(c.Name, c.Chat), l.rail)
	sp.Menu = func(at fyne.Position) { l.w.chatMenu(c.Chat, l.w.chatName(c.Name, c.Chat), c.Encrypted, false, at) }
}

// chatTip says in words what the marks of a row mean, and whose row it is where it has no name.
func chatTip(c *app.ChatRow, name string, rail bool) string {
	words := []string{oneLine(c.Chat, nameRunes)}
	if rail && name != words[0] {
		words = append([]string{name}, words...)
	}
	switch {
	case !c.Encrypted:
		words = append(words, tr("tip.plain"))
	case c.Verified:
		words = append(words, tr("tip.verified"))
	default:
		words = append(words, tr("pill.encrypted"))
	}
	if c.Waiting > 0 {
		words = append(words, trn("tip.waiting", c.Waiting))
	}
	return strings.Join(words, " · ")
}

func (l *chatList) paintRail(s *draw.Sheet, c *app.ChatRow, ground draw.Token) {
	s.Avatar(l.w.chatName(c.Name, c.Chat), c.Chat, (s.W-40)/2, (s.H-40)/2, 40, presence(c.Presence), ground)
	if c.Unread > 0 {
		n := count(c.Unread)
		w := max(22, s.Width(n, draw.B12)+12)
		s.Rect(s.W-w+1, 0, w, 22, ground, 11)
		s.Rect(s.W-w+3, 2, w-4, 18, draw.Fill, 9)
		s.Word(n, s.W-w+1+(w-s.Width(n, draw.B12))/2, 2, 18, draw.B12, draw.White)
	} else if c.Waiting > 0 {
		s.Rect(s.W-18, 2, 16, 16, ground, 8)
		s.Icon("clock", draw.Undecided, s.W-17, 3, 14)
	}
}

// paint draws a row of two lines: name and time; preview and marks.
func (l *chatList) paint(s *draw.Sheet, c *app.ChatRow, ground draw.Token) {
	name := l.w.chatName(c.Name, c.Chat)
	s.Avatar(name, c.Chat, 8, (s.H-44)/2, 44, presence(c.Presence), ground)
	f, fg, lh := draw.F15, draw.Muted, s.K(20)
	if c.Unread > 0 {
		f, fg = draw.B15, draw.Fg
	}
	right := s.W - 8
	tw := s.Right(l.w.now().brief(c.Time), right, 12, lh, draw.F12, draw.Muted)
	s.Word(s.Clip(name, right-tw-6-64, f), 64, 12, lh, f, draw.Fg)
	x, y, i := right, 12+lh, s.K(14)
	icon := func(name string, color draw.Token) {
		x -= i
		s.Icon(name, color, x, y+(lh-i)/2, i)
		x -= 6
	}
	if c.Encrypted {
		icon("lock", draw.Muted)
	} else {
		icon("open", draw.Rejected)
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
	if c.Unread > 0 {
		n := count(c.Unread)
		w := max(s.K(20), s.Width(n, draw.B12)+12)
		x -= w
		s.Rect(x, y, w, lh, draw.Fill, lh/2)
		s.Word(n, x+(w-s.Width(n, draw.B12))/2, y, lh, draw.B12, draw.White)
		x -= 6
	}
	tx := float32(64)
	text := preview(c)
	if d := l.w.chat.draft(c.Chat); d != "" {
		tx += s.Word(tr("chats.draft"), tx, y, lh, draw.B13, draw.Acc) + s.Width(" ", draw.F13)
		text = oneLine(d, 100)
	}
	s.Word(s.Clip(text, x-tx, draw.F13), tx, y, lh, draw.F13, fg)
}

// preview is the first line of the newest message.
func preview(c *app.ChatRow) string {
	text := oneLine(c.Preview, 100)
	switch {
	case c.Kind == app.RowUnreadable:
		return tr("chats.unreadable")
	case c.Kind == app.RowNotice && text == "":
		return ""
	case c.Own && text != "":
		return tr("chats.you", "Words", text)
	}
	return text
}

func count(n int) string {
	if n > 999 {
		return "999+"
	}
	return fmt.Sprint(n)
}

func presence(p app.Presence) draw.Presence {
	switch p {
	case app.PresenceOnline:
		return draw.PresenceOn
	case app.PresenceAway:
		return draw.PresenceAway
	case app.PresenceOffline:
		return draw.PresenceOff
	}
	return draw.PresenceNone
}

// Scrolled implements fyne.Scrollable.
func (l *chatList) Scrolled(e *fyne.ScrollEvent) {
	l.top -= e.Scrolled.DY
	l.clamp()
	l.Refresh()
}

// FocusGained implements fyne.Focusable.
func (l *chatList) FocusGained() {
	l.focused = true
	for i, c := range l.rows {
		if c.Chat == l.w.view().Chat {
			l.at = i
		}
	}
	l.reveal()
}

// FocusLost implements fyne.Focusable.
func (l *chatList) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune implements fyne.Focusable.
func (l *chatList) TypedRune(rune) {}

// TypedKey moves and opens.
func (l *chatList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.at--
	case fyne.KeyDown:
		l.at++
	case fyne.KeyHome:
		l.at = 0
	case fyne.KeyEnd:
		l.at = len(l.rows) - 1
	case fyne.KeyPageUp:
		l.at -= 8
	case fyne.KeyPageDown:
		l.at += 8
	case desktop.KeyMenu:
		if l.at < len(l.rows) {
			c := l.rows[l.at]
			l.w.chatMenu(c.Chat, l.w.chatName(c.Name, c.Chat), c.Encrypted, false, under(l, 64, float32(l.at+1)*l.rowHeight(draw.Now())-l.top))
		}
		return
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.at < len(l.rows) {
			l.w.open(l.rows[l.at].Chat)
		}
		return
	default:
		l.w.key(e)
		return
	}
	l.clamp()
	l.reveal()
}

// reveal scrolls to the row of the keyboard.
func (l *chatList) reveal() {
	h := l.rowHeight(draw.Now())
	y := float32(l.at) * h
	l.top = min(max(l.top, y+h-l.Size().Height), y)
	l.Refresh()
}
