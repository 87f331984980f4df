package accounts

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/words"
)

// PrivacyItem is the part of the account's menu about what contacts are told.
func (w *Room) PrivacyItem(a *view.AccountView) *fyne.MenuItem {
	item := func(word string, on bool, flip func(p *view.Privacy)) *fyne.MenuItem {
		next := a.Privacy
		flip(&next)
		out := fyne.NewMenuItem(word, func() { w.Do(app.SetPrivacy{Account: a.JID, Privacy: next}, nil) })
		out.Checked = on
		return out
	}
	out := fyne.NewMenuItem(words.Tr("privacy.menu"), nil)
	out.ChildMenu = fyne.NewMenu("",
		item(words.Tr("privacy.receipts"), a.Privacy.Receipts, func(p *view.Privacy) { p.Receipts = !p.Receipts }),
		item(words.Tr("privacy.markers"), a.Privacy.Markers, func(p *view.Privacy) { p.Markers = !p.Markers }),
		item(words.Tr("privacy.typing"), a.Privacy.Typing, func(p *view.Privacy) { p.Typing = !p.Typing }),
		fyne.NewMenuItemSeparator(),
		item(words.Tr("privacy.devices"), a.Privacy.Devices, func(p *view.Privacy) { p.Devices = !p.Devices }))
	return out
}
