package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestPictures(t *testing.T) {
	for _, c := range []struct {
		name     string
		scene    func() *view.Snapshot
		theme    string
		w, h     float32
		scale    float32
		language string
		then     func(*testing.T, *Window)
	}{
		{name: "main-light", scene: uitest.MainScene, theme: "light"},
		{name: "main-dark", scene: uitest.MainScene, theme: "dark"},
		{name: "undecided-light", scene: uitest.UndecidedScene, theme: "light"},
		{name: "undecided-dark", scene: uitest.UndecidedScene, theme: "dark"},
		{name: "plain-light", scene: uitest.PlainScene, theme: "light"},
		{name: "enc-light", scene: uitest.EncScene, theme: "light"},
		{name: "enc-dark", scene: uitest.EncScene, theme: "dark"},
		{name: "own-dark", scene: uitest.OwnScene, theme: "dark", then: func(t *testing.T, w *Window) { tap(t, w, "inactive") }},
		{name: "signin-error", scene: func() *view.Snapshot { return &view.Snapshot{View: view.View{Before: shell.FirstRows}, Number: 1} }, theme: "light", then: func(t *testing.T, w *Window) {
			fields := found[*draw.Entry](w)
			fields[0].SetText(uitest.Alice)
			fields[1].SetText("correct horse")
			asked(w).Err = &app.Error{Kind: app.KindAuth}
			tap(t, w, "submit")
		}},
		{name: "narrow", scene: uitest.MainScene, theme: "light", w: 700, h: 600},
		{name: "readers-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) {
			asked(w).Snap, asked(w).Pages = w.Shown, map[view.Page]*view.Snapshot{view.PageDevices: uitest.EncScene(), view.PageOwn: uitest.OwnScene()}
			tap(t, w, "coverage")
		}},
		{name: "readers-dark", scene: uitest.MainScene, theme: "dark", w: 500, h: 700, language: "de", then: func(t *testing.T, w *Window) {
			asked(w).Snap, asked(w).Pages = w.Shown, map[view.Page]*view.Snapshot{view.PageDevices: uitest.EncScene(), view.PageOwn: uitest.OwnScene()}
			tap(t, w, "coverage")
		}},
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
		{name: "policy-light", scene: uitest.FirstScene, theme: "light", then: func(t *testing.T, w *Window) { tap(t, w, "policy until-verified") }},
		{name: "policy-narrow", scene: uitest.FirstScene, theme: "dark", w: 790, h: 950, then: func(t *testing.T, w *Window) { tap(t, w, "policy") }},
		{name: "gap-light", scene: func() *view.Snapshot { return uitest.Gaps(uitest.MainScene()) }, theme: "light"},
		{name: "gap-dark", scene: func() *view.Snapshot { return uitest.Gaps(uitest.MainScene()) }, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "older-light", scene: func() *view.Snapshot { return uitest.Older(uitest.TalkScene(), view.OlderLoading, "") }, theme: "light"},
		{name: "older-dark", scene: func() *view.Snapshot { return uitest.Older(uitest.TalkScene(), view.OlderFailed, app.KindMalformed) }, theme: "dark", w: 700, h: 800, language: "de"},
		{name: "begins-light", scene: func() *view.Snapshot { return uitest.Older(uitest.PlainScene(), view.OlderComplete, "") }, theme: "light", w: 900, h: 700},
		{name: "commands-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { openCommands(t, w); tap(t, w, "command add") }},
		{name: "commands-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(t *testing.T, w *Window) { openCommands(t, w) }},
		{name: "command-result-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { openCommands(t, w); tap(t, w, "command list") }},
		{name: "archive-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) {
			w.accounts.AskArchive(uitest.Alice, view.ArchivePrefs{Default: "roster", Never: []string{uitest.Carol}})
		}},
		{name: "archive-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(t *testing.T, w *Window) {
			w.accounts.AskArchive(uitest.Alice, view.ArchivePrefs{Default: "always"})
		}},
		{name: "enc-narrow", scene: uitest.EncScene, theme: "light", w: 700, h: 600},
		{name: "policy-200", scene: uitest.EncScene, theme: "light", scale: 2, language: "de"},
		{name: "own-light", scene: uitest.OwnScene, theme: "light"},
		{name: "blocked-light", scene: func() *view.Snapshot { return uitest.BlockedScene(uitest.Bob) }, theme: "light"},
		{name: "block-dark", scene: uitest.MainScene, theme: "dark", w: 700, h: 700, language: "de", then: func(t *testing.T, w *Window) {
			w.Shown.Accounts[0].CanReport = true
			w.accounts.AskBlock(uitest.Alice, uitest.Bob, "Bob")
			w.Win.Canvas().Overlays().Top().(*dialog.Pane).Find("spam").(*draw.Hit).Tap()
		}},
		{name: "faces-light", scene: uitest.FacesScene, theme: "light"},
		{name: "faces-dark", scene: uitest.FacesScene, theme: "dark", w: 700, h: 600},
		{name: "profile-light", scene: uitest.InGroups, theme: "light", then: func(t *testing.T, w *Window) {
			w.Shown.Chat.Profile = &view.Profile{FullName: "Bob Builder", Nickname: "Bobby", Email: "bob@example.org", URL: "https://example.org", Organisation: "The mill", Note: "Builds bridges, paths and, now and then, a mill."}
			w.accounts.ShowProfile(w.Shown.Chat, "Bob", w.Shown.Chats[0])
		}},
		{name: "own-profile-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(t *testing.T, w *Window) { w.accounts.AskProfile(uitest.Alice, view.Profile{FullName: "Alice"}) }},
		{name: "status-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { w.Account().Show = view.ShowAvailable; w.accounts.AskPresence() }},
		{name: "contact-light", scene: uitest.InGroups, theme: "light", then: func(t *testing.T, w *Window) { w.accounts.EditContact(uitest.Alice, w.Shown.Chats[0]) }},
		{name: "request-light", scene: func() *view.Snapshot { return uitest.Asking(uitest.PlainScene()) }, theme: "light"},
		{name: "password-dark", scene: uitest.RefusedScene, theme: "dark", then: func(t *testing.T, w *Window) {
			w.accounts.AskPassword(uitest.Alice)
		}},
		{name: "request-dark", scene: func() *view.Snapshot { return uitest.Asking(uitest.UndecidedScene()) }, theme: "dark", w: 900, h: 800, language: "de"},
		{name: "password-light", scene: uitest.RefusedScene, theme: "light", w: 600, h: 700, language: "de", then: func(t *testing.T, w *Window) {
			w.accounts.AskPassword(uitest.Alice)
			found[*draw.Entry](w)[0].SetText("wrong")
			asked(w).Err = &app.Error{Kind: app.KindAuth}
			tap(t, w, "use")
		}},
		{name: "policy-dark", scene: uitest.FirstScene, theme: "dark", language: "de", then: func(t *testing.T, w *Window) { tap(t, w, "policy first-use") }},
		{name: "large", scene: uitest.MainScene, theme: "light", w: 1600, h: 1000},
		{name: "german-200", scene: uitest.UndecidedScene, theme: "light", scale: 2, language: "de"},
		{name: "own-200", scene: uitest.OwnScene, theme: "dark", scale: 2, language: "de", h: 1000},
		{name: "plain-200", scene: func() *view.Snapshot { return uitest.Offline(uitest.PlainScene()) }, theme: "light", scale: 2, w: 700, h: 1000, language: "de", then: func(t *testing.T, w *Window) {
			w.Fail(words.ErrText(&app.Error{Kind: app.KindDisk}, "") + " " + words.Tr("chat.stillInField"))
		}},
		{name: "one-pane-200", scene: uitest.MainScene, theme: "dark", scale: 2, w: 500, h: 800, language: "de"},
		{name: "list-200", scene: func() *view.Snapshot { return uitest.Offline(uitest.Scene("", view.PageChat)) }, theme: "light", scale: 2, w: 500, h: 800, language: "de"},
		{name: "signin-200", scene: func() *view.Snapshot { return &view.Snapshot{View: view.View{Before: shell.FirstRows}, Number: 1} }, theme: "light", scale: 2, language: "de", then: func(t *testing.T, w *Window) {
			tap(t, w, "more")
		}},
		{name: "add-account-200", scene: uitest.MainScene, theme: "dark", scale: 2, w: 700, h: 600, language: "de", then: func(t *testing.T, w *Window) { w.accounts.AddAccount() }},
		{name: "policy-ask-200", scene: uitest.FirstScene, theme: "light", scale: 2, w: 700, h: 800, language: "de", then: func(t *testing.T, w *Window) {
			w.Win.Resize(fyne.NewSize(1700, 800)) // where the policies stand side by side
			tap(t, w, "policy first-use")
			w.Win.Resize(fyne.NewSize(700, 800))
		}},
		{name: "weaker-light", scene: uitest.WeakerScene, theme: "light", then: func(t *testing.T, w *Window) { w.accounts.AskWeaker(w.Account()) }},
		{name: "weaker-dark", scene: uitest.WeakerScene, theme: "dark", w: 600, h: 800, language: "de", then: func(t *testing.T, w *Window) { w.accounts.AskWeaker(w.Account()) }},
		{name: "signin-more-dark", scene: uitest.Nobody, theme: "dark", language: "de", then: func(t *testing.T, w *Window) {
			tap(t, w, "more")
		}},
		{name: "newaccount-light", scene: uitest.Nobody, theme: "light", then: func(t *testing.T, w *Window) { tap(t, w, "tab new") }},
		{name: "newaccount-form-light", scene: uitest.Nobody, theme: "light", h: 1100, then: func(t *testing.T, w *Window) { showForm(t, w, uitest.Everything()) }},
		{name: "newaccount-200", scene: uitest.Nobody, theme: "light", scale: 2, w: 900, h: 1200, language: "de", then: func(t *testing.T, w *Window) { showForm(t, w, uitest.AsksForPicture(uitest.Readable(), "cid:x")) }},
		{name: "proxy-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) {
			w.Account().Proxy = "socks5://alice:secret@localhost:9050"
			w.accounts.AskProxy(w.Account())
		}},
		{name: "reach-200", scene: uitest.Nobody, theme: "light", scale: 2, w: 700, h: 1500, language: "de", then: func(t *testing.T, w *Window) {
			tap(t, w, "more")
		}},
		{name: "settings-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { w.tray = true; w.accounts.AskSettings(); settled(t, w) }},
		{name: "settings-200", scene: uitest.MainScene, theme: "dark", scale: 2, w: 900, h: 1700, language: "de", then: func(t *testing.T, w *Window) { w.tray = true; w.accounts.AskSettings(); settled(t, w) }},
		{name: "close-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { w.askClose() }},
		{name: "report-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { w.tray = true; w.accounts.ReportProblem(); settled(t, w) }},
		{name: "account-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { w.accounts.AskAccount() }},
		{name: "account-dark", scene: func() *view.Snapshot { return uitest.Offline(uitest.MainScene()) }, theme: "dark", w: 500, h: 800, language: "de", then: func(t *testing.T, w *Window) { w.accounts.AskAccount() }},
		{name: "account-200", scene: uitest.MainScene, theme: "light", scale: 2, w: 900, h: 1200, language: "de", then: func(t *testing.T, w *Window) { w.accounts.AskAccount() }},
		{name: "highlights-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { askHighlights(w) }},
		{name: "highlights-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 800, language: "de", then: func(t *testing.T, w *Window) { askHighlights(w) }},
		{name: "delete-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { w.accounts.AskDeleteAccount(uitest.Alice) }},
		{name: "delete-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 800, language: "de", then: func(t *testing.T, w *Window) { w.accounts.AskDeleteAccount(uitest.Alice) }},
		{name: "newpassword-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) { w.accounts.AskNewPassword(uitest.Alice) }},
		{name: "avatar-light", scene: uitest.FacesScene, theme: "light", then: func(t *testing.T, w *Window) { w.accounts.SetPicture() }},
		{name: "avatar-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 700, language: "de", then: func(t *testing.T, w *Window) {
			const path = "/home/alice/Pictures/lake.jpg"
			asked(w).Files = map[string][]byte{path: uitest.FacesScene().Chat.Picture.PNG}
			w.accounts.SetPicture()
			found[*draw.Entry](w)[0].SetText(path)
			settled(t, w)
		}},
		{name: "enc-face-light", scene: uitest.FacedEnc, theme: "light", w: 900, h: 500},
		{name: "expected-light", scene: uitest.ExpectedScene, theme: "light"},
		{name: "device-name-light", scene: uitest.EncScene, theme: "light", then: func(t *testing.T, w *Window) { tap(t, w, "name "+uitest.KeyOf(uitest.Phone())) }},
		{name: "own-back-light", scene: uitest.BackScene, theme: "light"},
		{name: "own-mine-dark", scene: uitest.OwnScene, theme: "dark", w: 900, h: 700, then: func(t *testing.T, w *Window) { tap(t, w, "mine") }},
		{name: "own-notmine-light", scene: uitest.OwnScene, theme: "light", then: func(t *testing.T, w *Window) { tap(t, w, "not mine") }},
		{name: "lost-light", scene: uitest.OwnScene, theme: "light", then: func(t *testing.T, w *Window) {
			tap(t, w, "lost")
			tap(t, w, "pick "+uitest.KeyOf(w.Shown.Devices.Devices[2]))
		}},
		{name: "lost-200", scene: uitest.OwnScene, theme: "dark", scale: 2, w: 900, h: 1000, language: "de", then: func(t *testing.T, w *Window) { tap(t, w, "lost") }},
		{name: "removed-light", scene: uitest.OwnScene, theme: "light", w: 900, h: 700, then: func(t *testing.T, w *Window) {
			tap(t, w, "lost")
			tap(t, w, "pick "+uitest.KeyOf(w.Shown.Devices.Devices[2]))
			tap(t, w, "deed")
		}},
		{name: "renew-dark", scene: uitest.OwnScene, theme: "dark", w: 900, h: 800, language: "de", then: func(t *testing.T, w *Window) { w.keys.AskRenew() }},
		{name: "doubt-light", scene: func() *view.Snapshot { return uitest.Doubted(uitest.OwnScene()) }, theme: "light"},
		{name: "doubt-chat-dark", scene: uitest.CopiedScene, theme: "dark", w: 900, h: 800, language: "de"},
		{name: "doubt-200", scene: uitest.CopiedScene, theme: "light", scale: 2, w: 700, h: 1000},
		{name: "first-light", scene: uitest.FirstWords, theme: "light"},
		{name: "first-dark", scene: uitest.FirstWords, theme: "dark", w: 700, h: 700, language: "de"},
		{name: "timeline-light", scene: uitest.StoryScene, theme: "light", then: func(t *testing.T, w *Window) { tellStory(t, w, uitest.Story()) }},
		{name: "timeline-dark", scene: uitest.OwnStoryScene, theme: "dark", h: 1100, language: "de", then: func(t *testing.T, w *Window) { tellStory(t, w, uitest.LongStory()) }},
		{name: "timeline-narrow", scene: uitest.StoryScene, theme: "light", w: 500, h: 800, then: func(t *testing.T, w *Window) { tellStory(t, w, uitest.Story()) }},
		{name: "timeline-200", scene: uitest.StoryScene, theme: "dark", scale: 2, h: 1000, language: "de", then: func(t *testing.T, w *Window) { tellStory(t, w, uitest.Story()) }},
		{name: "changed-light", scene: uitest.StoryScene, theme: "light", then: func(t *testing.T, w *Window) {
			tellStory(t, w, uitest.Story())
			tap(t, w, "decide "+uitest.Story()[0].Fingerprint)
		}},
		{name: "scan-light", scene: uitest.EncScene, theme: "light", then: func(t *testing.T, w *Window) { openScan(t, w) }},
		{name: "scan-200", scene: uitest.EncScene, theme: "dark", scale: 2, w: 700, h: 1200, language: "de", then: func(t *testing.T, w *Window) { openScan(t, w) }},
		{name: "result-light", scene: uitest.EncScene, theme: "light", then: func(t *testing.T, w *Window) { filmBob(t, w) }},
		{name: "result-dark", scene: uitest.EncScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(t *testing.T, w *Window) { filmBob(t, w) }},
		{name: "picture-light", scene: uitest.EncScene, theme: "light", then: func(t *testing.T, w *Window) { dropBob(t, w) }},
		{name: "picture-dark", scene: uitest.EncScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(t *testing.T, w *Window) { screenBob(t, w) }},
		{name: "link-light", scene: uitest.EncScene, theme: "light", then: func(t *testing.T, w *Window) { linkBob(t, w) }},
		{name: "link-dark", scene: uitest.EncScene, theme: "dark", w: 600, h: 1000, language: "de", then: func(t *testing.T, w *Window) { linkBob(t, w) }},
		{name: "compare-light", scene: uitest.EncScene, theme: "light", then: func(t *testing.T, w *Window) { w.keys.Compare(uitest.NewDevice(), "Bob") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.w == 0 {
				c.w = 1200
			}
			if c.h == 0 {
				c.h = 800
			}
			uitest.Speak(t, c.language)
			w, _ := window(t, Options{Theme: c.theme, TextScale: c.scale, Autostart: &uitest.Login{Is: true}, Version: "1.2.3"})
			w.Win.Resize(fyne.NewSize(c.w, c.h))
			see(w, c.scene())
			if c.then != nil {
				c.then(t, w)
			}
			uitest.Compare(t, c.name, w.Win.Canvas().Capture())
		})
	}
}

// askHighlights opens the dialog about words that name the user.
func askHighlights(w *Window) {
	w.Account().Highlights = []string{"Ali", "night watch"}
	w.accounts.AskHighlights(w.Account())
}
