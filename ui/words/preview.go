package words

import "vouch/app/view"

// Preview says that the contact is blocked, or what the contact asks for, the first line of the newest message or what its file is, or the address where there is none.
func Preview(c *view.ChatRow) string {
	text := OneLine(c.Preview, 100)
	switch {
	case c.File == view.FilePicture:
		text = Tr("chats.picture")
	case c.File == view.FileSound:
		text = Tr("chats.sound")
	case c.Kind.Said():
		text = BodyLine(c.Preview, 100)
	}
	switch {
	case c.Blocked != "":
		return Tr("chats.blocked")
	case c.Wants:
		return Tr("chats.wants")
	case c.Kind == view.RowUnreadable:
		return Tr("chats.unreadable")
	case c.Kind == view.RowOther:
		return ShortOther(c.Notice)
	case c.Away && c.Of.Room():
		return Tr("room.left")
	case c.Typing:
		return Tr("presence.typing")
	case c.Retracted:
		return Tr("chats.retracted")
	case c.Kind == view.RowNotice:
		return ""
	case c.Own && text != "":
		return Tr("chats.you", "Words", text)
	case c.Of.Room() && c.Time.IsZero():
		return Tr("chats.noMessages")
	case c.Time.IsZero(): // a contact with whom nothing was written yet
		return OneLine(c.Chat, NameRunes)
	}
	return text
}
