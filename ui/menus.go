package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// chatMenu is the menu of a chat. Inside is set in the chat itself.
func (w *Window) chatMenu(chat, name string, encrypted, inside bool, at fyne.Position) {
	account := w.Shown.View.Account
	switch of := w.RowOf(chat).Of; {
	case of.Room():
		w.roomMenu(chat, name, encrypted, inside, at)
		return
	case strings.Contains(chat, "/"):
		w.privateMenu(chat, name, inside, at)
		return
	}
	var items []*fyne.MenuItem
	if !inside {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.open"), func() { w.OpenChat(chat) }))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("menu.encryption"), func() {
		w.Look(func(v *view.View) {
			*v = view.View{Account: account, Chat: chat, Before: shell.FirstRows, Page: view.PageDevices}
		})
	}))
	items = append(items, w.mediaItem(account, chat), w.searchItem(account, chat), w.exportItem(account, chat, name))
	if encrypted {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.encryptionOff"), func() { w.askEncryptionOff(chat, name) }))
	} else {
		items = append(items, fyne.NewMenuItem(words.Tr("chat.encrypt"), func() {
			w.Do(app.SetEncryption{Account: account, Chat: chat, On: true}, nil)
		}))
	}
	items = append(items, w.voiceItem(account, chat),
		fyne.NewMenuItem(words.Tr("menu.copyAddress"), func() { w.App.Clipboard().SetContent(chat) }),
		fyne.NewMenuItemSeparator(),
		w.keepItem(account, chat),
		w.clearItem(account, chat, name),
	)
	if chat != account {
		items = append(items,
			fyne.NewMenuItem(words.Tr("menu.scanOf"), func() { w.keys.ScanCode(chat) }),
			fyne.NewMenuItem(words.Tr("menu.check"), func() { w.keys.CheckPage(chat) }),
			fyne.NewMenuItem(words.Tr("menu.codeOf"), func() { w.keys.ShowCode(chat) }))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("menu.profile"), func() { w.accounts.LookUp(account, chat, name) }))
	items = append(items, w.accounts.ContactItems(account, chat, name)...)
	items = append(items, w.accounts.BlockItems(account, chat, name)...)
	w.PopUp(at, items...)
}

// voiceItem has voice messages to a chat go as WAV, or as Ogg Opus again.
func (w *Window) voiceItem(account, chat string) *fyne.MenuItem {
	wav := w.RowOf(chat).WAV
	item := fyne.NewMenuItem(words.Tr("menu.voiceWAV"), func() { w.Do(app.SetVoiceFormat{Account: account, Chat: chat, WAV: !wav}, nil) })
	item.Checked = wav
	return item
}

// mediaItem goes to what a chat has beside words.
func (w *Window) mediaItem(account, chat string) *fyne.MenuItem {
	return fyne.NewMenuItem(words.Tr("menu.media"), func() {
		w.Look(func(v *view.View) {
			*v = view.View{Account: account, Chat: chat, Before: shell.FirstRows, Page: view.PageFiles}
		})
	})
}

// searchItem looks for messages of a chat.
func (w *Window) searchItem(account, chat string) *fyne.MenuItem {
	return fyne.NewMenuItem(words.Tr("menu.search"), func() {
		if v := w.View(); v.Account != account || v.Chat != chat {
			w.OpenChat(chat)
		}
		w.search.Open(chat, "")
	})
}

// exportItem writes a chat into files.
func (w *Window) exportItem(account, chat, name string) *fyne.MenuItem {
	return fyne.NewMenuItem(words.Tr("export.menu"), func() { w.accounts.AskExport(account, chat, name) })
}

// privateMenu is the menu of a chat with somebody's place in a room: there are no keys, and no contact.
func (w *Window) privateMenu(chat, name string, inside bool, at fyne.Position) {
	account := w.Shown.View.Account
	var items []*fyne.MenuItem
	if !inside {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.open"), func() { w.OpenChat(chat) }))
	}
	room, _, _ := strings.Cut(chat, "/")
	items = append(items, fyne.NewMenuItem(words.Tr("tip.toRoom"), func() { w.OpenChat(room) }), w.mediaItem(account, chat), w.searchItem(account, chat),
		w.exportItem(account, chat, name), w.keepItem(account, chat), w.clearItem(account, chat, name))
	w.PopUp(at, items...)
}

