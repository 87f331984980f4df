package keys

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestADeviceIsNamedAndNoted(t *testing.T) {
	named := func(label, note string) app.Command {
		return app.NameDevice{Account: uitest.Alice, JID: uitest.Bob, DeviceID: uitest.Phone().ID, Label: label, Note: note}
	}
	for _, c := range []struct {
		name string
		open func(*Room)
		then func(*testing.T, *Room)
		want []app.Command
	}{
		{"by the pencil", func(w *Room) { uitest.Press(t, w.devices.body, "name "+uitest.KeyOf(uitest.Phone())) }, func(t *testing.T, w *Room) {
			uitest.Write(w.Shell, "My phone")
			uitest.Press(t, uitest.Top(t, w.Shell), "save")
		}, []app.Command{named("My phone", uitest.Phone().Note)}},
		{"by the menu, and Enter", func(w *Room) { uitest.Choose(t, w.devices.deviceItems(uitest.Phone()), "Rename…") }, func(t *testing.T, w *Room) {
			uitest.Write(w.Shell, "")
			w.Win.Canvas().Focused().TypedKey(uitest.Enter)
		}, []app.Command{named("", uitest.Phone().Note)}},
		{"the note", func(w *Room) { uitest.Choose(t, w.devices.deviceItems(uitest.Phone()), "Note…") }, func(t *testing.T, w *Room) {
			uitest.Write(w.Shell, "lent to Carol")
			w.Win.Canvas().Focused().TypedKey(uitest.Enter)
		}, []app.Command{named(uitest.Phone().Label, "lent to Carol")}},
		{"not at all", func(w *Room) { uitest.Press(t, w.devices.body, "name "+uitest.KeyOf(uitest.Phone())) }, func(t *testing.T, w *Room) {
			uitest.Write(w.Shell, "x")
			w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t)
			see(w, uitest.EncScene())
			c.open(w)
			c.then(t, w)
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, c.want...)
			if w.Win.Canvas().Overlays().Top() != nil {
				t.Error("the dialog stays")
			}
		})
	}
	t.Run("too long", func(t *testing.T) {
		w, s := window(t)
		see(w, uitest.EncScene())
		w.nameDevice(uitest.Phone(), false)
		s.Err = &app.Error{Kind: app.KindInvalid, Param: "label"}
		uitest.Press(t, uitest.Top(t, w.Shell), "save")
		uitest.CarryOut(t, w.Shell)
		uitest.Top(t, w.Shell) // still there, with what was typed
	})
}

func TestTheMenuOfADevice(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	own := uitest.OwnScene().Devices.Devices
	for _, c := range []struct {
		name string
		snap *view.Snapshot
		d    *view.DeviceView
		want string
	}{
		{"undecided", uitest.EncScene(), uitest.NewDevice(), "Rename… Note… Copy fingerprint Compare… Trust Reject Timeline"},
		{"trusted", uitest.EncScene(), uitest.Laptop(), "Rename… Note… Copy fingerprint Compare… Repair session Reject Timeline"},
		{"rejected, inactive", uitest.EncScene(), uitest.EncScene().Devices.Devices[3], "Rename… Note… Copy fingerprint Compare… Trust Timeline"},
		{"without its keys", uitest.EncScene(), &view.DeviceView{JID: uitest.Bob, ID: 5, Active: true}, "Rename… Note… Timeline"},
		{"this one", uitest.OwnScene(), own[0], "Rename… Note… Copy fingerprint Timeline Show my code Renew this device’s keys…"},
		{"another own one", uitest.OwnScene(), own[2], "Rename… Note… Copy fingerprint Compare… Repair session Reject Timeline Remove as lost…"},
		{"one that was removed", uitest.OwnScene(), own[3], "Rename… Note… Copy fingerprint Compare… Trust Timeline"},
	} {
		c.snap.Number = 1
		w.Shown = nil
		see(w, c.snap)
		if got := strings.Join(uitest.Labels(w.devices.deviceItems(c.d)), " "); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	see(w, uitest.EncScene())
	card := w.devices.body.Find("card " + uitest.KeyOf(uitest.Laptop())).(*draw.Spot)
	if card.Menu(fyne.NewPos(10, 10)); w.Win.Canvas().Overlays().Top() == nil {
		t.Error("the right click brings no menu")
	}
	uitest.Did(t, s)
}

func TestRepairingASessionSaysWhatCameOfIt(t *testing.T) {
	uitest.Speak(t, "en")
	for _, c := range []struct {
		err  error
		said string
	}{
		{nil, "begins anew"},
		{&app.Error{Kind: app.KindNoKeys}, "no usable keys"},
		{&app.Error{Kind: app.KindConflict}, "another key"},
		{&app.Error{Kind: app.KindNotConnected}, "could not be repaired"},
		{&app.Error{Kind: app.KindCopied}, "Another copy"},
	} {
		w, s := window(t)
		see(w, uitest.EncScene())
		s.Err = c.err
		uitest.Choose(t, w.devices.deviceItems(uitest.Laptop()), "Repair session")
		if !strings.Contains(w.devices.said, "…") {
			t.Errorf("nothing says that it is under way: %q", w.devices.said)
		}
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, app.RepairSession{Account: uitest.Alice, JID: uitest.Bob, DeviceID: uitest.Laptop().ID})
		if got := w.devices.said + w.devices.failure; !strings.Contains(got, c.said) || strings.Contains(got, "\n") || (c.err == nil) != (w.devices.failure == "") {
			t.Errorf("%v: %q", c.err, got)
		}
		uitest.Press(t, w.devices.pane, "failure")
		if w.devices.said+w.devices.failure != "" {
			t.Error("the words stay")
		}
	}
}

