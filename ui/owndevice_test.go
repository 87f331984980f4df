package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/words"
)

func TestTheAnswersToANewDeviceOfTheAccount(t *testing.T) {
	d := ownScene().Devices.Devices[1]
	out := app.RemoveDevice{Account: alice, DeviceID: d.ID}
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
			see(w, ownScene())
			press(t, w.devices.body, c.press[0])
			for _, key := range c.press[1:] {
				carryOut(t, w.Shell)
				did(t, s)
				press(t, top(t, w.Shell), key)
			}
			carryOut(t, w.Shell)
			did(t, s, c.expect...)
		})
	}
	t.Run("Enter decides nothing", func(t *testing.T) {
		for _, button := range []string{"mine", "not mine"} {
			w, s := window(t, Options{})
			see(w, ownScene())
			press(t, w.devices.body, button)
			w.Win.Canvas().Focused().TypedKey(enter)
			carryOut(t, w.Shell)
			did(t, s)
		}
	})
	t.Run("of several, each has its own answers", func(t *testing.T) {
		w, s := window(t, Options{})
		snap := backScene()
		see(w, snap)
		if w.devices.body.Find("mine") != nil {
			t.Error("the alert asks about one of two devices")
		}
		second := snap.Devices.Devices[4]
		press(t, w.devices.body, "not mine "+keyOf(second))
		press(t, top(t, w.Shell), "deed")
		carryOut(t, w.Shell)
		did(t, s, app.RemoveDevice{Account: alice, DeviceID: second.ID})
	})
}

func TestALostDeviceGoesInSteps(t *testing.T) {
	speak(t, "en")
	w, s := window(t, Options{})
	snap := ownScene()
	see(w, snap)
	phone := snap.Devices.Devices[2]
	press(t, w.devices.body, "lost")
	if hit := top(t, w.Shell).Find("deed"); hit == nil || !hit.(interface{ Disabled() bool }).Disabled() {
		t.Fatal("a device is removed before one is picked")
	}
	if top(t, w.Shell).Find("pick "+keyOf(snap.Devices.Devices[0])) != nil || top(t, w.Shell).Find("pick "+keyOf(snap.Devices.Devices[3])) != nil {
		t.Error("this device, or one that is out already, can be picked")
	}
	w.Win.Canvas().Focused().TypedKey(enter) // Cancel has the keyboard
	carryOut(t, w.Shell)
	did(t, s)

	press(t, w.devices.body, "lost")
	press(t, top(t, w.Shell), "pick "+keyOf(phone))
	s.err = &app.Error{Kind: app.KindDisk}
	press(t, top(t, w.Shell), "deed")
	carryOut(t, w.Shell)
	did(t, s, app.RemoveDevice{Account: alice, DeviceID: phone.ID})
	s.err = nil
	press(t, top(t, w.Shell), "deed") // it failed, and is still there
	carryOut(t, w.Shell)
	did(t, s, app.RemoveDevice{Account: alice, DeviceID: phone.ID})

	press(t, top(t, w.Shell), "password")
	press(t, top(t, w.Shell), "cancel")
	press(t, top(t, w.Shell), "tell") // what is left to do is offered until the user is done
	press(t, top(t, w.Shell), "cancel")
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("a dialog stays")
	}
}

func TestADeviceThatCameBackIsAnAlarm(t *testing.T) {
	w, _ := window(t, Options{})
	snap := backScene()
	snap.Accounts[0].Undecided = 0
	see(w, snap)
	if mark, _ := w.devices.tabMark(snap.Devices); mark != "warn" {
		t.Errorf("the tab has the mark %q", mark)
	}
	press(t, w.devices.body, "password "+keyOf(snap.Devices.Devices[3]))
	top(t, w.Shell)
}