// roomMenu is the menu of the chat of a room. Inside is set in the chat itself.
func (w *Window) roomMenu(room, name string, encrypted, inside bool, at fyne.Position) {
	account := w.Shown.View.Account
	var items []*fyne.MenuItem
	add := func(word string, do func()) { items = append(items, fyne.NewMenuItem(word, do)) }
	if !inside {
		add(words.Tr("menu.open"), func() { w.OpenChat(room) })
	}
	add(words.Tr("room.people"), func() {
		w.Look(func(v *view.View) {
			*v = view.View{Account: account, Chat: room, Before: shell.FirstRows, Page: view.PageMembers}
		})
	})
	items = append(items, w.mediaItem(account, room), w.searchItem(account, room), w.exportItem(account, room, name), w.voiceItem(account, room))
	group := w.RowOf(room).Of == view.ChatGroup
	if group {
		add(words.Tr("menu.encryption"), func() {
			w.Look(func(v *view.View) {
				*v = view.View{Account: account, Chat: room, Before: shell.FirstRows, Page: view.PageDevices}
			})
		})
	}
	switch {
	case group && encrypted:
		add(words.Tr("menu.encryptionOff"), func() { w.askEncryptionOff(room, name) })
	case group:
		add(words.Tr("chat.encrypt"), func() { w.Do(app.SetEncryption{Account: account, Chat: room, On: true}, nil) })
	}
	add(words.Tr("menu.copyAddress"), func() { w.App.Clipboard().SetContent(room) })
	items = append(items, w.keepItem(account, room), w.clearItem(account, room, name), fyne.NewMenuItemSeparator())
	w.PopUp(at, append(items, w.rooms.Items(room, name)...)...)
}

// askEncryptionOff makes sure that the user wants what nothing else can do.
func (w *Window) askEncryptionOff(chat, name string) {
	account := w.Shown.View.Account
	w.Confirm(words.Tr("off.title", "Name", name), words.Tr("off.text", "Name", name), words.Tr("off.deed"), func() {
		w.Do(app.SetEncryption{Account: account, Chat: chat, On: false}, nil)
	})
}

// accountMenu is the menu of the program: accounts, own devices, new chat.
func (w *Window) accountMenu(p fyne.CanvasObject, at fyne.Position) {
	a := w.Account()
	if a == nil {
		return
	}
	var items []*fyne.MenuItem
	if len(w.Shown.Accounts) > 1 {
		for _, other := range w.Shown.Accounts {
			item := fyne.NewMenuItem(words.OneLine(other.JID, words.NameRunes), func() { w.Use(other.JID) })
			item.Checked = other.JID == a.JID
			items = append(items, item)
		}
		items = append(items, fyne.NewMenuItemSeparator())
	}
	items = append(items,
		fyne.NewMenuItem(words.Tr("newchat.menu"), w.accounts.NewChat),
		fyne.NewMenuItem(words.Tr("search.menu"), func() { w.search.Open("", "") }),
		fyne.NewMenuItem(words.Tr("join.menu"), func() { w.rooms.AskJoin("") }),
		fyne.NewMenuItem(words.Tr("make.menu"), w.rooms.Make),
		fyne.NewMenuItem(words.Tr("invite.menu"), w.accounts.Invite),
		fyne.NewMenuItem(words.Tr("menu.status"), w.accounts.AskPresence),
		fyne.NewMenuItem(words.Tr("menu.avatar"), func() { w.accounts.SetPicture() }),
		fyne.NewMenuItem(words.Tr("menu.ownProfile"), w.accounts.EditProfile),
		fyne.NewMenuItem(words.Tr("menu.own"), func() { w.GoTo(view.PageOwn) }),
		fyne.NewMenuItem(words.Tr("tell.menu"), w.accounts.TellContacts),
		fyne.NewMenuItem(words.Tr("menu.code"), func() { w.keys.ShowCode(a.JID) }),
		fyne.NewMenuItem(words.Tr("menu.scan"), func() { w.keys.ScanCode("") }),
		fyne.NewMenuItem(words.Tr("export.menuAll"), func() { w.accounts.AskExport(a.JID, "", "") }),
		w.textSizeItem(),
		w.accounts.PrivacyItem(a),
		fyne.NewMenuItem(words.Tr("archive.menu"), w.accounts.LookArchive),
		fyne.NewMenuItem(words.Tr("commands.menu"), w.accounts.ServerCommands),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.Tr("menu.addAccount"), func() { w.accounts.AddAccount() }))
	if a.Enabled {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.signOut"), func() { w.Do(app.EnableAccount{Account: a.JID}, nil) }))
	} else {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.signIn"), func() { w.Do(app.EnableAccount{Account: a.JID, On: true}, nil) }))
	}
	if a.Picture != nil {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.noAvatar"), func() { w.Do(app.SetAvatar{Account: a.JID}, nil) }))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("menu.account"), w.accounts.AskAccount), fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.Tr("settings.menu"), w.accounts.AskSettings),
		fyne.NewMenuItem(words.Tr("report.menu"), w.accounts.ReportProblem))
	w.PopUp(shell.Under(p, at.X, at.Y), items...)
}
