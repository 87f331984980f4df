package keys

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
)

func TestTheButtonsOfAnUndecidedDevice(t *testing.T) {
	d := uitest.NewDevice()
	for button, want := range map[string]view.Trust{"trust ": view.TrustTrusted, "reject ": view.TrustRejected, "check ": view.TrustTrusted} {
		t.Run(button, func(t *testing.T) {
			w, s := window(t)
			see(w, uitest.EncScene())
			uitest.Press(t, w.devices.body, button+uitest.KeyOf(d))
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, uitest.Decision(d, want))
		})
	}
}

func TestComparingDecidesOnlyByItsOwnButtons(t *testing.T) {
	d := uitest.NewDevice()
	for _, c := range []struct {
		name, button string
		want         []app.Command
	}{
		{"they match", "match", []app.Command{uitest.Decision(d, view.TrustVerified)}},
		{"they differ", "differ", []app.Command{uitest.Decision(d, view.TrustRejected)}},
		{"cancel", "cancel", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t)
			see(w, uitest.EncScene())
			uitest.Press(t, w.devices.body, "compare "+uitest.KeyOf(d))
			uitest.Press(t, uitest.Top(t, w.Shell), c.button)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, c.want...)
		})
	}
	t.Run("Enter and Escape decide nothing", func(t *testing.T) {
		for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape} {
			w, s := window(t)
			see(w, uitest.EncScene())
			uitest.Press(t, w.devices.body, "compare "+uitest.KeyOf(d))
			w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s)
			if w.Win.Canvas().Overlays().Top() != nil {
				t.Errorf("%s leaves the dialog open", key)
			}
		}
	})
}

func TestUntickingRejectsAndCanBeTakenBack(t *testing.T) {
	clock := uitest.Now
	w, s := windowAt(t, func() time.Time { return clock })
	see(w, uitest.EncScene())
	d := uitest.Laptop()
	uitest.Press(t, w.devices.body, "check "+uitest.KeyOf(d))
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, uitest.Decision(d, view.TrustRejected))
	uitest.Press(t, w.devices.pane, "undo")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, uitest.Decision(d, view.TrustTrusted))

	uitest.Press(t, w.devices.body, "check "+uitest.KeyOf(d))
	clock = clock.Add(undoFor)
	later := uitest.EncScene()
	later.Number = 2
	see(w, later)
	if w.devices.pane.Find("undo") != nil {
		t.Error("the bar stays longer than it should")
	}
}

func TestAVerifiedDeviceIsNotRejectedWithoutAsking(t *testing.T) {
	w, s := window(t)
	see(w, uitest.EncScene())
	d := uitest.Phone()
	uitest.Press(t, w.devices.body, "check "+uitest.KeyOf(d))
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	w.Win.Canvas().Focused().TypedKey(uitest.Enter) // Cancel has the keyboard
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Press(t, w.devices.body, "check "+uitest.KeyOf(d))
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, uitest.Decision(d, view.TrustRejected))
}

func TestInactiveDevicesAreFolded(t *testing.T) {
	w, _ := window(t)
	snap := uitest.EncScene()
	see(w, snap)
	gone := snap.Devices.Devices[3]
	if w.devices.body.Find("check "+uitest.KeyOf(gone)) != nil {
		t.Fatal("an inactive device is unfolded")
	}
	uitest.Press(t, w.devices.body, "inactive")
	if w.devices.body.Find("check "+uitest.KeyOf(gone)) == nil {
		t.Error("an inactive device stays folded")
	}
}

func TestThisDeviceHasNothingToDecide(t *testing.T) {
	w, _ := window(t)
	snap := uitest.OwnScene()
	see(w, snap)
	this := snap.Devices.Devices[0]
	for _, button := range []string{"check ", "trust ", "reject ", "compare "} {
		if w.devices.body.Find(button+uitest.KeyOf(this)) != nil {
			t.Errorf("this device has a button %q", button)
		}
	}
}
