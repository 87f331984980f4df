package keys

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/uitest"
)

func TestTheAnswersToANewDeviceOfTheAccount(t *testing.T) {
	d := uitest.OwnScene().Devices.Devices[1]
	out := app.RemoveDevice{Account: uitest.Alice, DeviceID: d.ID}
	for _, c := range []struct {
		name   string
		press  []string
		expect []app.Command
	}{
		{"it is mine, and the fingerprints match", []string{"mine", "compare", "match"}, []app.Command{uitest.Decision(d, view.TrustVerified)}},
		{"it is mine, and they differ", []string{"mine", "compare", "differ"}, []app.Command{uitest.Decision(d, view.TrustRejected)}},
		{"it is mine, trusted as it is", []string{"mine", "trust"}, []app.Command{uitest.Decision(d, view.TrustTrusted)}},
		{"it is mine, says nobody in the end", []string{"mine", "cancel"}, nil},
		{"not mine", []string{"not mine", "deed"}, []app.Command{out}},
		{"not mine, perhaps", []string{"not mine", "cancel"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t)
			see(w, uitest.OwnScene())
			uitest.Press(t, w.devices.body, c.press[0])
			for _, key := range c.press[1:] {
				uitest.CarryOut(t, w.Shell)
				uitest.Did(t, s)
				uitest.Press(t, uitest.Top(t, w.Shell), key)
			}
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, c.expect...)
		})
	}
	t.Run("Enter decides nothing", func(t *testing.T) {
		for _, button := range []string{"mine", "not mine"} {
			w, s := window(t)
			see(w, uitest.OwnScene())
			uitest.Press(t, w.devices.body, button)
			w.Win.Canvas().Focused().TypedKey(uitest.Enter)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s)
		}
	})
	t.Run("of several, each has its own answers", func(t *testing.T) {
		w, s := window(t)
		snap := uitest.BackScene()
		see(w, snap)
		if w.devices.body.Find("mine") != nil {
			t.Error("the alert asks about one of two devices")
		}
		second := snap.Devices.Devices[4]
		uitest.Press(t, w.devices.body, "not mine "+uitest.KeyOf(second))
		uitest.Press(t, uitest.Top(t, w.Shell), "deed")
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.RemoveDevice{Account: uitest.Alice, DeviceID: second.ID})
	})
}

func TestALostDeviceGoesInSteps(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	snap := uitest.OwnScene()
	see(w, snap)
	phone := snap.Devices.Devices[2]
	uitest.Press(t, w.devices.body, "lost")
	if hit := uitest.Top(t, w.Shell).Find("deed"); hit == nil || !hit.(interface{ Disabled() bool }).Disabled() {
		t.Fatal("a device is removed before one is picked")
	}
	if uitest.Top(t, w.Shell).Find("pick "+uitest.KeyOf(snap.Devices.Devices[0])) != nil || uitest.Top(t, w.Shell).Find("pick "+uitest.KeyOf(snap.Devices.Devices[3])) != nil {
		t.Error("this device, or one that is out already, can be picked")
	}
	w.Win.Canvas().Focused().TypedKey(uitest.Enter) // Cancel has the keyboard
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)

	uitest.Press(t, w.devices.body, "lost")
	uitest.Press(t, uitest.Top(t, w.Shell), "pick "+uitest.KeyOf(phone))
	s.Err = &app.Error{Kind: app.KindDisk}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.RemoveDevice{Account: uitest.Alice, DeviceID: phone.ID})
	s.Err = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "deed") // it failed, and is still there
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.RemoveDevice{Account: uitest.Alice, DeviceID: phone.ID})

	uitest.Press(t, uitest.Top(t, w.Shell), "password")
	uitest.Press(t, uitest.Top(t, w.Shell), "cancel")
	uitest.Press(t, uitest.Top(t, w.Shell), "tell") // what is left to do is offered until the user is done
	uitest.Press(t, uitest.Top(t, w.Shell), "cancel")
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("a dialog stays")
	}
}

func TestADeviceThatCameBackIsAnAlarm(t *testing.T) {
	w, _ := window(t)
	snap := uitest.BackScene()
	snap.Accounts[0].Undecided = 0
	see(w, snap)
	if mark, _ := w.devices.tabMark(snap.Devices); mark != "warn" {
		t.Errorf("the tab has the mark %q", mark)
	}
	uitest.Press(t, w.devices.body, "password "+uitest.KeyOf(snap.Devices.Devices[3]))
	uitest.Top(t, w.Shell)
}

func TestRenewingTheKeysOfThisDevice(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	snap := uitest.OwnScene()
	see(w, snap)
	menu := func() {
		uitest.Choose(t, w.devices.deviceItems(snap.Devices.Devices[0]), "Renew this device’s keys…")
	}
	menu()
	w.Win.Canvas().Focused().TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	menu()
	s.Err = &app.Error{Kind: app.KindNotConnected}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.RenewKeys{Account: uitest.Alice})
	s.Err = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.RenewKeys{Account: uitest.Alice})
	s.Codes = aliceCodes()
	uitest.Press(t, uitest.Top(t, w.Shell), "tell")
	uitest.CarryOut(t, w.Shell)
	if d := uitest.DialogOf(t, w.Shell); d.List == nil {
		t.Fatal("nobody can be told")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "cancel")
	uitest.Press(t, uitest.Top(t, w.Shell), "code")
	uitest.CarryOut(t, w.Shell)
	over := w.Win.Canvas().Overlays()
	if _, dialog := over.Top().(*dialog.Pane); dialog || over.Top() == nil {
		t.Fatal("no code is shown")
	}
	over.Remove(over.Top())
	uitest.Press(t, uitest.Top(t, w.Shell), "cancel")
}
