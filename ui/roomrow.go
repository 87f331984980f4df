package ui

import (
	"vouch/app/view"
	"vouch/ui/words"
)

// tells says whether the user wants to hear of what is unread in a chat: in a room that is a matter of its level.
func tells(c *view.ChatRow) bool {
	switch {
	case !c.Of.Room():
		return true
	case c.Level == view.LevelDefault:
		return c.Of == view.ChatGroup
	}
	return c.Level == view.LevelAll
}

// mentionMark is what a badge says about messages that name the user.
func mentionMark(n int) string {
	if n == 1 {
		return "@"
	}
	return "@" + words.Count(n)
}

// sayer is who wrote the newest message of a room, where its words are shown; "" elsewhere.
func sayer(c *view.ChatRow) string {
	if !c.Of.Room() || c.Own || !c.Kind.Said() || c.Retracted || c.Away || c.Blocked != "" {
		return ""
	}
	return words.OneLine(c.From, words.NameRunes)
}

// roomTip says in words what the marks of the row of a room mean.
func roomTip(c *view.ChatRow) (said []string) {
	if !c.Of.Room() {
		return nil
	}
	if c.Away {
		said = append(said, words.Tr("room.left"))
	}
	if c.Mentions > 0 {
		said = append(said, words.Trn("tip.mentions", c.Mentions))
	}
	switch c.Level {
	case view.LevelMuted:
		said = append(said, words.Tr("level.muted"))
	case view.LevelMentions:
		said = append(said, words.Tr("level.mentions"))
	}
	return said
}
