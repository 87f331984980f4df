package rooms

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/words"
)

// deedWords are the words of the deeds in a menu.
var deedWords = map[deed]string{
	deedChat: "deed.chat", deedPrivate: "deed.private", deedVoice: "deed.voice", deedMute: "deed.mute", deedModerator: "deed.moderator", deedNoMore: "deed.noMore",
	deedMember: "deed.member", deedAdmin: "deed.admin", deedOwner: "deed.owner", deedRemove: "deed.remove", deedKick: "deed.kick",
	deedBan: "deed.ban", deedUnban: "deed.unban", deedIgnore: "deed.ignore", deedHeed: "deed.heed",
}

// questions are asked before a deed: what it does in plain words, which take Name.
var questions = map[deed]string{
	deedOwner: "ask.owner", deedRemove: "ask.remove", deedKick: "ask.kick", deedBan: "ask.ban",
}

// menu offers what may be done about somebody.
func (p *page) menu(who app.RoomPerson, at fyne.Position) {
	if items := p.items(who); len(items) > 0 {
		p.w.PopUp(at, items...)
	}
}

func (p *page) items(who app.RoomPerson) (items []*fyne.MenuItem) {
	for _, d := range mayDo(p.w.Shown.Chat.Room, who) {
		items = append(items, fyne.NewMenuItem(words.Tr(deedWords[d]), func() { p.askDeed(d, who) }))
	}
	if who.JID != "" && !who.Ours && p.w.Shown.Chat.Room.Private && ranks[who.Affiliation] > 0 {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.encryption"), func() { p.w.GoToMember(view.PageDevices, who.JID) }))
	}
	if who.JID != "" {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.copyAddress"), func() { p.w.App.Clipboard().SetContent(who.JID) }))
	}
	return items
}

// askDeed does what was chosen, after a question where it cannot simply be taken back.
func (p *page) askDeed(d deed, who app.RoomPerson) {
	key, asks := questions[d]
	if !asks {
		p.do(d, who, "")
		return
	}
	name, deed := p.w.nameOf(who), words.Tr(deedWords[d])
	title, text := deed+" · "+name, words.Tr(key, "Name", name)
	if d == deedOwner { // nobody needs a reason
		p.w.Confirm(title, text, deed, func() { p.do(d, who, "") })
		return
	}
	p.w.AskReason(title, text, deed, func(reason string) { p.do(d, who, reason) })
}

// do carries a deed out, and asks who is there afterwards.
func (p *page) do(d deed, who app.RoomPerson, reason string) {
	v := p.w.View()
	role := func(to string) app.Command {
		return app.SetRole{Account: v.Account, Room: v.Chat, Nick: who.Nick, Role: to, Reason: reason}
	}
	affiliate := func(to string) app.Command {
		return app.SetAffiliation{Account: v.Account, Room: v.Chat, JID: who.JID, Affiliation: to, Reason: reason}
	}
	var c app.Command
	switch d {
	case deedChat:
		p.w.OpenChat(who.JID)
		return
	case deedIgnore, deedHeed:
		i := app.IgnorePerson{Account: v.Account, Room: v.Chat, JID: who.JID, Undo: d == deedHeed}
		if i.JID == "" {
			i.Occupant = who.Occupant
		}
		c = i
	case deedPrivate:
		p.w.private(who)
		return
	case deedVoice, deedNoMore:
		c = role("participant")
	case deedMute:
		c = role("visitor")
	case deedModerator:
		c = role("moderator")
	case deedKick:
		c = role("none")
	case deedMember, deedAdmin, deedOwner:
		c = affiliate(string(d))
	case deedRemove, deedUnban:
		c = affiliate("none")
	case deedBan:
		c = affiliate("outcast")
	}
	p.w.Do(c, func(err error) {
		switch {
		case err != nil:
			p.fail(deedText(err, v.Chat))
		case d == deedUnban:
			p.askBanned()
		default:
			p.ask()
		}
	})
}

// fail says what went wrong on the page, where that is shown.
func (p *page) fail(text string) {
	if p.of == "" {
		p.w.Fail(text)
		return
	}
	p.w.ShowFailure(text)
}

// deedText says why a deed was not done.
func deedText(err error, room string) string {
	if app.KindOf(err) == app.KindConflict {
		return words.WithDetail(words.Tr("room.lastOwner"), err)
	}
	return joinText(err, room)
}
