package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

// Pictures of what stands in a conversation about keys and failures.
func TestMessagePictures(t *testing.T) {
	tell := func(t *testing.T, w *Window) {
		asked(w).OneCode = &keys.Code{JID: uitest.Alice, Own: true, Link: uitest.OwnLink}
		w.accounts.TellContacts()
		settled(t, w)
		uitest.DialogOf(t, w.Shell).List.Page.Find("pick " + uitest.Carol).(*draw.Hit).Tap()
	}
	copies := func(t *testing.T, w *Window) {
		asked(w).Lacks = uitest.MissedMessages()
		tap(t, w, "copies")
		uitest.DialogOf(t, w.Shell).List.Page.Find("pick b").(*draw.Hit).Tap()
	}
	answers := func(t *testing.T, w *Window) {
		s := w.Queue.Service.(*uitest.Service)
		s.Snap, s.Pages = w.Shown, map[view.Page]*view.Snapshot{view.PageDevices: uitest.EncScene(), view.PageOwn: uitest.OwnScene()}
		write(w, "/omemo fingerprint "+uitest.Bob)
		write(w, "/omemo tust")
		settled(t, w)
		composer(w).SetText("/omemo untrust bob@")
	}
	for _, c := range []struct {
		name     string
		scene    func() *view.Snapshot
		theme    string
		w, h     float32
		scale    float32
		language string
		then     func(*testing.T, *Window)
	}{
		{name: "unreadable-light", scene: uitest.UnreadableScene, theme: "light"},
		{name: "unreadable-dark", scene: uitest.UnreadableScene, theme: "dark", w: 500, h: 900, language: "de"},
		{name: "unreadable-200", scene: uitest.UnreadableScene, theme: "light", w: 900, h: 1200, scale: 2, language: "de"},
		{name: "unreadable-details-light", scene: uitest.UnreadableScene, theme: "light", then: func(t *testing.T, w *Window) { controls(w, "details")[1].Tap() }},
		{name: "repair-failed-dark", scene: uitest.UnreadableScene, theme: "dark", then: func(t *testing.T, w *Window) {
			w.Queue.Service.(*uitest.Service).Err = &app.Error{Kind: app.KindUndecided}
			tap(t, w, "repair")
		}},
		{name: "trusted-light", scene: uitest.TrustedScene, theme: "light"},
		{name: "trusted-dark", scene: uitest.TrustedScene, theme: "dark", w: 500, h: 800, language: "de"},
		{name: "copies-light", scene: uitest.TrustedScene, theme: "light", then: copies},
		{name: "copies-dark", scene: uitest.TrustedScene, theme: "dark", w: 500, h: 800, language: "de", then: copies},
		{name: "keys-light", scene: uitest.KeysScene, theme: "light", h: 1000},
		{name: "keys-dark", scene: uitest.KeysScene, theme: "dark", w: 600, h: 1200, language: "de"},
		{name: "texts-light", scene: uitest.TextsScene, theme: "light", then: func(t *testing.T, w *Window) { w.chat.OpenLink("https://p\u0430ypal.com/login") }},
		{name: "texts-dark", scene: uitest.TextsScene, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "tell-light", scene: uitest.TellScene, theme: "light", then: tell},
		{name: "tell-dark", scene: uitest.TellScene, theme: "dark", w: 500, h: 800, language: "de", then: tell},
		{name: "tell-200", scene: uitest.TellScene, theme: "light", w: 900, h: 1400, scale: 2, language: "de", then: tell},
		{name: "omemo-light", scene: uitest.MainScene, theme: "light", then: answers},
		{name: "omemo-dark", scene: uitest.MainScene, theme: "dark", w: 500, h: 900, language: "de", then: answers},
		{name: "omemo-200", scene: uitest.MainScene, theme: "light", w: 900, h: 1400, scale: 2, language: "de", then: func(t *testing.T, w *Window) { write(w, "/omemo help"); found[*timeline.List](w)[0].ToEnd() }},
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
				c.then(t, w)
			}
			uitest.Compare(t, c.name, w.Win.Canvas().Capture())
		})
	}
}
