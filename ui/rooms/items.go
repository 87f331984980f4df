package rooms

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// mayInvite says whether we may ask others to come to a room.
func mayInvite(r *view.RoomView) bool {
	return r.State == view.RoomIn && (!r.Private || r.Invites || ranks[r.Affiliation] >= ranks["admin"])
}

// Items are the part of a chat's menu that is about its room.
func (w *Room) Items(room, name string) []*fyne.MenuItem {
	account, row := w.View().Account, w.RowOf(room)
	var r *view.RoomView // known of the chat that is shown
	if chat := w.Shown.Chat; chat != nil && chat.Chat == room {
		r = chat.Room
	}
	items := []*fyne.MenuItem{w.levelItem(account, room, row)}
	add := func(word string, do func()) { items = append(items, fyne.NewMenuItem(word, do)) }
	if r != nil && r.State == view.RoomIn {
		if mayInvite(r) {
			add(words.Tr("room.invite"), func() { w.Invite(room, name) })
		}
		add(words.Tr("room.nick"), func() {
			w.askText(words.Tr("room.nickTitle"), words.Tr("room.nickText"), words.Tr("join.nick"), r.Nick, func(text string) app.Command {
				return app.SetNick{Account: account, Room: room, Nick: text}
			})
		})
		if r.Subjects || r.Role == "moderator" {
			add(words.Tr("room.subject"), func() {
				w.askText(words.Tr("room.subjectTitle"), words.Tr("room.subjectText"), words.Tr("room.subjectLabel"), r.Subject, func(text string) app.Command {
					return app.SetSubject{Account: account, Room: room, Subject: text}
				})
			})
		}
		if r.Affiliation == "owner" {
			add(words.Tr("room.settings"), func() { w.Configure(room, name) })
		}
		if r.Affiliation == "owner" && r.Pictures {
			add(words.Tr("room.picture"), func() { w.SetPicture(room, name) })
			if row.Picture != nil {
				add(words.Tr("room.noPicture"), func() {
					w.Do(app.SetRoomAvatar{Account: account, Room: room}, func(err error) {
						if err != nil {
							w.Fail(joinText(err, room))
						}
					})
				})
			}
		}
	}
	items = append(items, fyne.NewMenuItemSeparator())
	if row.Away {
		add(words.Tr("room.comeBack"), func() { w.Enter(room) })
	} else {
		add(words.Tr("room.leave"), func() {
			w.Confirm(words.Tr("leave.title", "Name", name), words.Tr("leave.text"), words.Tr("leave.deed"), func() {
				w.Do(app.LeaveRoom{Account: account, Room: room}, nil)
			})
		})
	}
	if r != nil && r.Affiliation == "owner" && r.State == view.RoomIn {
		add(words.Tr("room.destroy"), func() {
			w.AskReason(words.Tr("destroy.title", "Name", name), words.Tr("destroy.text"), words.Tr("destroy.deed"), func(reason string) {
				w.Do(app.DestroyRoom{Account: account, Room: room, Reason: reason}, nil)
			})
		})
	}
	return items
}

// levelItem says of what in a room the user is told.
func (w *Room) levelItem(account, room string, row *view.ChatRow) *fyne.MenuItem {
	now := row.Level
	if now == view.LevelDefault {
		now = view.LevelAll
		if row.Of == view.ChatChannel {
			now = view.LevelMentions
		}
	}
	out := fyne.NewMenuItem(words.Tr("level.menu"), nil)
	var items []*fyne.MenuItem
	for _, l := range []struct {
		level view.Level
		word  string
	}{{view.LevelAll, words.Tr("level.all")}, {view.LevelMentions, words.Tr("level.mentions")}, {view.LevelMuted, words.Tr("level.muted")}} {
		item := fyne.NewMenuItem(l.word, func() { w.Do(app.SetRoomLevel{Account: account, Room: room, Level: l.level}, nil) })
		item.Checked = l.level == now
		items = append(items, item)
	}
	out.ChildMenu = fyne.NewMenu("", items...)
	return out
}

// askText asks for another nickname or subject.
func (w *Room) askText(title, text, label, now string, command func(string) app.Command) {
	entry, failure := draw.NewEntry(false), ""
	entry.SetText(now)
	d := &dialog.Dialog{Title: title, Text: text, First: entry, Stays: map[string]bool{"save": true}}
	save := func() {
		w.Do(command(strings.TrimSpace(entry.Text)), func(err error) {
			if err == nil {
				d.Close()
				return
			}
			if failure = joinText(err, w.View().Chat); app.KindOf(err) == app.KindConflict {
				failure = words.Tr("refused.nick")
			}
			d.Refresh()
		})
	}
	entry.OnSubmitted = func(string) { save() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = dialog.Field(s, entry, label, x, y, bw)
		if failure != "" {
			y += 10 + dialog.Warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.Buttons = []draw.KeyButton{dialog.CancelButton(), primary("save", words.Tr("contact.save"), save)}
	d.Escapable(entry)
	w.OpenDialog(d)
}

// Invite asks whom to ask to a room: contacts that are picked, or an address that is typed.
func (w *Room) Invite(room, name string) {
	account := w.View().Account
	list, search := dialog.NewPickList(w.people()), draw.NewEntry(false)
	list.None, list.Shown = words.Tr("tell.nobody"), func(i dialog.PickItem) bool { return fits(search.Text, i.Word, i.Key) }
	d := &dialog.Dialog{Title: words.Tr("roominvite.title", "Name", name), Text: words.Tr("roominvite.text"), Width: 520, First: search, List: list}
	invited := func() (out []string) {
		out = list.Picked()
		if who, err := words.ContactAddress(search.Text); err == nil && len(list.Visible()) == 0 {
			out = append(out, who)
		}
		return out
	}
	arrange := func() {
		b := primary("invite", words.Tr("roominvite.deed"), nil)
		if who := invited(); len(who) > 0 {
			b.Word, b.Tap = words.Trn("roominvite.deedMany", len(who)), func() { w.invite(account, room, who) }
		}
		d.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
		d.Refresh()
	}
	list.Ticked = arrange
	search.SetPlaceHolder(words.Tr("roominvite.find"))
	search.OnChanged = func(string) { arrange() }
	d.Escapable(search)
	arrange()
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		s.Entry(search, x, y, bw, 20+s.K(20), draw.Ctl, 8, 10)
		return list.Draw(s, x, y+20+s.K(20)+8, bw, s.K(180))
	}
	w.OpenDialog(d)
}

// invite asks people one after the other. What goes wrong names who it is about.
func (w *Room) invite(account, room string, who []string) {
	for _, jid := range who {
		w.Do(app.InviteToRoom{Account: account, Room: room, JID: jid}, func(err error) {
			if err != nil {
				w.Fail(words.Tr("roominvite.failed", "Name", w.PersonName(jid), "Why", joinText(err, room)))
			}
		})
	}
}
