package chat

import (
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// about is the message that the text in the composer is about: the one that it answers, or whose place it takes. In that
// case the draft of the chat waits meanwhile.
type about struct {
	row     *view.Row
	answers bool
}

// mayAnswer says whether a row can be answered.
func mayAnswer(r *view.Row) bool { return r.Kind.Said() && r.Retracted.IsZero() }

// reply makes what is written next an answer to a message.
func (c *Room) reply(r *view.Row) {
	if c.editing() {
		c.endAbout()
	}
	c.about = &about{row: r, answers: true}
	c.Pane.Refresh()
	c.w.On.Focus()
}

// editing says whether the text of the composer takes the place of another.
func (c *Room) editing() bool { return c.about != nil && !c.about.answers }

// goToReply shows the message that a row answers.
func (c *Room) goToReply(r *view.Row) {
	if r.Reply == nil || r.Reply.ID == "" || c.list.ToSought(r.Reply.ID) {
		return
	}
	c.jump = r.Reply.ID
	c.w.Look(func(v *view.View) { v.Anchor, v.Before, v.After = c.jump, mostRows/2, mostRows/2 })
}

// GoToMessage shows a message of the chat in the conversation, from whatever page.
func (c *Room) GoToMessage(id string) {
	c.jump = id
	c.w.Look(func(v *view.View) { v.Page, v.Anchor, v.Before, v.After = view.PageChat, id, mostRows/2, mostRows/2 })
}

// GoTo shows a message of any chat in its conversation.
func (c *Room) GoTo(account, chat, id string) {
	c.jump = id // of another chat it is the anchor of the view, until its rows are there
	c.w.Look(func(v *view.View) {
		*v = view.View{Account: account, Chat: chat, Anchor: id, Before: mostRows / 2, After: mostRows / 2}
	})
}

// jumped goes to the row that was looked for, once it is there.
func (c *Room) jumped() {
	if c.jump != "" && c.list.ToSought(c.jump) {
		c.jump = ""
	}
}

// mayEdit says whether the text of a row can be another one: a failed message is sent again first, so that it is known to
// be there, unless it is known that it never left.
func mayEdit(r *view.Row) bool {
	return mayShorten(r) || r.Own && r.File == nil && r.Kind.Said() && r.Retracted.IsZero() && !r.State.Sendable()
}

// edit puts a text of an own message into the composer, to be sent in its place.
func (c *Room) edit(r *view.Row, text string) {
	c.about = &about{row: r}
	c.setText(text)
	c.Pane.Refresh()
	c.w.On.Focus()
}

// editLast is edit for the newest own message on the screen; it says whether there is one.
func (c *Room) editLast() bool {
	if c.w.Shown == nil {
		return false
	}
	rows := c.w.Shown.Rows
	for i := len(rows) - 1; i >= 0; i-- {
		if mayEdit(rows[i]) {
			c.edit(rows[i], rows[i].Body)
			return true
		}
	}
	return false
}

// endAbout makes the composer one for new messages again, after an edit with the draft of the chat.
func (c *Room) endAbout() {
	edited := c.editing()
	if c.about = nil; edited && c.w.Shown != nil {
		c.loadDraft(c.w.Shown.View.Account, c.w.Shown.View.Chat)
	}
	c.Pane.Refresh()
}

// drawAbout shows the message above the composer, and gives the upper edge.
func (c *Room) drawAbout(s *draw.Sheet, bottom float32) float32 {
	lh := s.K(18)
	h := 2*lh + 8
	y, left := bottom-h, barSide+12+s.K(16)
	w := s.W - left - barSide - 8 - s.Small()
	s.Rect(barSide+1, y+4, 2, h-8, draw.Acc)
	icon, title := "compose", words.Tr("about.edit")
	if r := c.about.row; c.about.answers {
		icon, title = "reply", words.Tr("about.reply", "Name", words.NameOf(r.Name, r.From))
		if r.Own {
			title = words.Tr("about.replyOwn")
		}
	}
	s.Icon(icon, draw.Acc, barSide+8, y+4+(lh-s.K(16))/2, s.K(16))
	s.Word(s.Clip(title, w, draw.B13), left+4, y+4, lh, draw.B13, draw.Acc)
	s.Word(s.Clip(words.BodyLine(c.about.row.Body, 200), w, draw.F13), left+4, y+4+lh, lh, draw.F13, draw.Muted)
	s.IconButton("about", "close", words.Tr("dialog.cancel"), s.W-barSide-s.Small(), y+(h-s.Small())/2, s.Small(), c.endAbout)
	return y
}