func TestHowADecisionCameAbout(t *testing.T) {
	uitest.Speak(t, "en")
	v := uitest.EncScene().Devices
	day := uitest.Date(3, 4)
	for _, c := range []struct {
		d    words.Verdict
		want string
	}{
		{words.Verdict{}, "Nobody has decided yet"},
		{words.Verdict{Trust: view.TrustUndecided, At: day, By: view.ByUndo, Detail: ""}, "Nobody has decided yet"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByCode, Detail: "camera"}, "Verified by you on 4 March: code scanned with the camera"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByCode, Detail: "screen"}, "Verified by you on 4 March: code read from the screen"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByCode, Detail: "picture"}, "Verified by you on 4 March: code read from a picture"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByCode, Detail: "clipboard"}, "Verified by you on 4 March: code read from the clipboard"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByCode, Detail: ""}, "Verified by you on 4 March: code scanned"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByLink, Detail: ""}, "Verified by you on 4 March: by a link"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByPage, Detail: ""}, "Verified by you on 4 March: matched against a page"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByPage, Detail: "https://example.org/keys"}, "Verified by you on 4 March: matched against the page https://example.org/keys"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByMessage, Detail: uitest.PrintLaptop}, "Verified by you on 4 March: accepted from a message of Bob’s laptop"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByMessage, Detail: uitest.PrintDesk}, "Verified by you on 4 March: accepted from a message of 60b4ba20 33d4a095 …"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByOtherDevice, Detail: ""}, "Verified by you on 4 March: named by another device of yours"},
		{words.Verdict{Trust: view.TrustVerified, At: day, By: view.ByHand, Detail: ""}, "Verified by you on 4 March: by hand"},
		{words.Verdict{Trust: view.TrustTrusted, At: day, By: view.ByHand, Detail: ""}, "Trusted by you on 4 March, by hand. Not compared yet"},
		{words.Verdict{Trust: view.TrustTrusted, At: day, By: view.ByUndo, Detail: ""}, "Trusted by you on 4 March, restored by Undo. Not compared yet"},
		{words.Verdict{Trust: view.TrustTrusted, At: day, By: view.PolicyFirstUse.Author(), Detail: ""}, "Trusted on 4 March by the policy ‘First use’, not by you"},
		{words.Verdict{Trust: view.TrustTrusted, At: day, By: view.PolicyUntilVerified.Author(), Detail: ""}, "Trusted on 4 March by the policy ‘Until verified’, not by you"},
		{words.Verdict{Trust: view.TrustRejected, At: day, By: view.ByHand, Detail: ""}, "Rejected by you on 4 March"},
		{words.Verdict{Trust: view.TrustRejected, At: day, By: view.ByRemoval, Detail: ""}, "Rejected by you on 4 March: taken out of your account"},
	} {
		if got := c.d.Text(words.Calendar{Now: uitest.Now}, words.KeyName(v)); got != c.want {
			t.Errorf("%+v:\n%q, want\n%q", c.d, got, c.want)
		}
	}
}

