package chat

import (
	"slices"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Forward asks for the chats that the file of a row goes to.
func (c *Room) Forward(id string) {
	if r := c.row(id); r != nil && isHere(r) {
		c.forward(r)
	}
}

// forward asks for the chats that a file goes to. One that is not encrypted says so, and the button with it.
func (c *Room) forward(r *view.Row) {
	v := c.w.Shown.View
	var items []dialog.PickItem
	plain := map[string]bool{}
	for _, row := range c.w.Shown.Chats {
		if row.Chat == v.Chat || row.Blocked != "" || row.Away {
			continue
		}
		word := c.w.ChatName(row.Name, row.Chat)
		if plain[row.Chat] = !row.Encrypted; plain[row.Chat] {
			word += " · " + words.Tr("tip.plain")
		}
		items = append(items, dialog.PickItem{Key: row.Chat, Word: word})
	}
	list, search := dialog.NewPickList(items), draw.NewEntry(false)
	list.None = words.Tr("forward.none")
	list.Shown = func(i dialog.PickItem) bool {
		typed := strings.ToLower(strings.TrimSpace(search.Text))
		return strings.Contains(strings.ToLower(i.Word), typed) || strings.Contains(i.Key, typed)
	}
	d := &dialog.Dialog{Title: words.Tr("forward.title", "File", words.OneLine(r.File.Name, words.NameRunes)), Text: words.Tr("forward.text"), Width: 520, First: search, List: list}
	arrange := func() {
		send := draw.KeyButton{Button: draw.Button{Word: words.Tr("forward.deed"), Kind: draw.Primary}, Key: "forward"}
		to := list.Picked()
		if slices.ContainsFunc(to, func(chat string) bool { return plain[chat] }) {
			send.Button = draw.Button{Word: words.Tr("chat.sendPlain"), Kind: draw.Deed, Icon: "open"}
		}
		if len(to) > 0 {
			send.Tap = func() { c.forwardTo(v, r, to) }
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), send}
		d.Refresh()
	}
	list.Ticked = arrange
	search.SetPlaceHolder(words.Tr("chats.find"))
	search.OnChanged = func(string) { arrange() }
	d.Escapable(search)
	arrange()
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 {
		s.Entry(search, x, y, w, 20+s.K(20), draw.Ctl, 8, 10)
		return list.Draw(s, x, y+20+s.K(20)+8, w, s.K(220))
	}
	c.w.OpenDialog(d)
}

// forwardTo sends a file to chats, one after the other. What goes wrong names the chat.
func (c *Room) forwardTo(v view.View, r *view.Row, to []string) {
	for _, chat := range to {
		c.w.Do(app.ForwardFile{Account: v.Account, Chat: v.Chat, ID: r.ID, To: chat}, func(err error) {
			if err != nil {
				c.w.Fail(words.Tr("forward.failed", "Name", c.w.ChatName(c.w.RowOf(chat).Name, chat), "Why", words.ErrText(err, words.HostOf(v.Account))))
			}
		})
	}
}
