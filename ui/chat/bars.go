package chat

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// The bars between timeline and composer. Each draws itself above bottom and gives its upper edge.

const barSide = 16

// bar draws a framed box with an icon, a heading and text; it leaves room for what fill draws below, at the right of
// the icon.
type bar struct {
	icon          string
	edge, ground  draw.Token
	title, text   string
	border, right float32 // right is room that the text leaves free
}

func (b bar) draw(s *draw.Sheet, bottom float32, fill func(t *draw.Sheet, x, y, w float32) float32) float32 {
	w := s.W - 2*barSide
	t := s.Sub(w, 0)
	x := 15 + t.K(24) + 14
	in := w - x - 14 - b.right
	t.Icon(b.icon, b.edge, 15, 13+min(0, t.K(20)-20)/2, t.K(24))
	y := float32(12)
	y += t.Para(draw.One(b.title, draw.B14, draw.Fg), x, y, in, s.K(20))
	if b.text != "" {
		y += t.Para(draw.One(b.text, draw.F13, draw.Fg), x, y, in, s.K(19))
	}
	if fill != nil {
		y = fill(t, x, y, w-x-14)
	}
	h := max(y+13, 50)
	top := bottom - 4 - h
	s.Frame(barSide, top, w, h, b.edge, b.ground, 12, b.border)
	s.Add(t, barSide, top)
	return top - 8
}

// drawPlainBar says loudly that the chat is not encrypted; it cannot be put away.
func (c *Room) drawPlainBar(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	again := draw.Button{Word: words.Tr("chat.lookAgain"), Kind: draw.OnTint, Small: true}
	on := draw.Button{Icon: "lock", Word: words.Tr("chat.encrypt"), Kind: draw.Primary, Small: true}
	aw, _ := s.Size(again)
	ow, bh := s.Size(on)
	account := c.w.Shown.View.Account
	look := func() { c.w.Do(app.LookAgain{Account: account, Chat: chat.Chat}, nil) }
	encrypt := func() { c.w.Do(app.SetEncryption{Account: account, Chat: chat.Chat, On: true}, nil) }
	text := words.Tr("chat.plainText")
	if chat.Devices == 0 {
		text = words.Tr("chat.plainTextNoDevices", "Name", words.NameOf(chat.Name, chat.Chat))
	}
	b := bar{icon: "open", edge: draw.Rejected, ground: draw.RejectedTint, title: words.Tr("chat.plainTitle"), text: text, border: 2}
	beside := s.W > 620+aw
	if beside {
		b.right = aw + ow + 8 + 14
	}
	return b.draw(s, bottom-4, func(t *draw.Sheet, x, y, w float32) float32 {
		if beside {
			by := (y + 13 - bh) / 2
			right := t.W - 16
			t.Button("encrypt", on, right-ow, by, encrypt)
			t.Button("lookagain", again, right-ow-8-aw, by, look)
			return y
		}
		return t.Flow(x, y+8, w, []draw.KeyButton{{Button: again, Key: "lookagain", Tap: look}, {Button: on, Key: "encrypt", Tap: encrypt}})
	})
}

// drawRequest asks whether the contact may see our presence.
func (c *Room) drawRequest(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	name := words.NameOf(chat.Name, chat.Chat)
	b := bar{icon: "user", edge: draw.Ctl, ground: draw.Card, border: 1, title: words.Tr("request.title", "Name", name), text: words.Tr("request.text", "Name", name)}
	answer := func(yes bool) func() {
		return func() {
			c.w.Do(app.AnswerContact{Account: c.w.Shown.View.Account, JID: chat.Chat, Accept: yes}, nil)
		}
	}
	return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 {
		return t.Flow(x, y+8, w, []draw.KeyButton{
			{Button: draw.Button{Icon: "check", Word: words.Tr("request.accept"), Small: true}, Key: "accept", Tap: answer(true)},
			{Button: draw.Button{Word: words.Tr("request.decline"), Small: true}, Key: "decline", Tap: answer(false)},
		})
	})
}

// drawFailure says what went wrong, until it is put away or something else is sent.
func (c *Room) drawFailure(s *draw.Sheet, bottom float32) float32 {
	lh := s.K(18)
	left := barSide + 12 + s.K(16)
	w := s.W - left - barSide - 16 - s.Small()
	h := 12 + float32(s.Wrap(draw.One(c.failure, draw.F13, draw.Rejected), w).Lines)*lh
	h = max(h, s.Small()+2)
	y := bottom - h
	s.Icon("warn", draw.Rejected, barSide+4, y+6+(lh-s.K(16))/2, s.K(16))
	s.Para(draw.One(c.failure, draw.F13, draw.Rejected), left, y+6, w, lh)
	s.IconButton("failure", "close", words.Tr("dialog.close"), s.W-barSide-s.Small(), y+1, s.Small(), func() { c.failure = ""; c.Pane.Refresh() })
	return y
}

// drawOffline says that there is no connection where the list of chats, which says so otherwise, is not on the screen.
func (c *Room) drawOffline(s *draw.Sheet, bottom float32) float32 {
	a := c.w.Account()
	if a == nil || !c.w.Slim() {
		return bottom
	}
	text := words.ConnectionText(a, c.w.Now())
	if text == "" {
		return bottom
	}
	lh := s.K(18)
	left := barSide + 12 + s.K(16)
	w := s.W - left - barSide
	th := float32(s.Wrap(draw.One(text, draw.F13, draw.Fg), w).Lines) * lh
	act, tap := c.to.AccountAct(a)
	h := 8 + th
	if act != "" {
		h += lh
	}
	y := bottom - h
	icon, color := shell.ConnectionMark(a)
	s.Icon(icon, color, barSide+4, y+4+(lh-s.K(16))/2, s.K(16))
	s.Para(draw.One(text, draw.F13, draw.Fg), left, y+4, w, lh)
	if act != "" {
		s.Link("password", act, left, y+4+th, lh, draw.F13, tap)
	}
	return y
}

// drawBlocked says that the contact of the chat is blocked, until it no longer is.
func (c *Room) drawBlocked(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	name := words.NameOf(chat.Name, chat.Chat)
	b := bar{icon: "close", edge: draw.Ctl, ground: draw.Card, border: 1, title: words.Tr("blocked.title", "Name", name), text: words.Tr("blocked.text", "Name", name)}
	if chat.Blocked != chat.Chat {
		b.title = words.Tr("blocked.server", "Host", words.OneLine(chat.Blocked, words.NameRunes))
	}
	return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 {
		return t.Flow(x, y+8, w, []draw.KeyButton{{Button: draw.Button{Word: words.UnblockWord(chat.Chat, chat.Blocked), Small: true}, Key: "unblock",
			Tap: func() { c.w.Do(app.Unblock{Account: c.w.Shown.View.Account, JID: chat.Blocked}, nil) }}})
	})
}

// drawDoubt says above the composer why nothing is encrypted now; it stays until the user has decided.
func (c *Room) drawDoubt(s *draw.Sheet, why string, bottom float32) float32 {
	b := bar{icon: "warn", edge: draw.Rejected, ground: draw.RejectedTint, border: 2, title: words.Tr("doubt.title"), text: words.DoubtText(why) + " " + words.Tr("doubt.waits")}
	return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 { return t.Flow(x, y+10, w, c.to.DoubtButtons()) })
}
