package accounts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// LookUp asks for what somebody says about themselves, and shows it.
func (w *Room) LookUp(account, chat, name string) {
	w.Do(app.LookUp{Account: account, JID: chat}, func(err error) {
		if err != nil {
			w.Fail(words.ErrText(err, words.HostOf(chat)))
			return
		}
		w.Peek(func(got []*view.Snapshot, err error) {
			if err != nil {
				w.Fail(words.ErrText(err, ""))
				return
			}
			w.ShowProfile(got[0].Chat, name, w.RowOf(chat))
		}, view.View{Account: account, Chat: chat})
	})
}

// ShowProfile shows what the user knows of a contact, and below it what the contact says.
func (w *Room) ShowProfile(chat *view.ChatView, name string, row *view.ChatRow) {
	lines := profileFacts(chat, row, w.Now())
	d := &dialog.Dialog{Title: words.Tr("profile.title", "Name", name), Text: words.Tr("profile.text"), Width: 520, Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}}
	var scroll *container.Scroll
	page := draw.NewPane(func(s *draw.Sheet) { s.H = dialog.Facts(s, lines) })
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		full := page.HeightFor(bw)
		h := min(full, w.Win.Canvas().Size().Height*.5)
		if scroll == nil {
			scroll = container.NewVScroll(page)
		}
		page.SetMin(fyne.NewSize(10, full))
		s.Put(scroll, x, y, bw, h)
		return y + h
	}
	w.OpenDialog(d)
}

// profileFacts are the lines of a profile, each text of others on one line and cut.
func profileFacts(chat *view.ChatView, row *view.ChatRow, c words.Calendar) (out []dialog.Fact) {
	add := func(word, text string) {
		if text = words.OneLine(text, 300); text != "" {
			out = append(out, dialog.Fact{Word: word, Text: text, Digits: ""})
		}
	}
	add(words.Tr("profile.address"), chat.Chat)
	for i, g := range row.Groups {
		word := ""
		if i == 0 {
			word = words.Tr("profile.groups")
		}
		add(word, g)
	}
	p := chat.Profile
	if p == nil {
		p = &view.Profile{}
	}
	nick := p.Nickname
	if nick == "" {
		nick = chat.Nickname
	}
	before := len(out)
	add(words.Tr("profile.fullName"), p.FullName)
	add(words.Tr("profile.nickname"), nick)
	add(words.Tr("profile.email"), p.Email)
	add(words.Tr("profile.phone"), p.Phone)
	add(words.Tr("profile.url"), p.URL)
	add(words.Tr("profile.organisation"), p.Organisation)
	add(words.Tr("profile.role"), p.Title)
	add(words.Tr("profile.birthday"), p.Birthday)
	add(words.Tr("profile.note"), p.Note)
	add(words.Tr("profile.status"), chat.Status)
	if chat.Presence == view.PresenceAway && !chat.Idle.IsZero() {
		add(words.Tr("profile.lastActive"), c.Seen(chat.Idle))
	}
	if len(out) == before {
		add("", words.Tr("profile.nothing"))
	}
	return out
}

// EditProfile fetches what the user says about themselves, and lets it be changed.
func (w *Room) EditProfile() {
	a := w.Account()
	if a == nil {
		return
	}
	w.Do(app.LookUp{Account: a.JID, JID: a.JID}, func(err error) {
		if err != nil {
			w.Fail(words.ErrText(err, words.HostOf(a.JID)))
			return
		}
		w.Peek(func(got []*view.Snapshot, err error) {
			for _, snap := range got {
				for _, now := range snap.Accounts {
					if now.JID == a.JID && now.Profile != nil {
						w.AskProfile(a.JID, *now.Profile)
						return
					}
				}
			}
			if err != nil {
				w.Fail(words.ErrText(err, ""))
			}
		}, view.View{Account: a.JID})
	})
}

// AskProfile changes the fields that are asked for; the others stay.
func (w *Room) AskProfile(account string, p view.Profile) {
	fields := []struct {
		word string
		of   *string
		e    *draw.Entry
	}{{words.Tr("profile.fullName"), &p.FullName, nil}, {words.Tr("profile.nickname"), &p.Nickname, nil}, {words.Tr("profile.email"), &p.Email, nil}, {words.Tr("profile.url"), &p.URL, nil}, {words.Tr("profile.note"), &p.Note, nil}}
	failure, older := "", false
	d := &dialog.Dialog{Title: words.Tr("profile.ownTitle"), Text: words.Tr("profile.ownText"), Stays: map[string]bool{"save": true}}
	save := func() {
		for _, f := range fields {
			*f.of = f.e.Text
		}
		w.Do(app.SetProfile{Account: account, Profile: p, Older: older}, func(err error) {
			if err != nil {
				failure = words.ErrText(err, words.HostOf(account))
				d.Refresh()
				return
			}
			d.Close()
		})
	}
	for i := range fields {
		e := draw.NewEntry(false)
		e.SetText(*fields[i].of)
		e.OnSubmitted = func(string) { save() }
		d.Escapable(e)
		fields[i].e = e
	}
	d.First = fields[0].e
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for _, f := range fields {
			y = dialog.Field(s, f.e, f.word, x, y, bw) + 10
		}
		y = dialog.Choice(s, "older", words.Tr("profile.older"), older, false, x, y+2, bw, func() { older = !older; d.Refresh() }) + 10
		if failure != "" {
			y += dialog.Warning(s, failure, x, y, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), {Button: draw.Button{Word: words.Tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	w.OpenDialog(d)
}
