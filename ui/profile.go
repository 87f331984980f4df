package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/ui/draw"
)

// lookUp asks for what somebody says about themselves, and shows it.
func (w *Window) lookUp(account, chat, name string) {
	w.do(app.LookUp{Account: account, JID: chat}, func(err error) {
		if err != nil {
			w.chat.fail(errText(err, hostOf(chat)))
			return
		}
		w.peek(func(got []*app.Snapshot, err error) {
			if err != nil {
				w.chat.fail(errText(err, ""))
				return
			}
			w.showProfile(got[0].Chat, name, w.rowOf(chat))
		}, app.View{Account: account, Chat: chat})
	})
}

// showProfile shows what the user knows of a contact, and below it what the contact says.
func (w *Window) showProfile(chat *app.ChatView, name string, row *app.ChatRow) {
	lines := profileFacts(chat, row, w.now())
	d := &dialog{title: tr("profile.title", "Name", name), text: tr("profile.text"), width: 520, focus: cancelKey, buttons: []draw.KeyButton{closeButton()}}
	var scroll *container.Scroll
	page := draw.NewPane(func(s *draw.Sheet) { s.H = drawFacts(s, lines) })
	d.body = func(s *draw.Sheet, x, y, bw float32) float32 {
		full := page.HeightFor(bw)
		h := min(full, w.win.Canvas().Size().Height*.5)
		if scroll == nil {
			scroll = container.NewVScroll(page)
		}
		page.SetMin(fyne.NewSize(10, full))
		s.Put(scroll, x, y, bw, h)
		return y + h
	}
	w.openDialog(d)
}

// profileFacts are the lines of a profile, each text of others on one line and cut.
func profileFacts(chat *app.ChatView, row *app.ChatRow, c calendar) (out []fact) {
	add := func(word, text string) {
		if text = oneLine(text, 300); text != "" {
			out = append(out, fact{word, text, ""})
		}
	}
	add(tr("profile.address"), chat.Chat)
	for i, g := range row.Groups {
		word := ""
		if i == 0 {
			word = tr("profile.groups")
		}
		add(word, g)
	}
	p := chat.Profile
	if p == nil {
		p = &app.Profile{}
	}
	nick := p.Nickname
	if nick == "" {
		nick = chat.Nickname
	}
	before := len(out)
	add(tr("profile.fullName"), p.FullName)
	add(tr("profile.nickname"), nick)
	add(tr("profile.email"), p.Email)
	add(tr("profile.phone"), p.Phone)
	add(tr("profile.url"), p.URL)
	add(tr("profile.organisation"), p.Organisation)
	add(tr("profile.role"), p.Title)
	add(tr("profile.birthday"), p.Birthday)
	add(tr("profile.note"), p.Note)
	add(tr("profile.status"), chat.Status)
	if chat.Presence == app.PresenceAway && !chat.Idle.IsZero() {
		add(tr("profile.lastActive"), c.seen(chat.Idle))
	}
	if len(out) == before {
		add("", tr("profile.nothing"))
	}
	return out
}

// editProfile fetches what the user says about themselves, and lets it be changed.
func (w *Window) editProfile() {
	a := w.account()
	if a == nil {
		return
	}
	w.do(app.LookUp{Account: a.JID, JID: a.JID}, func(err error) {
		if err != nil {
			w.chat.fail(errText(err, hostOf(a.JID)))
			return
		}
		w.peek(func(got []*app.Snapshot, err error) {
			for _, snap := range got {
				for _, now := range snap.Accounts {
					if now.JID == a.JID && now.Profile != nil {
						w.askProfile(a.JID, *now.Profile)
						return
					}
				}
			}
			if err != nil {
				w.chat.fail(errText(err, ""))
			}
		}, app.View{Account: a.JID})
	})
}

// askProfile changes the fields that are asked for; the others stay.
func (w *Window) askProfile(account string, p app.Profile) {
	fields := []struct {
		word string
		of   *string
		e    *draw.Entry
	}{{tr("profile.fullName"), &p.FullName, nil}, {tr("profile.nickname"), &p.Nickname, nil}, {tr("profile.email"), &p.Email, nil}, {tr("profile.url"), &p.URL, nil}, {tr("profile.note"), &p.Note, nil}}
	failure, older := "", false
	d := &dialog{title: tr("profile.ownTitle"), text: tr("profile.ownText"), stays: map[string]bool{"save": true}}
	save := func() {
		for _, f := range fields {
			*f.of = f.e.Text
		}
		w.do(app.SetProfile{Account: account, Profile: p, Older: older}, func(err error) {
			if err != nil {
				failure = errText(err, hostOf(account))
				d.pane.Refresh()
				return
			}
			d.close()
		})
	}
	for i := range fields {
		e := draw.NewEntry(false)
		e.SetText(*fields[i].of)
		e.OnSubmitted = func(string) { save() }
		d.escapable(e)
		fields[i].e = e
	}
	d.first = fields[0].e
	d.body = func(s *draw.Sheet, x, y, bw float32) float32 {
		for _, f := range fields {
			y = labelled(s, f.e, f.word, x, y, bw) + 10
		}
		y = choice(s, "older", tr("profile.older"), older, false, x, y+2, bw, func() { older = !older; d.pane.Refresh() }) + 10
		if failure != "" {
			y += warning(s, failure, x, y, bw)
		}
		return y
	}
	d.buttons = []draw.KeyButton{cancelButton(), {Button: draw.Button{Word: tr("contact.save"), Kind: draw.Primary}, Key: "save", Tap: save}}
	w.openDialog(d)
}
