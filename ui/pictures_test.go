package ui

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// update writes the pictures anew instead of comparing with them; look at every one that changed.
var update = os.Getenv("UPDATE_PICTURES") != ""

func TestPictures(t *testing.T) {
	for _, c := range []struct {
		name     string
		scene    func() *app.Snapshot
		theme    string
		w, h     float32
		scale    float32
		language string
		then     func(*Window)
	}{
		{name: "main-light", scene: mainScene, theme: "light"},
		{name: "main-dark", scene: mainScene, theme: "dark"},
		{name: "undecided-light", scene: undecidedScene, theme: "light"},
		{name: "undecided-dark", scene: undecidedScene, theme: "dark"},
		{name: "plain-light", scene: plainScene, theme: "light"},
		{name: "enc-light", scene: encScene, theme: "light"},
		{name: "enc-dark", scene: encScene, theme: "dark"},
		{name: "own-dark", scene: ownScene, theme: "dark", then: func(w *Window) { w.devices.unfolded = true; w.devices.pane.Refresh() }},
		{name: "signin-error", scene: func() *app.Snapshot { return &app.Snapshot{View: app.View{Before: shell.FirstRows}, Number: 1} }, theme: "light", then: func(w *Window) {
			w.signin.form.address.SetText(alice)
			w.signin.form.password.SetText("correct horse")
			w.signin.form.fail(words.SignInText(&app.Error{Kind: app.KindAuth}, "example.org"))
		}},
		{name: "narrow", scene: mainScene, theme: "light", w: 700, h: 600},
		{name: "readers-light", scene: mainScene, theme: "light", then: func(w *Window) { w.chat.showReaders(encScene(), ownScene()) }},
		{name: "readers-dark", scene: mainScene, theme: "dark", w: 500, h: 700, language: "de", then: func(w *Window) { w.chat.showReaders(encScene(), ownScene()) }},
		{name: "quiet-light", scene: quietScene, theme: "light"},
		{name: "other-light", scene: otherScene, theme: "light", h: 900},
		{name: "other-dark", scene: otherScene, theme: "dark", w: 700, h: 1000, language: "de"},
		{name: "unreachable-light", scene: unreachableScene, theme: "light"},
		{name: "refused-tab-dark", scene: refusedTabScene, theme: "dark", language: "de"},
		{name: "quiet-dark", scene: quietScene, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "shared-light", scene: sharedScene, theme: "light"},
		{name: "shared-devices-dark", scene: sharedDevices, theme: "dark", w: 700, h: 900, language: "de"},
		{name: "foreign-light", scene: foreignScene, theme: "light"},
		{name: "foreign-dark", scene: foreignScene, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "talk-light", scene: talkScene, theme: "light"},
		{name: "talk-dark", scene: talkScene, theme: "dark", w: 700, h: 700, language: "de"},
		{name: "policy-light", scene: firstScene, theme: "light", then: func(w *Window) { w.devices.choose(w.Shown.Devices, "until-verified") }},
		{name: "policy-narrow", scene: firstScene, theme: "dark", w: 790, h: 950, then: func(w *Window) { w.devices.choosing = true; w.devices.pane.Refresh() }},
		{name: "gap-light", scene: func() *app.Snapshot { return gaps(mainScene()) }, theme: "light"},
		{name: "gap-dark", scene: func() *app.Snapshot { return gaps(mainScene()) }, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "older-light", scene: func() *app.Snapshot { return older(talkScene(), app.OlderLoading, "") }, theme: "light"},
		{name: "older-dark", scene: func() *app.Snapshot { return older(talkScene(), app.OlderFailed, app.KindMalformed) }, theme: "dark", w: 700, h: 800, language: "de"},
		{name: "begins-light", scene: func() *app.Snapshot { return older(plainScene(), app.OlderComplete, "") }, theme: "light", w: 900, h: 700},
		{name: "commands-light", scene: mainScene, theme: "light", then: func(w *Window) { commandsScene(w).choose("add") }},
		{name: "commands-dark", scene: mainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) { commandsScene(w) }},
		{name: "command-result-light", scene: mainScene, theme: "light", then: func(w *Window) { commandsScene(w).choose("list") }},
		{name: "archive-light", scene: mainScene, theme: "light", then: func(w *Window) {
			w.askArchive(alice, app.ArchivePrefs{Default: "roster", Never: []string{carol}})
		}},
		{name: "archive-dark", scene: mainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) {
			w.askArchive(alice, app.ArchivePrefs{Default: "always"})
		}},
		{name: "enc-narrow", scene: encScene, theme: "light", w: 700, h: 600},
		{name: "policy-200", scene: encScene, theme: "light", scale: 2, language: "de"},
		{name: "own-light", scene: ownScene, theme: "light"},
		{name: "blocked-light", scene: func() *app.Snapshot { return blockedScene(bob) }, theme: "light"},
		{name: "block-dark", scene: mainScene, theme: "dark", w: 700, h: 700, language: "de", then: func(w *Window) {
			w.Shown.Accounts[0].CanReport = true
			w.askBlock(alice, bob, "Bob")
			w.Win.Canvas().Overlays().Top().(*dialog.Pane).Find("spam").(*draw.Hit).Tap()
		}},
		{name: "faces-light", scene: facesScene, theme: "light"},
		{name: "faces-dark", scene: facesScene, theme: "dark", w: 700, h: 600},
		{name: "profile-light", scene: inGroups, theme: "light", then: func(w *Window) {
			w.Shown.Chat.Profile = &app.Profile{FullName: "Bob Builder", Nickname: "Bobby", Email: "bob@example.org", URL: "https://example.org", Organisation: "The mill", Note: "Builds bridges, paths and, now and then, a mill."}
			w.showProfile(w.Shown.Chat, "Bob", w.Shown.Chats[0])
		}},
		{name: "own-profile-dark", scene: mainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) { w.askProfile(alice, app.Profile{FullName: "Alice"}) }},
		{name: "status-light", scene: mainScene, theme: "light", then: func(w *Window) { w.Account().Show = app.ShowAvailable; w.askPresence() }},
		{name: "contact-light", scene: inGroups, theme: "light", then: func(w *Window) { w.editContact(alice, w.Shown.Chats[0]) }},
		{name: "request-light", scene: func() *app.Snapshot { return asking(plainScene()) }, theme: "light"},
		{name: "password-dark", scene: refusedScene, theme: "dark", then: func(w *Window) {
			w.askPassword(alice)
		}},
		{name: "request-dark", scene: func() *app.Snapshot { return asking(undecidedScene()) }, theme: "dark", w: 900, h: 800, language: "de"},
		{name: "password-light", scene: refusedScene, theme: "light", w: 600, h: 700, language: "de", then: func(w *Window) { refuse(w, "wrong") }},
		{name: "policy-dark", scene: firstScene, theme: "dark", language: "de", then: func(w *Window) { w.devices.choose(w.Shown.Devices, "first-use") }},
		{name: "large", scene: mainScene, theme: "light", w: 1600, h: 1000},
		{name: "german-200", scene: undecidedScene, theme: "light", scale: 2, language: "de"},
		{name: "own-200", scene: ownScene, theme: "dark", scale: 2, language: "de", h: 1000},
		{name: "plain-200", scene: func() *app.Snapshot { return offline(plainScene()) }, theme: "light", scale: 2, w: 700, h: 1000, language: "de", then: func(w *Window) {
			w.chat.fail(words.ErrText(&app.Error{Kind: app.KindDisk}, "") + " " + words.Tr("chat.stillInField"))
		}},
		{name: "one-pane-200", scene: mainScene, theme: "dark", scale: 2, w: 500, h: 800, language: "de"},
		{name: "list-200", scene: func() *app.Snapshot { return offline(scene("", app.PageChat)) }, theme: "light", scale: 2, w: 500, h: 800, language: "de"},
		{name: "signin-200", scene: func() *app.Snapshot { return &app.Snapshot{View: app.View{Before: shell.FirstRows}, Number: 1} }, theme: "light", scale: 2, language: "de", then: func(w *Window) {
			w.signin.form.reach.more = true
			w.signin.pane.Refresh()
		}},
		{name: "add-account-200", scene: mainScene, theme: "dark", scale: 2, w: 700, h: 600, language: "de", then: func(w *Window) { w.addAccount() }},
		{name: "policy-ask-200", scene: firstScene, theme: "light", scale: 2, w: 700, h: 800, language: "de", then: func(w *Window) { w.devices.choose(w.Shown.Devices, "first-use") }},
		{name: "weaker-light", scene: weakerScene, theme: "light", then: func(w *Window) { w.askWeaker(w.Account()) }},
		{name: "weaker-dark", scene: weakerScene, theme: "dark", w: 600, h: 800, language: "de", then: func(w *Window) { w.askWeaker(w.Account()) }},
		{name: "signin-more-dark", scene: nobody, theme: "dark", language: "de", then: func(w *Window) {
			w.signin.form.reach.more = true
			w.signin.pane.Refresh()
		}},
		{name: "newaccount-light", scene: nobody, theme: "light", then: func(w *Window) { w.signin.form.turn(true) }},
		{name: "newaccount-form-light", scene: nobody, theme: "light", h: 1100, then: func(w *Window) { showForm(w, everything()) }},
		{name: "newaccount-form-dark", scene: nobody, theme: "dark", w: 700, h: 1100, language: "de", then: func(w *Window) {
			showForm(w, everything())
			w.signin.form.fresh.failure = words.Tr("newaccount.refused", "Who", "example.org")
			w.signin.pane.Refresh()
		}},
		{name: "newaccount-200", scene: nobody, theme: "light", scale: 2, w: 900, h: 1200, language: "de", then: func(w *Window) { showForm(w, asksForPicture(readable(), "cid:x")) }},
		{name: "proxy-light", scene: mainScene, theme: "light", then: func(w *Window) {
			w.Account().Proxy = "socks5://alice:secret@localhost:9050"
			w.askProxy(w.Account())
		}},
		{name: "reach-200", scene: nobody, theme: "light", scale: 2, w: 700, h: 1500, language: "de", then: func(w *Window) {
			w.signin.form.reach.more = true
			w.signin.pane.Refresh()
		}},
		{name: "settings-light", scene: mainScene, theme: "light", then: func(w *Window) { settle(w, w.askSettings) }},
		{name: "settings-200", scene: mainScene, theme: "dark", scale: 2, w: 900, h: 1700, language: "de", then: func(w *Window) { settle(w, w.askSettings) }},
		{name: "close-light", scene: mainScene, theme: "light", then: func(w *Window) { w.askClose() }},
		{name: "report-light", scene: mainScene, theme: "light", then: func(w *Window) { settle(w, w.reportProblem) }},
		{name: "account-light", scene: mainScene, theme: "light", then: func(w *Window) { w.askAccount() }},
		{name: "account-dark", scene: func() *app.Snapshot { return offline(mainScene()) }, theme: "dark", w: 500, h: 800, language: "de", then: func(w *Window) { w.askAccount() }},
		{name: "account-200", scene: mainScene, theme: "light", scale: 2, w: 900, h: 1200, language: "de", then: func(w *Window) { w.askAccount() }},
		{name: "delete-light", scene: mainScene, theme: "light", then: func(w *Window) { w.askDeleteAccount(alice) }},
		{name: "delete-dark", scene: mainScene, theme: "dark", w: 600, h: 800, language: "de", then: func(w *Window) { w.askDeleteAccount(alice) }},
		{name: "newpassword-light", scene: mainScene, theme: "light", then: func(w *Window) { w.askNewPassword(alice) }},
		{name: "avatar-light", scene: facesScene, theme: "light", then: func(w *Window) { w.setAvatar() }},
		{name: "avatar-dark", scene: mainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) {
			p := w.setAvatar()
			p.path.SetText("/home/alice/Pictures/lake.jpg")
			p.shown, _ = readPicture(facesScene().Chat.Picture.PNG)
			p.Refresh()
		}},
		{name: "enc-face-light", scene: facedEnc, theme: "light", w: 900, h: 500},
		{name: "expected-light", scene: expectedScene, theme: "light"},
		{name: "device-name-light", scene: encScene, theme: "light", then: func(w *Window) { w.nameDevice(phone(), false) }},
		{name: "own-back-light", scene: backScene, theme: "light"},
		{name: "own-mine-dark", scene: ownScene, theme: "dark", w: 900, h: 700, then: func(w *Window) { w.askMine(w.Shown.Devices.Devices[1]) }},
		{name: "own-notmine-light", scene: ownScene, theme: "light", then: func(w *Window) { w.askNotMine(w.Shown.Devices.Devices[1]) }},
		{name: "lost-light", scene: ownScene, theme: "light", then: func(w *Window) { w.askLost(w.Shown.Devices.Devices[2]) }},
		{name: "lost-200", scene: ownScene, theme: "dark", scale: 2, w: 900, h: 1000, language: "de", then: func(w *Window) { w.askLost(nil) }},
		{name: "removed-light", scene: ownScene, theme: "light", w: 900, h: 700, then: func(w *Window) {
			w.showRemoved(removedWords{title: words.Tr("lost.doneTitle"), text: words.Tr("lost.doneText"), password: draw.Primary})
		}},
		{name: "renew-dark", scene: ownScene, theme: "dark", w: 900, h: 800, language: "de", then: func(w *Window) { w.askRenew() }},
		{name: "doubt-light", scene: func() *app.Snapshot { return doubted(ownScene()) }, theme: "light"},
		{name: "doubt-chat-dark", scene: copiedScene, theme: "dark", w: 900, h: 800, language: "de"},
		{name: "doubt-200", scene: copiedScene, theme: "light", scale: 2, w: 700, h: 1000},
		{name: "first-light", scene: firstWords, theme: "light"},
		{name: "first-dark", scene: firstWords, theme: "dark", w: 700, h: 700, language: "de"},
		{name: "timeline-light", scene: storyScene, theme: "light", then: func(w *Window) { tell(w, story()) }},
		{name: "timeline-dark", scene: ownStoryScene, theme: "dark", h: 1100, language: "de", then: func(w *Window) { tell(w, longStory()) }},
		{name: "timeline-narrow", scene: storyScene, theme: "light", w: 500, h: 800, then: func(w *Window) { tell(w, story()) }},
		{name: "timeline-200", scene: storyScene, theme: "dark", scale: 2, h: 1000, language: "de", then: func(w *Window) { tell(w, story()) }},
		{name: "changed-light", scene: storyScene, theme: "light", then: func(w *Window) { tell(w, story()); w.askChanged(story()[0]) }},
		{name: "code-light", scene: ownScene, theme: "light", then: func(w *Window) { openCode(w, aliceCodes(), true) }},
		{name: "code-dark", scene: ownScene, theme: "dark", w: 900, h: 700, language: "de", then: func(w *Window) { openCode(w, inParts(), false) }},
		{name: "code-200", scene: ownScene, theme: "light", scale: 2, w: 900, h: 1500, language: "de", then: func(w *Window) { openCode(w, aliceCodes(), true) }},
		{name: "makepage-light", scene: ownScene, theme: "light", then: func(w *Window) { openCode(w, aliceCodes(), false).makePage() }},
		{name: "scan-light", scene: encScene, theme: "light", then: func(w *Window) { openScan(w) }},
		{name: "scan-200", scene: encScene, theme: "dark", scale: 2, w: 700, h: 1200, language: "de", then: func(w *Window) { openScan(w) }},
		{name: "result-light", scene: encScene, theme: "light", then: func(w *Window) { bobScanned(w, byCamera).show() }},
		{name: "result-dark", scene: encScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(w *Window) { bobScanned(w, byCamera).show() }},
		{name: "picture-light", scene: encScene, theme: "light", then: func(w *Window) { bobPictured(w, byPicture).askFirst(nil) }},
		{name: "picture-dark", scene: encScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(w *Window) { bobPictured(w, byScreen).askFirst(nil) }},
		{name: "room-light", scene: mainScene, theme: "light", then: func(w *Window) { w.noRooms("cave@rooms.example.org") }},
		{name: "link-light", scene: encScene, theme: "light", then: func(w *Window) { bobScanned(w, byLink).askFirst(nil) }},
		{name: "link-dark", scene: encScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(w *Window) { bobScanned(w, byLink).askFirst(nil) }},
		{name: "check-light", scene: encScene, theme: "light", then: func(w *Window) { openCheck(w) }},
		{name: "check-dark", scene: encScene, theme: "dark", w: 700, h: 1300, language: "de", then: func(w *Window) { openCheck(w) }},
		{name: "check-200", scene: encScene, theme: "light", scale: 2, w: 1200, h: 1800, language: "de", then: func(w *Window) { openCheck(w) }},
		{name: "compare-light", scene: encScene, theme: "light", then: func(w *Window) { w.compare(newDevice(), "Bob") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.w == 0 {
				c.w = 1200
			}
			if c.h == 0 {
				c.h = 800
			}
			speak(t, c.language)
			w, _ := window(t, Options{Theme: c.theme, TextScale: c.scale})
			w.Win.Resize(fyne.NewSize(c.w, c.h))
			see(w, c.scene())
			if c.then != nil {
				c.then(w)
			}
			compare(t, c.name, w.Win.Canvas().Capture())
		})
	}
}

