package ui

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// chatMenu is the menu of a chat. Inside is set in the chat itself.
func (w *Window) chatMenu(chat, name string, encrypted, inside bool, at fyne.Position) {
	account := w.Shown.View.Account
	var items []*fyne.MenuItem
	if !inside {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.open"), func() { w.OpenChat(chat) }))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("menu.encryption"), func() {
		w.Look(func(v *app.View) {
			*v = app.View{Account: account, Chat: chat, Before: shell.FirstRows, Page: app.PageDevices}
		})
	}))
	if encrypted {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.encryptionOff"), func() { w.askEncryptionOff(chat, name) }))
	} else {
		items = append(items, fyne.NewMenuItem(words.Tr("chat.encrypt"), func() {
			w.Do(app.SetEncryption{Account: account, Chat: chat, On: true}, nil)
		}))
	}
	items = append(items,
		fyne.NewMenuItem(words.Tr("menu.copyAddress"), func() { w.App.Clipboard().SetContent(chat) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.Tr("menu.clear"), func() {
			w.Confirm(words.Tr("clear.title", "Name", name), words.Tr("clear.text"), words.Tr("clear.deed"), func() {
				w.Do(app.ClearChat{Account: account, Chat: chat}, nil)
			})
		}),
	)
	if chat != account {
		items = append(items,
			fyne.NewMenuItem(words.Tr("menu.scanOf"), func() { w.scanCode(chat) }),
			fyne.NewMenuItem(words.Tr("menu.check"), func() { w.checkPage(chat) }),
			fyne.NewMenuItem(words.Tr("menu.codeOf"), func() { w.showCode(chat) }))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("menu.profile"), func() { w.lookUp(account, chat, name) }))
	items = append(items, w.contactItems(account, chat, name)...)
	items = append(items, w.blockItems(account, chat, name)...)
	w.PopUp(at, items...)
}

// contactItems change what stands in the roster.
func (w *Window) contactItems(account, chat, name string) []*fyne.MenuItem {
	if chat == account {
		return nil
	}
	row := w.RowOf(chat)
	if row.Subscription == "" {
		return []*fyne.MenuItem{fyne.NewMenuItem(words.Tr("menu.addContact"), func() { w.Do(app.AddContact{Account: account, JID: chat}, nil) })}
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItem(words.Tr("menu.editContact"), func() { w.editContact(account, row) }),
		fyne.NewMenuItem(words.Tr("menu.removeContact"), func() {
			w.Confirm(words.Tr("remove.title", "Name", name), removeText(row.Subscription, name), words.Tr("remove.deed", "Name", name), func() {
				w.Do(app.RemoveContact{Account: account, JID: chat}, nil)
			})
		}),
	}
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
		fyne.NewMenuItem(words.Tr("newchat.menu"), w.newChat),
		fyne.NewMenuItem(words.Tr("invite.menu"), w.invite),
		fyne.NewMenuItem(words.Tr("menu.status"), w.askPresence),
		fyne.NewMenuItem(words.Tr("menu.avatar"), func() { w.setAvatar() }),
		fyne.NewMenuItem(words.Tr("menu.ownProfile"), w.editProfile),
		fyne.NewMenuItem(words.Tr("menu.own"), func() { w.GoTo(app.PageOwn) }),
		fyne.NewMenuItem(words.Tr("tell.menu"), w.tellContacts),
		fyne.NewMenuItem(words.Tr("menu.code"), func() { w.showCode(a.JID) }),
		fyne.NewMenuItem(words.Tr("menu.scan"), func() { w.scanCode("") }),
		w.textSizeItem(),
		w.privacyItem(a),
		fyne.NewMenuItem(words.Tr("archive.menu"), w.lookArchive),
		fyne.NewMenuItem(words.Tr("commands.menu"), w.serverCommands),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.Tr("menu.addAccount"), func() { w.addAccount() }))
	if a.Enabled {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.signOut"), func() { w.Do(app.EnableAccount{Account: a.JID}, nil) }))
	} else {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.signIn"), func() { w.Do(app.EnableAccount{Account: a.JID, On: true}, nil) }))
	}
	if a.Picture != nil {
		items = append(items, fyne.NewMenuItem(words.Tr("menu.noAvatar"), func() { w.Do(app.SetAvatar{Account: a.JID}, nil) }))
	}
	items = append(items, fyne.NewMenuItem(words.Tr("menu.account"), w.askAccount), fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(words.Tr("settings.menu"), w.askSettings),
		fyne.NewMenuItem(words.Tr("report.menu"), w.reportProblem))
	w.PopUp(shell.Under(p, at.X, at.Y), items...)
}

func (w *Window) askRemoveAccount(jid string) {
	remove := func(keep bool) {
		w.Do(app.RemoveAccount{Account: jid, KeepHistory: keep}, func(err error) {
			if err != nil {
				w.Fail(words.ErrText(err, words.HostOf(jid)))
				return
			}
			w.gone(jid)
		})
	}
	d := &dialog.Dialog{Title: words.Tr("removeAccount.title", "Name", words.OneLine(jid, words.NameRunes)), Text: words.Tr("removeAccount.text"), Focus: dialog.CancelKey, Width: 520}
	keep := dialog.DeedButton(words.Tr("removeAccount.keep"), func() { remove(true) })
	keep.Key, keep.Kind = "keep", 0
	d.Buttons = append(d.Buttons, dialog.CancelButton(), keep, dialog.DeedButton(words.Tr("removeAccount.deed"), func() { remove(false) }))
	w.OpenDialog(d)
}
