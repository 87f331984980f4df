package ui

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/timeline"
)

// conversation is the right part of the window while it shows a chat: header, timeline, bars, coverage line, composer.
type conversation struct {
	w        *Window
	pane     *draw.Pane
	list     *timeline.List
	entry    *draw.Entry
	book     rowBook
	drafts   map[string]string // by account and chat
	question questionBar
	failure  string // what went wrong last, until the user goes on
	lines    int    // of the composer
	quiet    bool   // the text of the composer is being set by the program
}

func newConversation(w *Window) *conversation {
	c := &conversation{w: w, drafts: make(map[string]string), lines: 1}
	c.pane = w.pane(c.draw)
	c.list = timeline.New(timeline.Events{
		Act: c.act, Link: c.openLink, Menu: c.rowMenu, Keys: w.key, Pressed: w.pressed,
		Copy:  func(text string) { w.app.Clipboard().SetContent(text) },
		Rune:  func(r rune) { w.focusComposer(); c.entry.TypedRune(r) },
		Short: func(s fyne.Shortcut) { w.shortcut(s) },
		Top:   c.wantOlder, End: c.wantNewer, Moved: c.moved,
	})
	c.newComposer()
	return c
}

// show takes over what a snapshot says about the chat.
func (c *conversation) show(before, snap *app.Snapshot) {
	if before == nil || before.View.Chat != snap.View.Chat || before.View.Account != snap.View.Account {
		c.failure = ""
		c.question = questionBar{}
		c.book.reset()
		c.list.Reset()
		c.loadDraft(snap.View.Account, snap.View.Chat)
	}
	if snap.Chat != nil {
		c.question.show(snap.Chat.Question, snap.View.Chat)
	}
	c.list.SetRows(c.book.rows(snap, c.w.now()))
}

// fail shows what went wrong near the composer.
func (c *conversation) fail(text string) {
	c.failure = text
	switch {
	case c.w.shown == nil:
		c.w.root.Refresh()
	case c.w.page() == app.PageChat:
		c.pane.Refresh()
	default:
		c.w.devices.fail(text)
	}
}

func (c *conversation) draw(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	snap := c.w.shown
	if snap == nil || snap.Chat == nil {
		c.drawNone(s)
		return
	}
	top := c.drawHeader(s, snap.Chat)
	bottom := c.drawComposer(s, snap.Chat)
	if snap.Chat.Encrypted {
		bottom = c.drawCoverage(s, snap.Chat, bottom)
	}
	if c.failure != "" {
		bottom = c.drawFailure(s, bottom)
	}
	bottom = c.drawOffline(s, bottom)
	switch {
	case !snap.Chat.Encrypted:
		bottom = c.drawPlainBar(s, snap.Chat, bottom)
	case c.question.open():
		bottom = c.drawQuestion(s, snap.Chat, bottom)
	case snap.Chat.Wants:
		bottom = c.drawRequest(s, snap.Chat, bottom)
	}
	if len(snap.Rows) == 0 {
		c.drawNoRows(s, snap.Chat, top, bottom)
	}
	s.Put(c.list, 0, top, s.W, bottom-top)
	if !c.list.AtEnd() || snap.Chat.Newer {
		c.drawToEnd(s, bottom)
	}
}

func (c *conversation) drawNone(s *draw.Sheet) {
	text := tr("chat.pick")
	if c.w.shown != nil && len(c.w.shown.Chats) == 0 {
		text = tr("chat.first")
	}
	h := s.ParaMid(draw.One(text, draw.F14, draw.Muted), 24, s.H/2-20, s.W-48, s.K(20))
	if c.w.shown != nil && len(c.w.shown.Chats) == 0 {
		b := draw.Button{Icon: "plus", Word: tr("newchat.title"), Kind: draw.Primary}
		bw, _ := s.Size(b)
		s.Button("first", b, (s.W-bw)/2, s.H/2-20+h+16, c.w.newChat)
	}
}

func (c *conversation) drawNoRows(s *draw.Sheet, chat *app.ChatView, top, bottom float32) {
	text := tr("chat.empty", "Name", c.w.chatName(chat.Name, chat.Chat))
	if !chat.Encrypted {
		text = tr("chat.emptyPlain")
	}
	s.ParaMid(draw.One(text, draw.F13, draw.Muted), 40, (top+bottom)/2-s.K(18), s.W-80, s.K(18))
}

// drawToEnd draws the button that goes to the newest message.
func (c *conversation) drawToEnd(s *draw.Sheet, bottom float32) {
	end := s.Hit("end", s.W-60, bottom-52, 40, 40, func(s *draw.Sheet, hover, focus bool) {
		s.Frame(0, 0, 40, 40, draw.Ctl, draw.Card, 20, 2)
		if hover {
			s.Frame(0, 0, 40, 40, draw.Acc, draw.Card, 20, 2)
		}
		if focus {
			s.Ring(0, 0, 40, 40, 20)
		}
		s.Icon("down", draw.Fg, 10, 11, 20)
	}, c.toEnd)
	end.Tip = tr("tip.end")
}

func (c *conversation) toEnd() {
	if c.w.view().Anchor != "" {
		c.w.look(func(v *app.View) { v.Anchor, v.Before, v.After = "", firstRows, 0 })
	}
	c.list.ToEnd()
	c.pane.Refresh()
}