func TestRenewingTheKeysOfThisDevice(t *testing.T) {
	speak(t, "en")
	w, s := window(t, Options{})
	snap := ownScene()
	see(w, snap)
	menu := func() { choose(t, w.devices.deviceItems(snap.Devices.Devices[0]), "Renew this device’s keys…") }
	menu()
	w.Win.Canvas().Focused().TypedKey(enter)
	carryOut(t, w.Shell)
	did(t, s)
	menu()
	s.err = &app.Error{Kind: app.KindNotConnected}
	press(t, top(t, w.Shell), "deed")
	carryOut(t, w.Shell)
	did(t, s, app.RenewKeys{Account: alice})
	s.err = nil
	press(t, top(t, w.Shell), "deed")
	carryOut(t, w.Shell)
	did(t, s, app.RenewKeys{Account: alice})
	s.codes = aliceCodes()
	press(t, top(t, w.Shell), "tell")
	carryOut(t, w.Shell)
	if d := dialogOf(t, w.Shell); d.List == nil {
		t.Fatal("nobody can be told")
	}
	press(t, top(t, w.Shell), "cancel")
	press(t, top(t, w.Shell), "code")
	carryOut(t, w.Shell)
	over := w.Win.Canvas().Overlays()
	if _, dialog := over.Top().(*dialog.Pane); dialog || over.Top() == nil {
		t.Fatal("no code is shown")
	}
	over.Remove(over.Top())
	press(t, top(t, w.Shell), "cancel")
}

func TestTheDoubtAboutTheOwnKeysStaysUntilDecided(t *testing.T) {
	speak(t, "en")
	for _, why := range []string{app.DoubtMessage, app.DoubtBundle, app.DoubtKey} {
		if text := words.DoubtText(why); text == "" || strings.Contains(text, why+":") {
			t.Errorf("%s: %q", why, text)
		}
	}
	for name, scene := range map[string]func() *app.Snapshot{"page": func() *app.Snapshot { return doubted(ownScene()) }, "chat": copiedScene} {
		t.Run(name, func(t *testing.T) {
			for _, c := range []struct {
				button, then string
				want         []app.Command
			}{
				{"doubt renew", "deed", []app.Command{app.RenewKeys{Account: alice}}},
				{"doubt renew", "cancel", nil},
				{"doubt keep", "deed", []app.Command{app.KeepKeys{Account: alice}}},
				{"doubt keep", "cancel", nil},
			} {
				w, s := window(t, Options{})
				see(w, scene())
				pane := w.chat.pane
				if name == "page" {
					pane = w.devices.body
				}
				press(t, pane, c.button)
				carryOut(t, w.Shell)
				did(t, s)
				press(t, top(t, w.Shell), c.then)
				carryOut(t, w.Shell)
				did(t, s, c.want...)
			}
		})
	}
	w, _ := window(t, Options{})
	see(w, doubted(scene(bob, app.PageChat)))
	press(t, w.side.pane, "strip "+words.Tr("doubt.short"))
	if w.View().Page != app.PageOwn {
		t.Error("the line beside the list does not lead to the page")
	}
	row := newRow(copiedScene().Rows[7], copiedScene(), true, true, words.Calendar{Now: now})
	if got := row.Foot; !strings.Contains(got, "another copy of this profile") {
		t.Errorf("the waiting message says %q", got)
	}
}

func TestTheFirstDeviceThatWritesIsTrustedAlone(t *testing.T) {
	speak(t, "en")
	d := newDevice()
	w, s := window(t, Options{})
	see(w, firstWords())
	press(t, w.chat.pane, "first trust")
	carryOut(t, w.Shell)
	did(t, s, app.Decide{Account: alice, JID: bob, Fingerprint: d.Fingerprint, Trust: app.TrustTrusted})
	w.Win.Canvas().Focused().TypedKey(enter) // the keyboard stays in the composer
	carryOut(t, w.Shell)
	did(t, s)
	press(t, w.chat.pane, "first close")
	if w.chat.pane.Find("first trust") != nil {
		t.Error("the bar stays")
	}
	again := firstWords()
	again.Number, again.Chat.Wrote.Fingerprint = 2, printOther
	see(w, again)
	if w.chat.pane.Find("first trust") == nil {
		t.Error("another device that writes is not asked about")
	}
	waits := firstWords()
	waits.Number, waits.Chat.Question = 3, undecidedScene().Chat.Question
	see(w, waits)
	if w.chat.pane.Find("first trust") != nil || w.chat.pane.Find("q trust") == nil {
		t.Error("the bar of waiting messages does not come first")
	}
}

func TestOfSeveralDevicesTheOneThatWroteIsAskedAboutFirst(t *testing.T) {
	speak(t, "en")
	w, s := window(t, Options{})
	snap := undecidedScene()
	snap.Chat.Question.Devices = []*app.DeviceView{secondDevice(), newDevice()}
	see(w, snap)
	press(t, w.chat.pane, "q trust")
	carryOut(t, w.Shell)
	did(t, s, decision(newDevice(), app.TrustTrusted))
}
