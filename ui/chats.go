package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// chatList is the list of chats. Only the rows on the screen are drawn; the keyboard sees it as one control, in which
// the arrow keys move from chat to chat.
type chatList struct {
	draw.Pane
	w       *Window
	all     []*view.ChatRow
	rows    []*view.ChatRow // those that fit the filter
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

func (l *chatList) show(snap *view.Snapshot) {
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
		l.w.OpenChat(first)
		l.w.focusComposer()
	} else if l.typed != "" {
		l.w.side.search(l.typed)
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
	if l.w.Shown == nil {
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
	text := words.Tr("chats.none")
	if l.typed != "" {
		text = words.Tr("chats.notFound", "Words", words.OneLine(l.typed, 40))
	}
	s.ParaMid(draw.One(text, draw.F13, draw.Muted), 24, 24, s.W-48, s.K(18))
}

func (l *chatList) row(s *draw.Sheet, i int, y, h float32) {
	c := l.rows[i]
	focus := l.focused && i == l.at
	x, w := float32(6), s.W-12
	sp := s.Spot("row "+c.Chat, x, y, w, h-2, func(s *draw.Sheet, hover, _ bool) {
		ground := draw.Side
		selected := l.w.Shown.View.Chat == c.Chat
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
	}, func() { l.at = i; l.w.OpenChat(c.Chat) })
	sp.Tip = chatTip(c, l.w.ChatName(c.Name, c.Chat), l.rail)
	sp.Menu = func(at fyne.Position) { l.w.chatMenu(c.Chat, l.w.ChatName(c.Name, c.Chat), c.Encrypted, false, at) }
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
		if c.Chat == l.w.View().Chat {
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
			l.w.chatMenu(c.Chat, l.w.ChatName(c.Name, c.Chat), c.Encrypted, false, shell.Under(l, 64, float32(l.at+1)*l.rowHeight(draw.Now())-l.top))
		}
		return
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.at < len(l.rows) {
			l.w.OpenChat(l.rows[l.at].Chat)
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
