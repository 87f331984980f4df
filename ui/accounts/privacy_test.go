package accounts

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
)

func TestPrivacyIsSwitched(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].Privacy = view.Privacy{Receipts: true, Typing: true}
	see(w, snap)
	items := w.PrivacyItem(snap.Accounts[0]).ChildMenu.Items
	if !items[0].Checked || items[1].Checked || !items[2].Checked {
		t.Error("the menu does not show what is told")
	}
	for _, i := range items {
		if !i.IsSeparator {
			i.Action()
		}
	}
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetPrivacy{Account: uitest.Alice, Privacy: view.Privacy{Typing: true}},
		app.SetPrivacy{Account: uitest.Alice, Privacy: view.Privacy{Receipts: true, Markers: true, Typing: true}},
		app.SetPrivacy{Account: uitest.Alice, Privacy: view.Privacy{Receipts: true}},
		app.SetPrivacy{Account: uitest.Alice, Privacy: view.Privacy{Receipts: true, Typing: true, Devices: true}})
}