// compare holds a picture against testdata/NAME.png.
func compare(t *testing.T, name string, got image.Image) {
	t.Helper()
	file := filepath.Join("testdata", name+".png")
	var out bytes.Buffer
	if err := png.Encode(&out, got); err != nil {
		t.Fatal(err)
	}
	if update {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (UPDATE_PICTURES=1 makes it; look at it)", err)
	}
	if bytes.Equal(data, out.Bytes()) {
		return
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if n := different(got, want); n > 0 {
		failed := filepath.Join(t.ArtifactDir(), name+".png")
		if err := os.WriteFile(failed, out.Bytes(), 0o644); err != nil {
			t.Error(err)
		}
		t.Errorf("%d pixels differ from %s; what was drawn is in %s (-artifacts keeps it)", n, file, failed)
	}
}

func different(a, b image.Image) (n int) {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}

// far allows for rounding of one in 256.
func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x101 }

// settle opens a dialog and carries out what it asks for.
func settle(w *Window, open func()) {
	w.tray, w.options.Autostart, w.options.Version = true, &login{on: true}, "1.2.3"
	open()
	for _, o := range w.Queue.TakeOrders() {
		w.Queue.CarryOut(context.Background(), o)
	}
	for _, o := range w.Queue.TakeOutcomes() {
		o.Then(o.Err)
	}
}
