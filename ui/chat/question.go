package chat

import (
	"fmt"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// questionBar asks what is to become of messages that wait. It has no default button and never takes the keyboard, so
// that Enter decides nothing. Put away, it comes back with the next message.
type questionBar struct {
	asked   *view.Question // nil when nothing waits
	chat    string
	closed  bool
	waiting int // when it was put away
	at      int // device that is asked about
}

func (q *questionBar) show(asked *view.Question, chat string) {
	if asked == nil || chat != q.chat || q.asked == nil {
		*q = questionBar{asked: asked, chat: chat}
		q.at = q.writer()
		return
	}
	if q.asked != nil && asked.Waiting > q.waiting && q.closed || q.asked != nil && q.asked.Kind != asked.Kind {
		q.closed = false
	}
	q.asked = asked
	q.at = max(0, min(q.at, len(asked.Devices)-1))
}

// writer is the device that wrote last, which is asked about first: the contact is at it.
func (q *questionBar) writer() (at int) {
	if q.asked == nil {
		return 0
	}
	for i, d := range q.asked.Devices {
		if d.LastMessage.After(q.asked.Devices[at].LastMessage) {
			at = i
		}
	}
	return at
}

func (q *questionBar) open() bool { return q.asked != nil && !q.closed }

func (q *questionBar) close() { q.closed, q.waiting = true, q.asked.Waiting }

// sent brings a bar back that was put away.
func (q *questionBar) sent() { q.closed = false }

func (c *Room) drawQuestion(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	q, name := c.question.asked, words.NameOf(chat.Name, chat.Chat)
	b := bar{icon: "undecided", edge: draw.Undecided, ground: draw.UndecidedTint, border: 1, right: s.Small() + 12}
	fill := func(buttons ...draw.KeyButton) func(t *draw.Sheet, x, y, w float32) float32 {
		return func(t *draw.Sheet, x, y, w float32) float32 {
			c.drawClose(t)
			return t.Flow(x, y+10, w, buttons)
		}
	}
	look := draw.KeyButton{Button: onTint("", words.Tr("chat.lookAgain")), Key: "q again", Tap: func() {
		c.w.Do(app.LookAgain{Account: c.w.Shown.View.Account, Chat: chat.Chat}, nil)
	}}
	if chat.Room != nil && len(q.Who) > 0 {
		b.icon, b.title, b.text = "clock", words.Trn("question.heldTitle", q.Waiting), words.Tr("question.whoText", "Names", c.namesOf(q.Who))
		return b.draw(s, bottom, fill(draw.KeyButton{Button: onTint("", words.Tr("question.withoutThem")), Key: "q without", Tap: c.release}))
	}
	devices := draw.KeyButton{Button: onTint("", words.Tr("question.seeDevices")), Key: "q devices", Tap: func() { c.w.GoTo(view.PageDevices) }}
	off := draw.KeyButton{Button: onTint("open", words.Tr("menu.encryptionOff")), Key: "q off", Tap: func() { c.to.EncryptionOff(chat.Chat, name) }}
	switch q.Kind {
	case app.KindNoDevices:
		b.icon, b.title, b.text = "clock", words.Trn("question.noDevicesTitle", q.Waiting), words.Tr("question.noDevicesText", "Name", name)
		return b.draw(s, bottom, fill(look, off))
	case app.KindNoneTrusted:
		b.icon, b.title, b.text = "rejected", words.Trn("question.noneTrustedTitle", q.Waiting), words.Tr("question.noneTrustedText", "Name", name)
		return b.draw(s, bottom, fill(devices))
	case app.KindNoKeys:
		b.icon, b.title, b.text = "key", words.Trn("question.noKeysTitle", q.Waiting), words.Tr("question.noKeysText", "Name", name)
		return b.draw(s, bottom, fill(look, devices))
	case app.KindServerNotFound, app.KindUnreachable, app.KindNoPEP, app.KindOwnServer:
		// In clear it would not arrive either, so turning encryption off is not offered.
		b.icon, b.title, b.text = "clock", words.Trn("question.heldTitle", q.Waiting), words.KindText(q.Kind, name)
		return b.draw(s, bottom, fill(look))
	case app.KindNotAllowed:
		b.icon, b.title, b.text = "clock", words.Trn("question.heldTitle", q.Waiting), words.KindText(q.Kind, name)
		return b.draw(s, bottom, fill(look, off))
	}
	if len(q.Devices) == 0 {
		return bottom
	}
	return c.drawUndecided(s, b, q, name, bottom)
}

func (c *Room) drawUndecided(s *draw.Sheet, b bar, q *view.Question, name string, bottom float32) float32 {
	d, n := q.Devices[c.question.at], len(q.Devices)
	b.title = words.Trn("question.title", q.Waiting, "Name", name)
	b.text = seenText(d, c.w.Now()) + " " + words.Tr("question.text")
	trust, without := words.Tr("question.trustAndSend"), words.Tr("question.without")
	toMany := c.w.Shown.Chat.Room != nil
	if toMany {
		b.title = words.Trn("question.groupTitle", q.Waiting)
		b.text = words.Tr("question.groupText") + " " + seenText(d, c.w.Now())
		without = words.Tr("question.withoutThem")
	}
	if n > 1 && toMany {
		trust = words.Tr("first.trust")
	} else if n > 1 {
		trust, without = words.Tr("first.trust"), words.Tr("question.withoutThem")
		b.text += " " + words.Trn("first.others", n-1, "Name", name)
	}
	decide := func(t view.Trust) func() { return func() { c.w.Decide(d, t) } }
	return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 {
		c.drawClose(t)
		y += 8
		if n > 1 || d.Label != "" || toMany {
			y += c.drawWhich(t, d, n, x, y) + 4
		}
		y += dialog.Fingerprint(t, d.Fingerprint, x, y, w, draw.Font{Size: 13, Mono: true}, 19) + 12
		buttons := []draw.KeyButton{
			{Button: onTint("trusted", trust), Key: "q trust", Tap: decide(view.TrustTrusted)},
			{Button: onTint("scan", words.Tr("device.compare")), Key: "q compare", Tap: func() { c.to.Compare(d, name) }},
			{Button: onTint("", without), Key: "q without", Tap: c.release},
			{Button: draw.Button{Icon: "rejected", Word: words.Tr("device.reject"), Kind: draw.OnTint, Small: true, Color: draw.Rejected}, Key: "q reject", Tap: decide(view.TrustRejected)},
		}
		if toMany && n > 1 {
			all := draw.KeyButton{Button: onTint("trusted", words.Trn("question.trustAll", n)), Key: "q all", Tap: func() {
				for _, d := range q.Devices {
					c.w.Decide(d, view.TrustTrusted)
				}
			}}
			buttons = append(buttons, all)
		}
		return t.Flow(x, y, w, buttons)
	})
}

