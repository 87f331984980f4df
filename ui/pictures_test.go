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
	"vouch/ui/uitest"
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
		{name: "main-light", scene: uitest.MainScene, theme: "light"},
		{name: "main-dark", scene: uitest.MainScene, theme: "dark"},
		{name: "undecided-light", scene: uitest.UndecidedScene, theme: "light"},
		{name: "undecided-dark", scene: uitest.UndecidedScene, theme: "dark"},
		{name: "plain-light", scene: uitest.PlainScene, theme: "light"},
		{name: "enc-light", scene: uitest.EncScene, theme: "light"},
		{name: "enc-dark", scene: uitest.EncScene, theme: "dark"},
		{name: "own-dark", scene: uitest.OwnScene, theme: "dark", then: func(w *Window) { w.devices.unfolded = true; w.devices.pane.Refresh() }},
		{name: "signin-error", scene: func() *app.Snapshot { return &app.Snapshot{View: app.View{Before: shell.FirstRows}, Number: 1} }, theme: "light", then: func(w *Window) {
			w.signin.form.address.SetText(uitest.Alice)
			w.signin.form.password.SetText("correct horse")
			w.signin.form.fail(words.SignInText(&app.Error{Kind: app.KindAuth}, "example.org"))
		}},
		{name: "narrow", scene: uitest.MainScene, theme: "light", w: 700, h: 600},
		{name: "readers-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { w.chat.showReaders(uitest.EncScene(), uitest.OwnScene()) }},
		{name: "readers-dark", scene: uitest.MainScene, theme: "dark", w: 500, h: 700, language: "de", then: func(w *Window) { w.chat.showReaders(uitest.EncScene(), uitest.OwnScene()) }},
		{name: "quiet-light", scene: uitest.QuietScene, theme: "light"},
		{name: "other-light", scene: uitest.OtherScene, theme: "light", h: 900},
		{name: "other-dark", scene: uitest.OtherScene, theme: "dark", w: 700, h: 1000, language: "de"},
		{name: "unreachable-light", scene: uitest.UnreachableScene, theme: "light"},
		{name: "refused-tab-dark", scene: uitest.RefusedTabScene, theme: "dark", language: "de"},
		{name: "quiet-dark", scene: uitest.QuietScene, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "shared-light", scene: uitest.SharedScene, theme: "light"},
		{name: "shared-devices-dark", scene: uitest.SharedDevices, theme: "dark", w: 700, h: 900, language: "de"},
		{name: "foreign-light", scene: uitest.ForeignScene, theme: "light"},
		{name: "foreign-dark", scene: uitest.ForeignScene, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "talk-light", scene: uitest.TalkScene, theme: "light"},
		{name: "talk-dark", scene: uitest.TalkScene, theme: "dark", w: 700, h: 700, language: "de"},
		{name: "policy-light", scene: uitest.FirstScene, theme: "light", then: func(w *Window) { w.devices.choose(w.Shown.Devices, "until-verified") }},
		{name: "policy-narrow", scene: uitest.FirstScene, theme: "dark", w: 790, h: 950, then: func(w *Window) { w.devices.choosing = true; w.devices.pane.Refresh() }},
		{name: "gap-light", scene: func() *app.Snapshot { return uitest.Gaps(uitest.MainScene()) }, theme: "light"},
		{name: "gap-dark", scene: func() *app.Snapshot { return uitest.Gaps(uitest.MainScene()) }, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "older-light", scene: func() *app.Snapshot { return uitest.Older(uitest.TalkScene(), app.OlderLoading, "") }, theme: "light"},
		{name: "older-dark", scene: func() *app.Snapshot { return uitest.Older(uitest.TalkScene(), app.OlderFailed, app.KindMalformed) }, theme: "dark", w: 700, h: 800, language: "de"},
		{name: "begins-light", scene: func() *app.Snapshot { return uitest.Older(uitest.PlainScene(), app.OlderComplete, "") }, theme: "light", w: 900, h: 700},
		{name: "commands-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { commandsScene(w).choose("add") }},
		{name: "commands-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) { commandsScene(w) }},
		{name: "command-result-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { commandsScene(w).choose("list") }},
		{name: "archive-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) {
			w.askArchive(uitest.Alice, app.ArchivePrefs{Default: "roster", Never: []string{uitest.Carol}})
		}},
		{name: "archive-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) {
			w.askArchive(uitest.Alice, app.ArchivePrefs{Default: "always"})
		}},
		{name: "enc-narrow", scene: uitest.EncScene, theme: "light", w: 700, h: 600},
		{name: "policy-200", scene: uitest.EncScene, theme: "light", scale: 2, language: "de"},
		{name: "own-light", scene: uitest.OwnScene, theme: "light"},
		{name: "blocked-light", scene: func() *app.Snapshot { return uitest.BlockedScene(uitest.Bob) }, theme: "light"},
		{name: "block-dark", scene: uitest.MainScene, theme: "dark", w: 700, h: 700, language: "de", then: func(w *Window) {
			w.Shown.Accounts[0].CanReport = true
			w.askBlock(uitest.Alice, uitest.Bob, "Bob")
			w.Win.Canvas().Overlays().Top().(*dialog.Pane).Find("spam").(*draw.Hit).Tap()
		}},
		{name: "faces-light", scene: uitest.FacesScene, theme: "light"},
		{name: "faces-dark", scene: uitest.FacesScene, theme: "dark", w: 700, h: 600},
		{name: "profile-light", scene: uitest.InGroups, theme: "light", then: func(w *Window) {
			w.Shown.Chat.Profile = &app.Profile{FullName: "Bob Builder", Nickname: "Bobby", Email: "bob@example.org", URL: "https://example.org", Organisation: "The mill", Note: "Builds bridges, paths and, now and then, a mill."}
			w.showProfile(w.Shown.Chat, "Bob", w.Shown.Chats[0])
		}},
		{name: "own-profile-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) { w.askProfile(uitest.Alice, app.Profile{FullName: "Alice"}) }},
		{name: "status-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { w.Account().Show = app.ShowAvailable; w.askPresence() }},
		{name: "contact-light", scene: uitest.InGroups, theme: "light", then: func(w *Window) { w.editContact(uitest.Alice, w.Shown.Chats[0]) }},
		{name: "request-light", scene: func() *app.Snapshot { return uitest.Asking(uitest.PlainScene()) }, theme: "light"},
		{name: "password-dark", scene: uitest.RefusedScene, theme: "dark", then: func(w *Window) {
			w.askPassword(uitest.Alice)
		}},
		{name: "request-dark", scene: func() *app.Snapshot { return uitest.Asking(uitest.UndecidedScene()) }, theme: "dark", w: 900, h: 800, language: "de"},
		{name: "password-light", scene: uitest.RefusedScene, theme: "light", w: 600, h: 700, language: "de", then: func(w *Window) { refuse(w, "wrong") }},
		{name: "policy-dark", scene: uitest.FirstScene, theme: "dark", language: "de", then: func(w *Window) { w.devices.choose(w.Shown.Devices, "first-use") }},
		{name: "large", scene: uitest.MainScene, theme: "light", w: 1600, h: 1000},
		{name: "german-200", scene: uitest.UndecidedScene, theme: "light", scale: 2, language: "de"},
		{name: "own-200", scene: uitest.OwnScene, theme: "dark", scale: 2, language: "de", h: 1000},
		{name: "plain-200", scene: func() *app.Snapshot { return uitest.Offline(uitest.PlainScene()) }, theme: "light", scale: 2, w: 700, h: 1000, language: "de", then: func(w *Window) {
			w.chat.fail(words.ErrText(&app.Error{Kind: app.KindDisk}, "") + " " + words.Tr("chat.stillInField"))
		}},
		{name: "one-pane-200", scene: uitest.MainScene, theme: "dark", scale: 2, w: 500, h: 800, language: "de"},
		{name: "list-200", scene: func() *app.Snapshot { return uitest.Offline(uitest.Scene("", app.PageChat)) }, theme: "light", scale: 2, w: 500, h: 800, language: "de"},
		{name: "signin-200", scene: func() *app.Snapshot { return &app.Snapshot{View: app.View{Before: shell.FirstRows}, Number: 1} }, theme: "light", scale: 2, language: "de", then: func(w *Window) {
			w.signin.form.reach.more = true
			w.signin.pane.Refresh()
		}},
		{name: "add-account-200", scene: uitest.MainScene, theme: "dark", scale: 2, w: 700, h: 600, language: "de", then: func(w *Window) { w.addAccount() }},
		{name: "policy-ask-200", scene: uitest.FirstScene, theme: "light", scale: 2, w: 700, h: 800, language: "de", then: func(w *Window) { w.devices.choose(w.Shown.Devices, "first-use") }},
		{name: "weaker-light", scene: uitest.WeakerScene, theme: "light", then: func(w *Window) { w.askWeaker(w.Account()) }},
		{name: "weaker-dark", scene: uitest.WeakerScene, theme: "dark", w: 600, h: 800, language: "de", then: func(w *Window) { w.askWeaker(w.Account()) }},
		{name: "signin-more-dark", scene: uitest.Nobody, theme: "dark", language: "de", then: func(w *Window) {
			w.signin.form.reach.more = true
			w.signin.pane.Refresh()
		}},
		{name: "newaccount-light", scene: uitest.Nobody, theme: "light", then: func(w *Window) { w.signin.form.turn(true) }},
		{name: "newaccount-form-light", scene: uitest.Nobody, theme: "light", h: 1100, then: func(w *Window) { showForm(w, everything()) }},
		{name: "newaccount-form-dark", scene: uitest.Nobody, theme: "dark", w: 700, h: 1100, language: "de", then: func(w *Window) {
			showForm(w, everything())
			w.signin.form.fresh.failure = words.Tr("newaccount.refused", "Who", "example.org")
			w.signin.pane.Refresh()
		}},
		{name: "newaccount-200", scene: uitest.Nobody, theme: "light", scale: 2, w: 900, h: 1200, language: "de", then: func(w *Window) { showForm(w, asksForPicture(readable(), "cid:x")) }},
		{name: "proxy-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) {
			w.Account().Proxy = "socks5://alice:secret@localhost:9050"
			w.askProxy(w.Account())
		}},
		{name: "reach-200", scene: uitest.Nobody, theme: "light", scale: 2, w: 700, h: 1500, language: "de", then: func(w *Window) {
			w.signin.form.reach.more = true
			w.signin.pane.Refresh()
		}},
		{name: "settings-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { settle(w, w.askSettings) }},
		{name: "settings-200", scene: uitest.MainScene, theme: "dark", scale: 2, w: 900, h: 1700, language: "de", then: func(w *Window) { settle(w, w.askSettings) }},
		{name: "close-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { w.askClose() }},
		{name: "report-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { settle(w, w.reportProblem) }},
		{name: "account-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { w.askAccount() }},
		{name: "account-dark", scene: func() *app.Snapshot { return uitest.Offline(uitest.MainScene()) }, theme: "dark", w: 500, h: 800, language: "de", then: func(w *Window) { w.askAccount() }},
		{name: "account-200", scene: uitest.MainScene, theme: "light", scale: 2, w: 900, h: 1200, language: "de", then: func(w *Window) { w.askAccount() }},
		{name: "delete-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { w.askDeleteAccount(uitest.Alice) }},
		{name: "delete-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 800, language: "de", then: func(w *Window) { w.askDeleteAccount(uitest.Alice) }},
		{name: "newpassword-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { w.askNewPassword(uitest.Alice) }},
		{name: "avatar-light", scene: uitest.FacesScene, theme: "light", then: func(w *Window) { w.setAvatar() }},
		{name: "avatar-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(w *Window) {
			p := w.setAvatar()
			p.path.SetText("/home/alice/Pictures/lake.jpg")
			p.shown, _ = readPicture(uitest.FacesScene().Chat.Picture.PNG)
			p.Refresh()
		}},
		{name: "enc-face-light", scene: uitest.FacedEnc, theme: "light", w: 900, h: 500},
		{name: "expected-light", scene: uitest.ExpectedScene, theme: "light"},
		{name: "device-name-light", scene: uitest.EncScene, theme: "light", then: func(w *Window) { w.nameDevice(uitest.Phone(), false) }},
		{name: "own-back-light", scene: uitest.BackScene, theme: "light"},
		{name: "own-mine-dark", scene: uitest.OwnScene, theme: "dark", w: 900, h: 700, then: func(w *Window) { w.askMine(w.Shown.Devices.Devices[1]) }},
		{name: "own-notmine-light", scene: uitest.OwnScene, theme: "light", then: func(w *Window) { w.askNotMine(w.Shown.Devices.Devices[1]) }},
		{name: "lost-light", scene: uitest.OwnScene, theme: "light", then: func(w *Window) { w.askLost(w.Shown.Devices.Devices[2]) }},
		{name: "lost-200", scene: uitest.OwnScene, theme: "dark", scale: 2, w: 900, h: 1000, language: "de", then: func(w *Window) { w.askLost(nil) }},
		{name: "removed-light", scene: uitest.OwnScene, theme: "light", w: 900, h: 700, then: func(w *Window) {
			w.showRemoved(removedWords{title: words.Tr("lost.doneTitle"), text: words.Tr("lost.doneText"), password: draw.Primary})
		}},
		{name: "renew-dark", scene: uitest.OwnScene, theme: "dark", w: 900, h: 800, language: "de", then: func(w *Window) { w.askRenew() }},
		{name: "doubt-light", scene: func() *app.Snapshot { return uitest.Doubted(uitest.OwnScene()) }, theme: "light"},
		{name: "doubt-chat-dark", scene: uitest.CopiedScene, theme: "dark", w: 900, h: 800, language: "de"},
		{name: "doubt-200", scene: uitest.CopiedScene, theme: "light", scale: 2, w: 700, h: 1000},
		{name: "first-light", scene: uitest.FirstWords, theme: "light"},
		{name: "first-dark", scene: uitest.FirstWords, theme: "dark", w: 700, h: 700, language: "de"},
		{name: "timeline-light", scene: uitest.StoryScene, theme: "light", then: func(w *Window) { tell(w, uitest.Story()) }},
		{name: "timeline-dark", scene: uitest.OwnStoryScene, theme: "dark", h: 1100, language: "de", then: func(w *Window) { tell(w, uitest.LongStory()) }},
		{name: "timeline-narrow", scene: uitest.StoryScene, theme: "light", w: 500, h: 800, then: func(w *Window) { tell(w, uitest.Story()) }},
		{name: "timeline-200", scene: uitest.StoryScene, theme: "dark", scale: 2, h: 1000, language: "de", then: func(w *Window) { tell(w, uitest.Story()) }},
		{name: "changed-light", scene: uitest.StoryScene, theme: "light", then: func(w *Window) { tell(w, uitest.Story()); w.askChanged(uitest.Story()[0]) }},
		{name: "code-light", scene: uitest.OwnScene, theme: "light", then: func(w *Window) { openCode(w, aliceCodes(), true) }},
		{name: "code-dark", scene: uitest.OwnScene, theme: "dark", w: 900, h: 700, language: "de", then: func(w *Window) { openCode(w, inParts(), false) }},
		{name: "code-200", scene: uitest.OwnScene, theme: "light", scale: 2, w: 900, h: 1500, language: "de", then: func(w *Window) { openCode(w, aliceCodes(), true) }},
		{name: "makepage-light", scene: uitest.OwnScene, theme: "light", then: func(w *Window) { openCode(w, aliceCodes(), false).makePage() }},
		{name: "scan-light", scene: uitest.EncScene, theme: "light", then: func(w *Window) { openScan(w) }},
		{name: "scan-200", scene: uitest.EncScene, theme: "dark", scale: 2, w: 700, h: 1200, language: "de", then: func(w *Window) { openScan(w) }},
		{name: "result-light", scene: uitest.EncScene, theme: "light", then: func(w *Window) { bobScanned(w, byCamera).show() }},
		{name: "result-dark", scene: uitest.EncScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(w *Window) { bobScanned(w, byCamera).show() }},
		{name: "picture-light", scene: uitest.EncScene, theme: "light", then: func(w *Window) { bobPictured(w, byPicture).askFirst(nil) }},
		{name: "picture-dark", scene: uitest.EncScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(w *Window) { bobPictured(w, byScreen).askFirst(nil) }},
		{name: "room-light", scene: uitest.MainScene, theme: "light", then: func(w *Window) { w.noRooms("cave@rooms.example.org") }},
		{name: "link-light", scene: uitest.EncScene, theme: "light", then: func(w *Window) { bobScanned(w, byLink).askFirst(nil) }},
		{name: "link-dark", scene: uitest.EncScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(w *Window) { bobScanned(w, byLink).askFirst(nil) }},
		{name: "check-light", scene: uitest.EncScene, theme: "light", then: func(w *Window) { openCheck(w) }},
		{name: "check-dark", scene: uitest.EncScene, theme: "dark", w: 700, h: 1300, language: "de", then: func(w *Window) { openCheck(w) }},
		{name: "check-200", scene: uitest.EncScene, theme: "light", scale: 2, w: 1200, h: 1800, language: "de", then: func(w *Window) { openCheck(w) }},
		{name: "compare-light", scene: uitest.EncScene, theme: "light", then: func(w *Window) { w.compare(uitest.NewDevice(), "Bob") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.w == 0 {
				c.w = 1200
			}
			if c.h == 0 {
				c.h = 800
			}
			uitest.Speak(t, c.language)
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
