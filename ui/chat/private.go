package chat

import (
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// isPrivate says whether a chat is one with somebody who is known by their nickname in a room alone (XEP-0045 v1.35.5 §7.5).
func isPrivate(chat *view.ChatView) bool { return chat != nil && chat.Beside != nil }

// clearByNature says whether a chat is in clear because nobody can say who reads it: that is no reason for alarm.
func clearByNature(chat *view.ChatView) bool { return isChannel(chat) || isPrivate(chat) }

// toRoom goes to the room of a private chat.
func (c *Room) toRoom(chat *view.ChatView) func() {
	return func() { c.w.OpenChat(chat.Beside.Room) }
}

// drawPrivateCover says who can read what is written between two nicknames, and gives its upper edge.
func (c *Room) drawPrivateCover(s *draw.Sheet, bottom float32) float32 {
	pad, h, i := float32(20), s.K(30), s.K(14)
	if s.W < 700 {
		pad = 14
	}
	y := bottom - h
	s.Icon("open", draw.Muted, pad, y+(h-i)/2, i)
	s.Word(s.Clip(words.Tr("private.cover"), s.W-2*pad-i-8, draw.F12), pad+i+8, y, h, draw.F12, draw.Muted)
	return y
}
