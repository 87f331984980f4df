package chat

import (
	"fmt"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/app/view"
	"vouch/trust/links"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// row finds the row of the snapshot that a row of the timeline was made from.
func (c *Room) row(id string) *view.Row {
	id = strings.TrimPrefix(id, cardOf)
	for _, r := range c.w.Shown.Rows {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// act does what a word below a bubble or a button of a card says.
func (c *Room) act(t *timeline.Row, what string) {
	if what == actOlder {
		c.orderOlder(c.w.Shown)
		return
	}
	if id, ok := strings.CutPrefix(what, timeline.ActPicture); ok {
		c.pressPicture(id)
		return
	}
	if c.voiceAct(t.ID, what) {
		return
	}
	if what == actHide {
		c.hide(t.ID)
		return
	}
	if what == actShowFile {
		c.showSaved(t.ID)
		return
	}
	r := c.row(t.ID)
	if r == nil {
		return
	}
	v := c.w.Shown.View
	switch what {
	case timeline.ActQuote:
		c.goToReply(r)
	case actDetails:
		c.details(r)
	case actTakeBack:
		c.takeBack(r)
	case actEdit:
		c.edit(r, r.Body)
	case actAgain:
		c.w.Do(app.SendAgain{Account: v.Account, Chat: v.Chat, ID: r.ID}, nil)
	case actDevices:
		c.showDevicesOf(r)
	case actUnfold, actFold:
		c.unfold(r.ID, what == actUnfold)
	case actFetch, actStop, actOpenFile, actSaveFile:
		c.fileAct(r, what)
	case actInstead, actJoin:
		c.to.JoinRoom(r.About)
	default:
		c.mend(r, what)
	}
}

// takeBack removes a message that waits and gives its text back to the composer, where that is empty.
func (c *Room) takeBack(r *view.Row) {
	v := c.w.Shown.View
	c.w.Do(app.TakeBack{Account: v.Account, Chat: v.Chat, ID: r.ID}, func(err error) {
		switch {
		case app.KindOf(err) == app.KindConflict:
			c.w.Fail(words.Tr("row.tooLate"))
		case err != nil:
			c.w.Fail(words.ErrText(err, words.HostOf(v.Account)))
		case c.entry.Text == "" && c.current() == v.Account+" "+v.Chat && !r.Edited.IsZero():
			c.edit(r, r.Body) // the message stays, with its earlier text
		case c.entry.Text == "" && c.current() == v.Account+" "+v.Chat:
			c.drafts[c.current()] = r.Body
			c.loadDraft(v.Account, v.Chat)
			c.Pane.Refresh()
		}
	})
}

// retract takes a message back that others may have read, when the user is sure.
func (c *Room) retract(r *view.Row) {
	v := c.w.Shown.View
	c.w.Confirm(words.Tr("retract.title"), words.Tr("retract.text", "Name", c.w.ChatName(c.w.Shown.Chat.Name, v.Chat)), words.Tr("row.retract"), func() {
		c.w.Do(app.Retract{Account: v.Account, Chat: v.Chat, ID: r.ID}, nil)
	})
}

// rowMenu is the menu of a right click on a row.
func (c *Room) rowMenu(t *timeline.Row, selected string, at fyne.Position) {
	r := c.row(t.ID)
	if r == nil {
		return
	}
	copyWord, text := words.Tr("row.copy"), r.Body
	if selected != "" {
		copyWord, text = words.Tr("row.copySelection"), selected
	}
	var items []*fyne.MenuItem
	if r.File != nil && r.File.Width > 0 && !c.book.unshown[r.ID] && c.w.Win.Canvas().Overlays().Top() == nil {
		items = append(items, fyne.NewMenuItem(words.Tr("viewer.open"), func() { c.LookAt(r.ID) }))
	}
	if mayAnswer(r) {
		items = append(items, fyne.NewMenuItem(words.Tr("row.reply"), func() { c.reply(r) }))
	}
	if mayReact(r) {
		items = append(items, c.reactItem(r))
	}
	if text != "" {
		items = append(items, fyne.NewMenuItem(copyWord, func() { c.w.App.Clipboard().SetContent(text) }))
	}
	items = append(items, c.fileItems(r)...)
	if mayEdit(r) {
		items = append(items, fyne.NewMenuItem(words.Tr("row.edit"), func() { c.edit(r, r.Body) }))
	}
	if r.Own && len(r.Recipients) > 0 {
		items = append(items, fyne.NewMenuItem(words.Tr("row.whoCanRead"), func() { c.details(r) }))
	}
	if r.Own && r.State == view.MessagePending && r.Retracted.IsZero() || mayShorten(r) {
		items = append(items, fyne.NewMenuItem(words.Tr("row.takeBack"), func() { c.takeBack(r) }))
	}
	if r.Own && (r.State == view.MessageFailed || r.State == view.MessageUnknownFate) {
		items = append(items, fyne.NewMenuItem(words.Tr("row.sendAgain"), func() { c.act(t, actAgain) }))
	}
	if r.Own && r.Kind.Said() && r.Retracted.IsZero() && r.State != view.MessagePending {
		items = append(items, fyne.NewMenuItem(words.Tr("row.retract"), func() { c.retract(r) }))
	}
	items = append(items, c.ignoreItems(r)...)
	if inRoom(c.w.Shown) && !r.Own && r.Kind.Said() {
		items = append(items, fyne.NewMenuItem(words.Tr("row.person", "Name", words.NameOf(r.Name, r.From)), func() { c.to.Person(r, at) }))
	}
	if mayTakeAway(c.w.Shown.Chat.Room, r) {
		items = append(items, fyne.NewMenuItem(words.Tr("row.takeAway"), func() { c.takeAway(r) }))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("row.detailsMenu"), func() { c.details(r) }))
	c.w.PopUp(at, items...)
}

// OpenLink opens a link, after a question where it can be taken for another.
func (c *Room) OpenLink(target string) {
	other, odd := links.Host(target)
	if !odd {
		c.follow(target)
		return
	}
	text := words.Tr("oddlink.text") + "\n" + words.OneLine(target, 200)
	if other != "" {
		text += "\n" + words.Tr("oddlink.host", "Host", other)
	}
	c.w.Confirm(words.Tr("oddlink.title"), text, words.Tr("oddlink.deed"), func() { c.follow(target) })
}

// follow gives a link to the system; the timeline offers the web, xmpp, mail and places only. An xmpp link is for us.
func (c *Room) follow(target string) {
	if _, found := strings.CutPrefix(strings.ToLower(target), "xmpp:"); found {
		if err := c.to.Link(target); err != nil {
			c.w.Fail(words.Tr("row.badLink"))
		}
		return
	}
	u, err := url.Parse(target)
	if err != nil {
		c.w.Fail(words.Tr("row.badLink"))
		return
	}
	if !mayOpen(u) {
		return
	}
	if err := c.w.App.OpenURL(u); err != nil {
		c.w.Log.Warn("open link", "err", err)
		c.w.Fail(words.Tr("row.linkFailed"))
	}
}

// mayOpen says whether a link of a message may be given to the system.
func mayOpen(u *url.URL) bool {
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.Host != ""
	case "xmpp", "mailto", "geo":
		return true
	}
	return false
}

// details shows what is known about a message, and who can read it.
func (c *Room) details(r *view.Row) {
	lines := c.facts(r)
	d := &dialog.Dialog{Title: words.Tr("details.title"), Width: 560, Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}}
	var scroll *container.Scroll
	page := draw.NewPane(func(s *draw.Sheet) { s.H = dialog.Facts(s, lines) })
	d.Body = func(s *draw.Sheet, x, y, w float32) float32 {
		full := page.HeightFor(w)
		h := min(full, c.w.Win.Canvas().Size().Height*.6)
		if scroll == nil {
			scroll = container.NewVScroll(page)
		}
		page.SetMin(fyne.NewSize(10, full))
		s.Put(scroll, x, y, w, h)
		return y + h
	}
	c.w.OpenDialog(d)
}

