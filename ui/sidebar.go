package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"vouch/app/view"
	"vouch/assets"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// sidebar is the left part of the window: account, filter and the list of chats; or, in a narrow window, a rail.
type sidebar struct {
	w      *Window
	pane   *draw.Pane
	list   *chatList
	clip   *container.Clip
	filter *draw.Entry
}

func newSidebar(w *Window) *sidebar {
	b := &sidebar{w: w, filter: draw.NewEntry(false)}
	b.filter.SetIcon(theme.NewColoredResource(assets.Icon("search"), draw.Muted))
	b.pane = w.Pane(b.draw)
	b.list = newChatList(w)
	b.clip = container.NewClip(b.list)
	b.clip.MinSize() // until it is asked for, a Clip does not know itself
	b.filter.OnChanged = func(string) { b.list.filter(b.filter.Text); b.pane.Refresh() }
	b.filter.Short = w.shortcut
	b.filter.OnSubmitted = func(string) { b.list.openFirst() }
	b.filter.Key = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyDown:
			w.Win.Canvas().Focus(b.list)
			return true
		case fyne.KeyEscape, fyne.KeyF6:
			w.key(e)
			return true
		}
		return false
	}
	return b
}

func (b *sidebar) show(snap *view.Snapshot) {
	b.filter.SetPlaceHolder(words.Tr("chats.find"))
	b.list.show(snap)
}

// visible says whether the list of chats is on the screen.
func (b *sidebar) visible() bool { return !b.w.Narrow() || b.w.showsList() }

func (b *sidebar) rail() bool { return b.pane.Size().Width <= railWidth }

func (b *sidebar) focusFilter() {
	if b.w.Narrow() && b.w.Shown.Chat != nil {
		b.w.OpenChat("")
		return
	}
	if b.rail() {
		b.w.Win.Canvas().Focus(b.list)
		return
	}
	b.w.Win.Canvas().Focus(b.filter)
}

func (b *sidebar) draw(s *draw.Sheet) {
	a := b.w.Account()
	if a == nil {
		return
	}
	s.Rect(0, 0, s.W, s.H, draw.Side)
	s.Rect(s.W-1, 0, 1, s.H, draw.Line)
	b.list.rail = s.W <= railWidth
	if b.list.rail {
		s.IconButton("menu", "menu", words.Tr("tip.menu"), 16, 10, 36, func() { b.w.accountMenu(b.pane, fyne.NewPos(16, 46)) })
		s.IconButton("compose", "compose", words.Tr("newchat.title"), 16, 52, 36, b.w.accounts.NewChat)
		top := float32(94)
		if a.Undecided > 0 || a.ListAlert || a.Doubt != "" { // the words stand on the page
			s.Hit("alert", 16, top, 36, 36, func(s *draw.Sheet, hover, focus bool) {
				s.Rect(0, 0, s.W, s.H, draw.RejectedTint, 8)
				if focus {
					s.Ring(2, 2, s.W-4, s.H-4, 6)
				}
				s.Icon("warn", draw.Rejected, 8, 8, 20)
			}, func() { b.w.GoTo(view.PageOwn) })
			top += 42
		}
		s.Put(b.clip, 0, top, s.W-1, s.H-top)
		b.list.Refresh()
		return
	}
	name := words.NameOf(a.Name, a.JID)
	s.Face(b.w.Face(name, a.JID, a.Picture), 12, 16, 28, shell.AccountPresence(a), draw.Side)
	right := s.W - 8
	s.IconButton("menu", "menu", words.Tr("tip.menu"), right-36, 12, 36, func() { b.w.accountMenu(b.pane, fyne.NewPos(right-36, 48)) })
	s.IconButton("compose", "compose", words.Tr("newchat.title"), right-76, 12, 36, b.w.accounts.NewChat)
	x := float32(52)
	s.Word(s.Clip(name, right-84-x, draw.B14), x, 0, 60, draw.B14, draw.Fg)
	fh := max(36, s.K(20)+18)
	b.drawFilter(s, 60, fh)
	top := 68 + fh + b.drawSearch(s, 68+fh)
	strip := b.drawStrips(s, a)
	s.Put(b.clip, 0, top, s.W-1, s.H-top-strip)
	b.list.Refresh()
}

