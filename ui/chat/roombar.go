package chat

import (
	"strings"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// roomLine is the second line of the header of a room: how we stand to it, who is there, and its subject.
func (c *Room) roomLine(chat *view.ChatView) string {
	r := chat.Room
	a := c.w.Account()
	switch online := a != nil && a.State == view.StateOnline; {
	case r.Left():
		return words.OutText(r.Out)
	case r.State != view.RoomIn && r.Refusal != "":
		return words.RefusalText(r.Refusal)
	case r.State != view.RoomIn && online:
		return words.Tr("room.entering")
	}
	var said []string
	if r.Members > 0 {
		said = append(said, words.Trn("room.members", r.Members))
	}
	if r.State == view.RoomIn {
		said = append(said, words.Trn("room.here", r.Occupants))
	}
	if subject := words.OneLine(r.Subject, 2*words.NameRunes); subject != "" {
		said = append(said, bidi.Isolate(subject))
	}
	return strings.Join(said, " · ")
}

// drawRoomBar says what is in the way of talking in a room, and gives its upper edge.
func (c *Room) drawRoomBar(s *draw.Sheet, chat *view.ChatView, bottom float32) float32 {
	r := chat.Room
	switch {
	case r.Left(), r.State != view.RoomIn && r.Refusal != "":
		b := bar{icon: "info", edge: draw.Ctl, ground: draw.Card, border: 1}
		button := c.wayIn(&b, chat)
		return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 {
			if button.Word == "" {
				return y
			}
			return t.Flow(x, y+8, w, []draw.KeyButton{button})
		})
	case r.State == view.RoomEntering && r.Puzzle != 0:
		b := bar{icon: "info", edge: draw.Ctl, ground: draw.Card, border: 1, title: words.Tr("refused.captcha"), text: words.Tr("solve.text")}
		solve := draw.KeyButton{Button: draw.Button{Word: words.Tr("solve.open"), Small: true}, Key: "room solve", Tap: func() { c.to.SolvePuzzle(chat.Chat) }}
		return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 { return t.Flow(x, y+8, w, []draw.KeyButton{solve}) })
	case opened(chat):
		b := bar{icon: "open", edge: draw.Rejected, ground: draw.RejectedTint, border: 2, title: words.Tr("notice.public"), text: words.Tr("room.openedText")}
		off := draw.KeyButton{Button: onTint("open", words.Tr("room.writePlain")), Key: "room plain", Tap: func() { c.to.EncryptionOff(chat.Chat, words.NameOf(chat.Name, chat.Chat)) }}
		return b.draw(s, bottom, func(t *draw.Sheet, x, y, w float32) float32 { return t.Flow(x, y+8, w, []draw.KeyButton{off}) })
	case r.State == view.RoomIn && r.Held == view.HeldLists:
		return bar{icon: "warn", edge: draw.Undecided, ground: draw.UndecidedTint, border: 1, title: words.Tr("room.noLists"), text: words.Tr("room.noListsText")}.draw(s, bottom, nil)
	}
	return bottom
}

// wayIn puts into b why we are out of a room, and gives the button that leads in again; one without a word where none does.
func (c *Room) wayIn(b *bar, chat *view.ChatView) draw.KeyButton {
	r := chat.Room
	back := func(word string, tap func(string), to string) draw.KeyButton {
		return draw.KeyButton{Button: draw.Button{Word: word, Small: true}, Key: "room enter", Tap: func() { tap(to) }}
	}
	again := back(words.Tr("room.tryAgain"), c.to.EnterRoom, chat.Chat)
	if !r.Left() {
		b.title, b.text = words.Tr("room.notIn"), words.RefusalText(r.Refusal)
		if r.Refusal == "password" || r.Refusal == "nick" || r.Refusal == "reserved" {
			return back(words.Tr("room.join"), c.to.JoinRoom, chat.Chat)
		}
		return again
	}
	b.title = words.OutText(r.Out)
	var text []string
	if by := words.OneLine(r.OutBy, words.NameRunes); by != "" {
		text = append(text, words.Tr("notice.by", "Name", by))
	}
	if why := words.OneLine(r.Out.Reason, wordsRunes); why != "" {
		text = append(text, words.Tr("notice.reason", "Words", why))
	}
	switch r.Out.Why {
	case view.OutDestroyed, view.OutGone:
		b.text = strings.Join(append(text, words.Tr("notice.roomKept")), " ")
		if to := r.Out.Instead; to != "" {
			return back(words.Tr("room.goTo", "Room", words.OneLine(to, words.NameRunes)), c.to.JoinRoom, to)
		}
		return draw.KeyButton{}
	case view.OutBanned:
		text = append(text, words.Tr("notice.bannedDetail"))
	case view.OutRemoved, view.OutClosed:
		text = append(text, words.Tr("notice.removedDetail"))
	default:
		again = back(words.Tr("room.comeBack"), c.to.EnterRoom, chat.Chat)
	}
	b.text = strings.Join(text, " ")
	return again
}

// silenced says why nothing can be written in a chat now, or "".
func silenced(chat *view.ChatView) string {
	switch r := chat.Room; {
	case isPrivate(chat) && chat.Beside.Left:
		return words.Tr("private.silentOut", "Name", words.NameOf(chat.Name, chat.Chat))
	case isPrivate(chat) && chat.Beside.Kind == view.ChatGroup:
		return words.Tr("private.silentGroup", "Name", words.NameOf(chat.Name, chat.Chat))
	case r == nil:
		return ""
	case r.Left():
		return words.Tr("room.silentOut")
	case r.State == view.RoomIn && r.Role == "visitor":
		return words.Tr("room.silentVisitor")
	}
	return ""
}

// drawSilence draws in the place of the composer why there is none, and gives its upper edge.
func (c *Room) drawSilence(s *draw.Sheet, why string) float32 {
	const pad = 16
	w, lh := s.W-2*pad, s.K(20)
	h := 20 + float32(s.Wrap(draw.One(why, draw.F14, draw.Muted), w-28).Lines)*lh
	y := s.H - 14 - h
	s.Rect(pad, y, w, h, draw.FieldGround, 12)
	s.Para(draw.One(why, draw.F14, draw.Muted), pad+14, y+10, w-28, lh)
	return y - 2
}
