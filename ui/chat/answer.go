package chat

import (
	"fmt"
	"time"

	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// answer is what the program says to a command, as a row of the conversation that nobody else ever sees: it is neither sent
// nor kept, and goes when another chat is opened.
type answer struct {
	id          string
	after       string // row of the service that was the newest then, or "" for none
	title, text string // lines of text that begin with a tab are in letters of one width
	failed      bool
	at          time.Time
	act, word   string // what it offers beside hiding it; "" for nothing
}

const (
	answerOf   = "answer " // begins the id of such a row
	actHide    = "hide"
	mostAnswer = 30 // are kept; older ones go
)

// say adds an answer at the end of the conversation.
func (c *Room) say(title, text string, failed bool) {
	c.answer(answer{title: title, text: text, failed: failed})
}

// sayWith is say for one that offers something too.
func (c *Room) sayWith(title, text, act, word string) {
	c.answer(answer{title: title, text: text, act: act, word: word})
}

// lastAnswer is the id of the one that was added last.
func (c *Room) lastAnswer() string { return answerOf + fmt.Sprint(c.answered) }

func (c *Room) answer(a answer) {
	snap := c.w.Shown
	if snap == nil || snap.Chat == nil {
		return
	}
	c.answered++
	a.id, a.at = c.lastAnswer(), c.w.Now().Now
	if n := len(snap.Rows); n > 0 {
		a.after = snap.Rows[n-1].ID
	}
	c.book.answers = append(c.book.answers, a)
	c.book.answers = c.book.answers[max(0, len(c.book.answers)-mostAnswer):]
	c.showAnswers()
	c.list.ToEnd()
}

// hide takes an answer away.
func (c *Room) hide(id string) {
	for i, a := range c.book.answers {
		if a.id == id {
			c.book.answers = append(c.book.answers[:i:i], c.book.answers[i+1:]...)
			break
		}
	}
	c.showAnswers()
}

func (c *Room) showAnswers() {
	c.list.SetRows(c.book.rows(c.w.Shown, c.w.Now(), c.contactFace(c.w.Shown)))
	c.Pane.Refresh()
}

func answerRow(a answer, c words.Calendar) timeline.Row {
	out := timeline.Row{ID: a.id, Kind: timeline.Card, Icon: "key", Edge: draw.Ctl, Title: a.title, Detail: a.text, Time: c.Clock(a.at), Tip: words.Tr("omemo.onlyHere")}
	if a.failed {
		out.Icon, out.Edge = "warn", draw.Undecided
	}
	out.Actions[0] = timeline.Action{Act: actHide, Word: words.Tr("omemo.hide"), Quiet: true}
	if a.act != "" {
		out.Icon = "file"
		out.Actions[1], out.Actions[0] = out.Actions[0], timeline.Action{Act: a.act, Word: a.word}
	}
	return out
}