func (b *sidebar) drawFilter(s *draw.Sheet, y, h float32) {
	const x = 12
	w := s.W - 25
	s.Entry(b.filter, x, y, w, h, draw.Line, 8, 8)
	hint := words.Tr("chats.findKey")
	if hw := s.Width(hint, draw.F12); b.filter.Text == "" && w > s.Width(words.Tr("chats.find"), draw.F14)+hw+s.K(20)+44 {
		s.Right(hint, x+w-11, y, h, draw.F12, draw.Muted)
	}
}

// drawSearch offers to look for what was typed in messages, and gives its height.
func (b *sidebar) drawSearch(s *draw.Sheet, y float32) float32 {
	typed := strings.TrimSpace(b.filter.Text)
	if typed == "" {
		return 0
	}
	h := s.K(20) + 16
	s.Hit("search", 8, y, s.W-17, h, func(s *draw.Sheet, hover, focus bool) {
		if hover {
			s.Rect(0, 0, s.W, s.H, draw.Hover, 10)
		}
		if focus {
			s.Ring(2, 2, s.W-4, s.H-4, 8)
		}
		s.Icon("search", draw.Acc, 12, (s.H-18)/2, 18)
		s.Word(s.Clip(words.Tr("chats.search", "Text", words.OneLine(typed, words.NameRunes)), s.W-52, draw.F14), 40, 0, s.H, draw.F14, draw.Acc)
	}, func() { b.search(typed) })
	return h
}

// search looks for a text in the messages of all chats.
func (b *sidebar) search(text string) {
	b.filter.SetText("")
	b.w.search.Open("", text)
}

// drawStrips draws what the user should know about the account above the lower edge, and gives its height.
func (b *sidebar) drawStrips(s *draw.Sheet, a *view.AccountView) float32 {
	y := s.H
	if text := words.ConnectionText(a, b.w.Now()); text != "" {
		icon, color := shell.ConnectionMark(a)
		act, tap := b.w.accounts.AccountAct(a)
		y = b.strip(s, y, icon, color, text, act, tap)
	}
	own := func() { b.w.GoTo(view.PageOwn) }
	if a.Undecided > 0 {
		y = b.strip(s, y, "undecided", draw.Undecided, words.Trn("own.alertShort", a.Undecided), words.Tr("row.lookAtIt"), own)
	}
	if a.Doubt != "" {
		y = b.strip(s, y, "warn", draw.Rejected, words.Tr("doubt.short"), words.Tr("row.lookAtIt"), own)
	}
	if a.ListAlert {
		y = b.strip(s, y, "warn", draw.Rejected, words.Tr("own.listAlertShort"), words.Tr("row.lookAtIt"), own)
	}
	return s.H - y
}

// strip draws a line of words that ends at bottom and gives its upper edge.
func (b *sidebar) strip(s *draw.Sheet, bottom float32, icon string, color draw.Token, text, act string, tap func()) float32 {
	lh, i := s.K(18), s.K(16)
	const x = 16
	tx := x + i + 10
	w := s.W - 17 - tx
	lines := float32(s.Wrap(draw.One(text, draw.F13, draw.Fg), w).Lines)
	h := 20 + lines*lh
	if act != "" {
		h += lh
	}
	y := bottom - h
	s.Rect(0, y, s.W-1, 1, draw.Line)
	s.Icon(icon, color, x, y+10+(lh-i)/2, i)
	fg := draw.Fg
	if color == draw.Rejected {
		fg = draw.Rejected
	}
	s.Para(draw.One(text, draw.F13, fg), tx, y+10, w, lh)
	if act != "" {
		s.Link("strip "+text, act, tx, y+10+lines*lh, lh, draw.F13, tap)
	}
	return y
}

// matches says whether a chat fits what was typed: by its name, its address or one of its groups.
func matches(c *view.ChatRow, typed string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	fits := func(text string) bool { return strings.Contains(strings.ToLower(text), typed) }
	return typed == "" || fits(c.Name) || fits(c.Chat) || slices.ContainsFunc(c.Groups, fits)
}
