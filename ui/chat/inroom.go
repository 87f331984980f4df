package chat

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// inRoom says whether a snapshot shows the chat of a room.
func inRoom(snap *view.Snapshot) bool { return snap.Chat != nil && snap.Chat.Room != nil }

// isChannel says whether a chat is a room that is in clear by its nature: that is no reason for alarm.
func isChannel(chat *view.ChatView) bool {
	return chat != nil && chat.Kind == view.ChatChannel && !chat.Encrypted
}

// opened says whether a chat is a group that is private no longer. It stays encrypted, which means that nothing leaves.
func opened(chat *view.ChatView) bool {
	return chat.Kind == view.ChatChannel && chat.Encrypted
}

// askSender offers what may be done about who wrote a message in a room.
func (c *Room) askSender(t *timeline.Row, at fyne.Position) {
	if r := c.row(t.ID); r != nil {
		c.to.Person(r, at)
	}
}

// roomBubble adds who wrote a message in a room. In a channel that it is in clear is said once, above the field.
func roomBubble(r *view.Row, out *timeline.Row, channel bool) {
	if !r.Own {
		out.JID = shell.ColourKey(r.From, r.Occupant, r.Name)
		if out.First {
			out.Sender = out.Name
			if r.Encrypted && r.Trust != "" {
				out.SenderMark = draw.Token(r.Trust)
			}
		}
	}
	if r.Mention {
		out.Time = words.Tr("row.mention", "Time", out.Time)
		out.Tip += " · " + words.Tr("tip.mention")
	}
	if r.Own && r.State == view.MessagePending && r.Err == app.KindUnreachable {
		out.Foot = words.Tr("wait.memberUnreachable")
	}
	if channel && !r.Encrypted && !r.PlainIn {
		out.Lock, out.Outlined = timeline.NoLock, false
	}
}