func TestWhatACardSays(t *testing.T) {
	uitest.Speak(t, "en")
	w, _ := window(t)
	see(w, uitest.OwnScene())
	v := w.Shown.Devices
	facts := func(d view.DeviceView) (out []string) {
		for _, f := range w.devices.facts(&d, v) {
			out = append(out, f.text)
		}
		return out
	}
	d := *v.Devices[3]
	if got := facts(d)[0]; got != "First seen 28 February · last seen 1 October · no message yet" {
		t.Errorf("%q", got)
	}
	d.Active = true
	if got := facts(d); !slices.Contains(got, "You took it out of your account, and it came back by itself") {
		t.Errorf("%q", got)
	}
	d.Active, d.DecidedBy = false, view.ByHand
	if got := facts(d); !slices.Contains(got, "You took it out of your account") {
		t.Errorf("%q", got)
	}
}

func TestKeysNotSeenYetStandOnThePageAndCanBeForgotten(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	snap := uitest.ExpectedScene()
	see(w, snap)
	if w.devices.body.Find("menu expected "+uitest.PrintDesk) == nil {
		t.Fatal("there is no card")
	}
	items := w.devices.expectedItems(snap.Devices.Expected[0], snap.Devices)
	uitest.Choose(t, items, "Forget this key…")
	w.Win.Canvas().Focused().TypedKey(uitest.Enter) // Cancel has the keyboard
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Choose(t, items, "Forget this key…")
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Decide{Account: uitest.Alice, JID: uitest.Bob, Fingerprint: uitest.PrintDesk, Trust: view.TrustUndecided})
}

func TestTheButtonsOfThePage(t *testing.T) {
	for _, c := range []struct {
		name string
		snap *view.Snapshot
		want []string
		not  []string
	}{
		{"own", uitest.OwnScene(), []string{"code", "scan", "page", "lost", "timeline"}, nil},
		{"own, alone", func() *view.Snapshot { s := uitest.OwnScene(); s.Devices.Devices = s.Devices.Devices[:1]; return s }(), []string{"code", "scan", "page", "timeline"}, []string{"lost"}},
		{"a contact with a verified device", uitest.EncScene(), []string{"code", "scan", "page", "timeline"}, []string{"lost"}},
		{"a contact without", uitest.FirstScene(), []string{"scan", "page", "timeline"}, []string{"code", "lost"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := window(t)
			see(w, c.snap)
			for _, key := range c.want {
				if w.devices.body.Find(key) == nil {
					t.Errorf("no button %q", key)
				}
			}
			for _, key := range c.not {
				if w.devices.body.Find(key) != nil {
					t.Errorf("a button %q", key)
				}
			}
		})
	}
}

func TestWhatGetsTheKeyboardIsScrolledIntoView(t *testing.T) {
	w, _ := window(t)
	w.Win.Resize(fyne.NewSize(632, 400))
	see(w, uitest.EncScene())
	p := w.devices
	last := p.body.Find("inactive").(*draw.Hit)
	w.Win.Canvas().Focus(last)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(last).Y
	if p.scroll.Offset.Y == 0 || at < 0 || at+last.Size().Height > 400 {
		t.Errorf("it is at %v after scrolling by %v", at, p.scroll.Offset.Y)
	}
	w.ScrollPage(fyne.KeyHome)
	if p.scroll.Offset.Y != 0 {
		t.Error("Home does not lead to the beginning")
	}
	w.ScrollPage(fyne.KeyPageDown)
	if p.scroll.Offset.Y == 0 {
		t.Error("Page Down does not scroll")
	}
	w.ScrollPage(fyne.KeyEnd)
	w.Win.Canvas().Unfocus()
	w.Win.Canvas().Focus(p.body.Find("policy").(*draw.Hit))
	if p.scroll.Offset.Y > 40 {
		t.Errorf("going back up leaves it at %v", p.scroll.Offset.Y)
	}
}
