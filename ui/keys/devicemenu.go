package keys

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/words"
)

// deviceMenu is the menu of a device: its button and the right click on its card bring it up.
func (p *devicesPage) deviceMenu(d *view.DeviceView, at fyne.Position) {
	p.w.PopUp(at, p.deviceItems(d)...)
}

// deviceItems are the lines of the menu, in the order of what is wanted most.
func (p *devicesPage) deviceItems(d *view.DeviceView) []*fyne.MenuItem {
	w, v := p.w, p.w.Shown.Devices.Of(d.JID)
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(words.Tr("device.rename"), func() { w.nameDevice(d, false) }),
		fyne.NewMenuItem(words.Tr("device.note"), func() { w.nameDevice(d, true) }),
	}
	if d.Fingerprint != "" {
		items = append(items, fyne.NewMenuItem(words.Tr("device.copy"), func() { w.App.Clipboard().SetContent(words.Grouped(d.Fingerprint)) }))
		items = append(items, p.decisionItems(d, v)...)
	}
	items = append(items, fyne.NewMenuItem(words.Tr("timeline.menu"), func() { w.openTimeline(v, d.Fingerprint) }))
	switch {
	case d.This:
		items = append(items, fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(words.Tr("code.mine"), func() { w.ShowCode(v.JID) }),
			fyne.NewMenuItem(words.Tr("renew.menu"), func() { w.AskRenew() }))
	case d.Own && removable(d):
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(words.Tr("lost.menu"), func() { w.askLost(d) }))
	}
	return items
}

// decisionItems are what can be decided about another device, and done with one that is trusted.
func (p *devicesPage) decisionItems(d *view.DeviceView, v *view.DevicesView) (items []*fyne.MenuItem) {
	if d.This {
		return nil
	}
	trusted := d.Trust.Reads()
	items = append(items, fyne.NewMenuItem(words.Tr("device.compare"), func() { p.w.Compare(d, words.NameOf(v.Name, v.JID)) }))
	if trusted && d.Active {
		items = append(items, fyne.NewMenuItem(words.Tr("device.repair"), func() { p.repair(d) }))
	}
	if !trusted {
		items = append(items, fyne.NewMenuItem(words.Tr("device.trust"), func() { p.w.Decide(d, view.TrustTrusted) }))
	}
	if d.Trust != view.TrustRejected {
		items = append(items, fyne.NewMenuItem(words.Tr("device.reject"), func() {
			if trusted {
				p.tick(d)
				return
			}
			p.w.Decide(d, view.TrustRejected)
		}))
	}
	return items
}

// repair begins the session with a device anew, and says what came of it.
func (p *devicesPage) repair(d *view.DeviceView) {
	name := words.DeviceName(d)
	p.say(words.Tr("repair.busy", "Device", name))
	p.w.Do(app.RepairSession{Account: p.w.Shown.View.Account, JID: d.JID, DeviceID: d.ID}, func(err error) {
		p.said = ""
		switch app.KindOf(err) {
		case "":
			if err == nil {
				p.say(words.Tr("repair.done", "Device", name))
				return
			}
			p.fail(words.ErrText(err, name))
		case app.KindNoKeys:
			p.fail(words.Tr("repair.noKeys", "Device", name))
		case app.KindConflict:
			p.fail(words.Tr("repair.changed", "Device", name))
		case app.KindNotConnected:
			p.fail(words.Tr("repair.notConnected", "Device", name))
		default:
			p.fail(words.ErrText(err, name))
		}
	})
}
