package accounts

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// EditContact asks for another name and other groups of a contact.
func (w *Room) EditContact(account string, row *view.ChatRow) {
	name, groups := draw.NewEntry(false), draw.NewEntry(false)
	name.SetText(row.Given)
	name.SetPlaceHolder(draw.Turned(words.NameOf(row.Nickname, row.Chat)))
	groups.SetText(strings.Join(row.Groups, ", "))
	groups.SetPlaceHolder(words.Tr("contact.groupsHint"))
	failure := ""
	d := &dialog.Dialog{Title: words.Tr("contact.title", "Name", w.ChatName(row.Name, row.Chat)), Text: contactText(row), First: name, Stays: map[string]bool{"save": true}}
	save := func() {
		called, in := name.Text, between(groups.Text)
		w.Do(app.EditContact{Account: account, JID: row.Chat, Name: &called, Groups: &in}, func(err error) {
			if err != nil {
				failure = words.ErrText(err, words.HostOf(account))
				d.Refresh()
				return
			}
			d.Close()
		})
	}
	name.OnSubmitted = func(string) { save() }
	groups.OnSubmitted = func(string) { save() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = dialog.Field(s, name, words.Tr("newchat.name"), x, y, bw) + 12
		y = dialog.Field(s, groups, words.Tr("contact.groups"), x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	d.Escapable(name, groups)
	w.OpenDialog(d)
}

// contactText says who sees name and groups, and what the contact calls itself: a suggestion, which only the user makes
// a name.
func contactText(row *view.ChatRow) string {
	text := words.Tr("contact.text")
	if nick := words.OneLine(row.Nickname, words.NameRunes); nick != "" {
		text += " " + words.Tr("contact.nick", "Name", words.OneLine(row.Chat, 2*words.NameRunes), "Nick", nick)
	}
	return text
}

// between gives the words between commas, without those that are empty.
func between(typed string) (out []string) {
	for _, word := range strings.Split(typed, ",") {
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// removeText says what ends with a contact, by its subscription.
func removeText(subscription, name string) string {
	switch subscription {
	case "both":
		return words.Tr("remove.text", "Name", name)
	case "from":
		return words.Tr("remove.textFrom", "Name", name)
	case "to":
		return words.Tr("remove.textTo", "Name", name)
	}
	return words.Tr("remove.textNone")
}

// ContactItems change what stands in the roster.
func (w *Room) ContactItems(account, chat, name string) []*fyne.MenuItem {
	if chat == account {
		return nil
	}
	row := w.RowOf(chat)
	if row.Subscription == "" {
		return []*fyne.MenuItem{fyne.NewMenuItem(words.Tr("menu.addContact"), func() { w.Do(app.AddContact{Account: account, JID: chat}, nil) })}
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItem(words.Tr("menu.editContact"), func() { w.EditContact(account, row) }),
		fyne.NewMenuItem(words.Tr("menu.removeContact"), func() {
			w.Confirm(words.Tr("remove.title", "Name", name), removeText(row.Subscription, name), words.Tr("remove.deed", "Name", name), func() {
				w.Do(app.RemoveContact{Account: account, JID: chat}, nil)
			})
		}),
	}
}