// namesOf are the names of members, as far as they fit into a sentence.
func (c *Room) namesOf(who []string) string {
	const most = 5
	var names []string
	for _, jid := range who[:min(len(who), most)] {
		names = append(names, bidi.Isolate(c.w.PersonName(jid)))
	}
	if len(who) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// seenText says when a device was first seen, and when it last wrote.
func seenText(d *view.DeviceView, c words.Calendar) string {
	first := c.Seen(d.FirstSeen)
	switch {
	case d.LastMessage.IsZero():
		return words.Tr("question.seen", "Seen", first)
	case c.DaysAgo(d.LastMessage) == 0 && c.DaysAgo(d.FirstSeen) == 0:
		return words.Tr("question.wroteAt", "Seen", first, "Wrote", c.Clock(d.LastMessage))
	}
	return words.Tr("question.wrote", "Seen", first, "Wrote", c.Seen(d.LastMessage))
}

// drawWhich names the device and says which of several it is; arrows go to the others.
func (c *Room) drawWhich(t *draw.Sheet, d *view.DeviceView, n int, x, y float32) float32 {
	h, b := max(28, t.K(24)), t.Small()
	name := words.DeviceName(d)
	if c.w.Shown.Chat.Room != nil {
		name = words.NameOf("", d.JID) + " · " + name
	}
	x += t.Word(t.Clip(name, t.W/2, draw.B13), x, y, h, draw.B13, draw.Fg) + 8
	x += t.Word(fmt.Sprint(d.ID), x, y, h, draw.F12, draw.Muted) + 12
	if n < 2 {
		return h
	}
	step := func(by int) func() {
		return func() { c.question.at = (c.question.at + by + n) % n; c.Pane.Refresh() }
	}
	t.IconButton("q previous", "back", words.Tr("tip.previous"), x, y+(h-b)/2, b, step(-1))
	x += b + 4
	x += t.Word(words.Tr("question.which", "At", fmt.Sprint(c.question.at+1), "All", fmt.Sprint(n)), x, y, h, draw.F13, draw.Fg) + 4
	t.IconButton("q next", "right", words.Tr("tip.next"), x, y+(h-b)/2, b, step(1))
	return h
}

func (c *Room) drawClose(t *draw.Sheet) {
	t.IconButton("q close", "close", words.Tr("tip.later"), t.W-14-t.Small(), 10, t.Small(), func() { c.question.close(); c.Pane.Refresh() })
}

// release sends what waits without the undecided devices: the last of the messages, and so those before it.
func (c *Room) release() {
	snap := c.w.Shown
	id := c.question.asked.First
	for _, r := range snap.Rows {
		if r.Own && r.State == view.MessagePending && r.Err == c.question.asked.Kind {
			id = r.ID
		}
	}
	c.w.Do(app.Release{Account: snap.View.Account, Chat: snap.View.Chat, ID: id}, nil)
}

func onTint(icon, word string) draw.Button {
	return draw.Button{Icon: icon, Word: word, Kind: draw.OnTint, Small: true}
}