// moved draws the button that goes to the end, or takes it away.
func (c *conversation) moved() {
	c.w.markRead()
	if shown := c.pane.Find("end") != nil; shown == c.list.AtEnd() && c.w.shown != nil && c.w.shown.Chat != nil && !c.w.shown.Chat.Newer {
		c.pane.Refresh()
	}
}

// wantOlder asks for rows before the first one.
func (c *conversation) wantOlder() {
	snap := c.w.shown
	if snap == nil || snap.Chat == nil || !snap.Chat.More || c.w.view() != snap.View {
		return
	}
	c.w.look(func(v *app.View) {
		if v.Before < mostRows {
			v.Before += moreRows
			return
		}
		v.Anchor, v.Before, v.After = c.list.FirstVisible(), mostRows/2, mostRows/2
	})
}

// wantNewer asks for rows after the last one, where the view does not reach the newest.
func (c *conversation) wantNewer() {
	snap := c.w.shown
	if snap == nil || snap.Chat == nil || !snap.Chat.Newer || c.w.view() != snap.View {
		return
	}
	c.w.look(func(v *app.View) { v.Anchor, v.Before, v.After = c.list.FirstVisible(), mostRows/2, mostRows/2 })
}

// areas are the stops of F6.
func (c *conversation) areas(before []fyne.Focusable) []fyne.Focusable {
	if f, ok := c.pane.Find("pill").(fyne.Focusable); ok {
		before = append(before, f)
	}
	return append(before, c.list, c.entry)
}

// drawHeader gives its lower edge.
func (c *conversation) drawHeader(s *draw.Sheet, chat *app.ChatView) float32 {
	n, cap := s.K(20), s.K(16)
	h := 24 + n + cap
	s.Rect(0, h-1, s.W, 1, draw.Line)
	x := float32(16)
	if c.w.narrow() {
		s.IconButton("back", "back", tr("tip.back"), 4, (h-36)/2, 36, func() { c.w.open("") })
		x = 44
	}
	name := c.w.chatName(chat.Name, chat.Chat)
	s.Avatar(name, chat.Chat, x, (h-41)/2, 40, presence(chat.Presence), draw.Bg)
	x += 52
	b := max(36, s.K(28))
	r := s.W - 12 - b
	s.IconButton("more", "more", tr("tip.more"), r, (h-b)/2, b, func() { c.w.chatMenu(chat.Chat, name, chat.Encrypted, true, under(c.pane, r, h)) })
	if s.W >= 480 {
		r -= b + 4
		s.IconButton("info", "info", tr("tip.info"), r, (h-b)/2, b, func() { c.w.goTo(app.PageDevices) })
	}
	top := (h - 1 - n - cap) / 2
	second := c.subtitle(chat)
	room := r - 8 - x - max(s.Width(name, draw.B15), min(s.Width(second, draw.F12), 200)) - 12
	left := c.drawPill(s, chat, r-8, h, room) - 12
	s.Word(s.Clip(name, left-x, draw.B15), x, top, n, draw.B15, draw.Fg)
	sx := x
	if mixedScript(chat.Chat) {
		s.Icon("warn", draw.Rejected, sx, top+n, cap)
		sx += cap + 4
	}
	s.Word(s.Clip(second, left-sx, draw.F12), sx, top+n, cap, draw.F12, draw.Muted)
	return h
}

// under is the place on the canvas below a place of the pane.
func under(p fyne.CanvasObject, x, y float32) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(p).AddXY(x, y)
}

func (c *conversation) subtitle(chat *app.ChatView) string {
	jid := oneLine(chat.Chat, 2*nameRunes)
	word := map[app.Presence]string{app.PresenceOnline: tr("presence.online"), app.PresenceAway: tr("presence.away"), app.PresenceOffline: tr("presence.offline")}[chat.Presence]
	if chat.Ask && word == "" {
		word = tr("presence.asked")
	}
	if status := oneLine(chat.Status, nameRunes); status != "" && word != "" {
		word += " · " + status
	}
	switch {
	case word == "":
		return jid
	case c.w.chatName(chat.Name, chat.Chat) == jid:
		return word
	}
	return word + " · " + jid
}

// drawPill draws what protects the chat, ending at right, and gives its left edge. Where room is short it drops its
// words before its marks.
func (c *conversation) drawPill(s *draw.Sheet, chat *app.ChatView, right, header, room float32) float32 {
	p := pillOf(s, chat)
	if p.width(s) > room {
		p.short()
	}
	w, h := p.width(s), s.K(32)
	hit := s.Hit("pill", right-w, (header-h)/2, w, h, func(s *draw.Sheet, hover, focus bool) { p.paint(s, hover, focus) },
		func() { c.w.goTo(app.PageDevices) })
	hit.Tip = tr("tip.info")
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

func pillOf(s *draw.Sheet, chat *app.ChatView) pill {
	p := pill{icon: "lock", word: tr("pill.encrypted"), ground: draw.FieldGround, fg: draw.Fg, color: draw.Fg, font: draw.F13}
	loud := func(icon, word string) {
		p = pill{icon: icon, word: word, ground: draw.Danger, fg: draw.White, color: draw.White, font: draw.B13}
	}
	switch {
	case !chat.Encrypted:
		loud("open", tr("pill.plain"))
	case chat.KeyChanged:
		loud("warn", tr("pill.keyChanged"))
	case chat.Undecided > 0:
		p.undecided = trn("pill.undecided", chat.Undecided)
	case chat.Verified:
		p.icon, p.color, p.word = "verified", draw.Verified, tr("pill.verified")
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
