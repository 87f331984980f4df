package chat

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/words"
)

// emoji are the reactions that can be picked.
var emoji = []string{"👍", "❤️", "😂", "😮", "😢", "🙏"}

// mayReact says whether a row can get a reaction.
func mayReact(r *view.Row) bool {
	return r.Kind.Said() && r.Retracted.IsZero() && (!r.Own || r.State != view.MessagePending && r.State != view.MessageFailed)
}

// reactItem is the part of a row's menu with the reactions.
func (c *Room) reactItem(r *view.Row) *fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, e := range emoji {
		on := slices.ContainsFunc(r.Reactions, func(o view.Reaction) bool { return o.Own && inColours(o.Emoji) == inColours(e) })
		item := fyne.NewMenuItem(e, func() { c.react(r, e, !on) })
		item.Checked = on
		items = append(items, item)
	}
	out := fyne.NewMenuItem(words.Tr("row.react"), nil)
	out.ChildMenu = fyne.NewMenu("", items...)
	return out
}

// inColours is an emoji without the sign that chooses its style.
func inColours(emoji string) string { return strings.TrimSuffix(emoji, "\ufe0f") }

// react adds or removes a reaction. The first one in an encrypted chat asks, since it leaves unencrypted.
func (c *Room) react(r *view.Row, e string, on bool) {
	v, chat := c.w.Shown.View, c.w.Shown.Chat
	command := app.React{Account: v.Account, Chat: v.Chat, ID: r.ID, Emoji: e, On: on}
	if !chat.Encrypted || chat.Reacts {
		c.w.Do(command, nil)
		return
	}
	command.Allow = true
	c.w.Confirm(words.Tr("react.title"), words.Tr("react.text"), words.Tr("react.deed", "Emoji", e), func() { c.w.Do(command, nil) })
}

// reactLine is the reactions to a row in one line, and who has them.
func reactLine(r *view.Row) (text, tip string) {
	var all, who []string
	for _, o := range r.Reactions {
		n, word := len(o.From), o.Emoji
		if o.Words { // somebody else's, who must not seem to speak for the program
			word = words.Tr("react.words", "Words", words.OneLine(word, words.NameRunes))
		}
		what := word
		if o.Own {
			n++
			who = append(who, what+" "+words.Tr("react.you"))
		}
		if n > 1 {
			word += fmt.Sprint(" ", n)
		}
		all = append(all, word)
		for _, from := range o.From {
			name := words.OneLine(from, words.NameRunes)
			if from == r.From {
				name = bidi.Isolate(words.NameOf(r.Name, r.From))
			}
			who = append(who, what+" "+name)
		}
	}
	return strings.Join(all, "  "), strings.Join(who, " · ")
}