func (c *Room) facts(r *view.Row) []dialog.Fact {
	out := []dialog.Fact{{Word: words.Tr("details.from"), Text: bidi.Isolate(words.NameOf(r.Name, r.From)) + " · " + words.OneLine(r.From, 2*words.NameRunes), Digits: ""}, {Word: words.Tr("details.time"), Text: c.w.Now().Full(r.Time), Digits: ""}}
	if !r.Own && r.DeviceID != 0 {
		out = append(out, dialog.Fact{Word: words.Tr("details.device"), Text: senderDevice(r) + " · " + fmt.Sprint(r.DeviceID) + trustWords(r.Trust), Digits: ""})
		if r.Kind.Said() && r.Key != "" {
			out[len(out)-1].Digits = r.Key
		}
	}
	if r.Kind != view.RowNotice {
		word := words.Tr("details.encrypted")
		if r.Kind.Said() && !r.Encrypted {
			word = words.Tr("details.plain")
		}
		out = append(out, dialog.Fact{Word: words.Tr("details.encryption"), Text: word, Digits: ""})
	}
	if r.Own && r.State != "" {
		out = append(out, dialog.Fact{Word: words.Tr("details.state"), Text: words.StateWord(r.State), Digits: ""})
	}
	if r.Err != "" {
		text := words.KindText(r.Err, words.NameOf(c.w.Shown.Chat.Name, c.w.Shown.Chat.Chat))
		if r.Kind == view.RowUnreadable {
			text = words.KindText(r.Err, senderDevice(r))
		}
		out = append(out, dialog.Fact{Word: words.Tr("details.reason"), Text: text, Digits: ""})
	}
	if r.Kind == view.RowUnreadable {
		out = append(out, mendFacts(r, c.w.Now())...)
	}
	if t := words.OneLine(r.ErrText, 400); t != "" {
		out = append(out, dialog.Fact{Word: words.Tr("details.said"), Text: t, Digits: ""})
	}
	if !r.Retracted.IsZero() {
		out = append(out, dialog.Fact{Word: words.Tr("details.retracted"), Text: c.w.Now().Full(r.Retracted), Digits: ""})
	}
	for i, e := range r.Earlier {
		word := ""
		if i == 0 {
			word = words.Tr("details.earlier")
		}
		out = append(out, dialog.Fact{Word: word, Text: c.w.Now().Full(e.Time) + " · " + bidi.Isolate(words.BodyLine(e.Body, 1000)), Digits: ""})
	}
	if len(r.Recipients) > 0 {
		out = append(out, dialog.Fact{Word: words.Tr("details.readers"), Text: words.Trn("details.readerCount", len(r.Recipients)), Digits: ""})
	}
	for _, p := range r.Recipients {
		name := words.OneLine(p.Label, words.NameRunes)
		if name == "" {
			name = words.Tr("device.unnamed")
		}
		out = append(out, dialog.Fact{Word: "", Text: bidi.Isolate(name) + " · " + fmt.Sprint(p.DeviceID) + " · " + words.OneLine(p.JID, words.NameRunes), Digits: p.Fingerprint})
	}
	return out
}

func trustWords(t view.Trust) string {
	if t == "" {
		return ""
	}
	return " · " + words.TrustWord(t)
}
