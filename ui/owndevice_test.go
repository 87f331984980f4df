package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheAnswersToANewDeviceOfTheAccount(t *testing.T) {
	d := uitest.OwnScene().Devices.Devices[1]
	out := app.RemoveDevice{Account: uitest.Alice, DeviceID: d.ID}
	for _, c := range []struct {
		name   string
		press  []string
		expect []app.Command
	}{
		{"it is mine, and the fingerprints match", []string{"mine", "compare", "match"}, []app.Command{decision(d, app.TrustVerified)}},
		{"it is mine, and they differ", []string{"mine", "compare", "differ"}, []app.Command{decision(d, app.TrustRejected)}},
		{"it is mine, trusted as it is", []string{"mine", "trust"}, []app.Command{decision(d, app.TrustTrusted)}},
		{"it is mine, says nobody in the end", []string{"mine", "cancel"}, nil},
		{"not mine", []string{"not mine", "deed"}, []app.Command{out}},
		{"not mine, perhaps", []string{"not mine", "cancel"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t, Options{})
			see(w, uitest.OwnScene())
			uitest.Press(t, w.keys.devices.body, c.press[0])
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
			w, s := window(t, Options{})
			see(w, uitest.OwnScene())
			uitest.Press(t, w.keys.devices.body, button)
			w.Win.Canvas().Focused().TypedKey(uitest.Enter)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s)
		}
	})
	t.Run("of several, each has its own answers", func(t *testing.T) {
		w, s := window(t, Options{})
		snap := uitest.BackScene()
		see(w, snap)
		if w.keys.devices.body.Find("mine") != nil {
			t.Error("the alert asks about one of two devices")
		}
		second := snap.Devices.Devices[4]
		uitest.Press(t, w.keys.devices.body, "not mine "+keyOf(second))
		uitest.Press(t, uitest.Top(t, w.Shell), "deed")
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.RemoveDevice{Account: uitest.Alice, DeviceID: second.ID})
	})
}

func TestALostDeviceGoesInSteps(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t, Options{})
	snap := uitest.OwnScene()
	see(w, snap)
	phone := snap.Devices.Devices[2]
	uitest.Press(t, w.keys.devices.body, "lost")
	if hit := uitest.Top(t, w.Shell).Find("deed"); hit == nil || !hit.(interface{ Disabled() bool }).Disabled() {
		t.Fatal("a device is removed before one is picked")
	}
	if uitest.Top(t, w.Shell).Find("pick "+keyOf(snap.Devices.Devices[0])) != nil || uitest.Top(t, w.Shell).Find("pick "+keyOf(snap.Devices.Devices[3])) != nil {
		t.Error("this device, or one that is out already, can be picked")
	}
	w.Win.Canvas().Focused().TypedKey(uitest.Enter) // Cancel has the keyboard
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)

	uitest.Press(t, w.keys.devices.body, "lost")
	uitest.Press(t, uitest.Top(t, w.Shell), "pick "+keyOf(phone))
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
	w, _ := window(t, Options{})
	snap := uitest.BackScene()
	snap.Accounts[0].Undecided = 0
	see(w, snap)
	if mark, _ := w.keys.devices.tabMark(snap.Devices); mark != "warn" {
		t.Errorf("the tab has the mark %q", mark)
	}
	uitest.Press(t, w.keys.devices.body, "password "+keyOf(snap.Devices.Devices[3]))
	uitest.Top(t, w.Shell)
}

func TestRenewingTheKeysOfThisDevice(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t, Options{})
	snap := uitest.OwnScene()
	see(w, snap)
	menu := func() {
		uitest.Choose(t, w.keys.devices.deviceItems(snap.Devices.Devices[0]), "Renew this device’s keys…")
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

func TestTheDoubtAboutTheOwnKeysStaysUntilDecided(t *testing.T) {
	uitest.Speak(t, "en")
	for _, why := range []string{app.DoubtMessage, app.DoubtBundle, app.DoubtKey} {
		if text := words.DoubtText(why); text == "" || strings.Contains(text, why+":") {
			t.Errorf("%s: %q", why, text)
		}
	}
	for name, scene := range map[string]func() *app.Snapshot{"page": func() *app.Snapshot { return uitest.Doubted(uitest.OwnScene()) }, "chat": uitest.CopiedScene} {
		t.Run(name, func(t *testing.T) {
			for _, c := range []struct {
				button, then string
				want         []app.Command
			}{
				{"doubt renew", "deed", []app.Command{app.RenewKeys{Account: uitest.Alice}}},
				{"doubt renew", "cancel", nil},
				{"doubt keep", "deed", []app.Command{app.KeepKeys{Account: uitest.Alice}}},
				{"doubt keep", "cancel", nil},
			} {
				w, s := window(t, Options{})
				see(w, scene())
				pane := w.chat.pane
				if name == "page" {
					pane = w.keys.devices.body
				}
				uitest.Press(t, pane, c.button)
				uitest.CarryOut(t, w.Shell)
				uitest.Did(t, s)
				uitest.Press(t, uitest.Top(t, w.Shell), c.then)
				uitest.CarryOut(t, w.Shell)
				uitest.Did(t, s, c.want...)
			}
		})
	}
	w, _ := window(t, Options{})
	see(w, uitest.Doubted(uitest.Scene(uitest.Bob, app.PageChat)))
	uitest.Press(t, w.side.pane, "strip "+words.Tr("doubt.short"))
	if w.View().Page != app.PageOwn {
		t.Error("the line beside the list does not lead to the page")
	}
	row := newRow(uitest.CopiedScene().Rows[7], uitest.CopiedScene(), true, true, words.Calendar{Now: uitest.Now})
	if got := row.Foot; !strings.Contains(got, "another copy of this profile") {
		t.Errorf("the waiting message says %q", got)
	}
}

func TestTheFirstDeviceThatWritesIsTrustedAlone(t *testing.T) {
	uitest.Speak(t, "en")
	d := uitest.NewDevice()
	w, s := window(t, Options{})
	see(w, uitest.FirstWords())
	uitest.Press(t, w.chat.pane, "first trust")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Decide{Account: uitest.Alice, JID: uitest.Bob, Fingerprint: d.Fingerprint, Trust: app.TrustTrusted})
	w.Win.Canvas().Focused().TypedKey(uitest.Enter) // the keyboard stays in the composer
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Press(t, w.chat.pane, "first close")
	if w.chat.pane.Find("first trust") != nil {
		t.Error("the bar stays")
	}
	again := uitest.FirstWords()
	again.Number, again.Chat.Wrote.Fingerprint = 2, uitest.PrintOther
	see(w, again)
	if w.chat.pane.Find("first trust") == nil {
		t.Error("another device that writes is not asked about")
	}
	waits := uitest.FirstWords()
	waits.Number, waits.Chat.Question = 3, uitest.UndecidedScene().Chat.Question
	see(w, waits)
	if w.chat.pane.Find("first trust") != nil || w.chat.pane.Find("q trust") == nil {
		t.Error("the bar of waiting messages does not come first")
	}
}

func TestOfSeveralDevicesTheOneThatWroteIsAskedAboutFirst(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t, Options{})
	snap := uitest.UndecidedScene()
	snap.Chat.Question.Devices = []*app.DeviceView{uitest.SecondDevice(), uitest.NewDevice()}
	see(w, snap)
	uitest.Press(t, w.chat.pane, "q trust")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, decision(uitest.NewDevice(), app.TrustTrusted))
}
