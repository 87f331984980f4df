package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/draw"
)

// Pictures of what stands in a conversation about keys and failures.
func TestMessagePictures(t *testing.T) {
	tell := func(w *Window) {
		p := w.openTelling(alice, ownLink)
		p.List.Page.Find("pick " + carol).(*draw.Hit).Tap()
	}
	copies := func(w *Window) {
		w.chat.chooseCopies(trustedScene().Rows[4], missedMessages())
		dialogOf(t, w.Shell).List.Page.Find("pick b").(*draw.Hit).Tap()
	}
	answers := func(w *Window) {
		s := w.Queue.Service.(*service)
		s.snap, s.pages = w.Shown, map[app.Page]*app.Snapshot{app.PageDevices: encScene(), app.PageOwn: ownScene()}
		w.chat.omemo("/omemo fingerprint " + bob)
		w.chat.omemo("/omemo tust")
		carryOut(t, w.Shell)
		w.chat.entry.SetText("/omemo untrust bob@")
	}
	for _, c := range []struct {
		name     string
		scene    func() *app.Snapshot
		theme    string
		w, h     float32
		scale    float32
		language string
		then     func(*Window)
	}{
		{name: "unreadable-light", scene: unreadableScene, theme: "light"},
		{name: "unreadable-dark", scene: unreadableScene, theme: "dark", w: 500, h: 900, language: "de"},
		{name: "unreadable-200", scene: unreadableScene, theme: "light", w: 900, h: 1200, scale: 2, language: "de"},
		{name: "unreadable-details-light", scene: unreadableScene, theme: "light", then: func(w *Window) { w.chat.details(w.Shown.Rows[2]) }},
		{name: "repair-failed-dark", scene: unreadableScene, theme: "dark", then: func(w *Window) {
			w.Queue.Service.(*service).err = &app.Error{Kind: app.KindUndecided}
			w.chat.repair(w.Shown.Rows[2])
			carryOut(t, w.Shell)
		}},
		{name: "trusted-light", scene: trustedScene, theme: "light"},
		{name: "trusted-dark", scene: trustedScene, theme: "dark", w: 500, h: 800, language: "de"},
		{name: "copies-light", scene: trustedScene, theme: "light", then: copies},
		{name: "copies-dark", scene: trustedScene, theme: "dark", w: 500, h: 800, language: "de", then: copies},
		{name: "keys-light", scene: keysScene, theme: "light", h: 1000},
		{name: "keys-dark", scene: keysScene, theme: "dark", w: 600, h: 1200, language: "de"},
		{name: "texts-light", scene: textsScene, theme: "light", then: func(w *Window) { w.chat.openLink("https://p\u0430ypal.com/login") }},
		{name: "texts-dark", scene: textsScene, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "tell-light", scene: tellScene, theme: "light", then: tell},
		{name: "tell-dark", scene: tellScene, theme: "dark", w: 500, h: 800, language: "de", then: tell},
		{name: "tell-200", scene: tellScene, theme: "light", w: 900, h: 1400, scale: 2, language: "de", then: tell},
		{name: "omemo-light", scene: mainScene, theme: "light", then: answers},
		{name: "omemo-dark", scene: mainScene, theme: "dark", w: 500, h: 900, language: "de", then: answers},
		{name: "omemo-200", scene: mainScene, theme: "light", w: 900, h: 1400, scale: 2, language: "de", then: func(w *Window) { w.chat.omemo("/omemo help"); w.chat.list.ToEnd() }},
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

// textsScene has texts that are not what they look like: blank ones, links to hosts that look like others, words as reactions.
func textsScene() *app.Snapshot {
	s := mainScene()
	s.Chat.UnreadFrom = ""
	reply := text("2", bob, "Bob", "\u200b", at(20, "13:41"))
	reply.Reply = &app.Reply{ID: "3", Own: true, From: alice, Name: "Alice", Text: "\u3164"}
	mine := own("3", "\u2800", at(20, "13:42"), app.MessageRead)
	mine.Reactions = []app.Reaction{{Emoji: "ok", Words: true, From: []string{bob}}, {Emoji: "+1", Words: true, From: []string{bob}, Own: true}}
	s.Rows = []*app.Row{text("1", bob, "Bob", "  ", at(20, "13:40")), reply, mine,
		text("4", bob, "Bob", "Look at https://p\u0430ypal.com/login before noon.", at(20, "13:43")),
		text("5", bob, "Bob", "Or «https://xn--mnchen-3ya.example/a_(b)», or https://example.org@example.net/.", at(20, "13:44"))}
	s.Chats[1].Preview = "\u200b"
	return s
}

// unreadableScene has messages that could not be read, for different causes, with what was tried.
func unreadableScene() *app.Snapshot {
	s := mainScene()
	s.Chat.UnreadFrom = ""
	row := func(id string, kind app.Kind, clock string) *app.Row {
		r := unreadable(kind)
		r.ID, r.Time = id, at(20, clock)
		return r
	}
	asked := row("u2", app.KindNoSession, "13:53")
	asked.AskedAt, asked.Repaired = at(20, "14:03"), at(20, "14:04")
	s.Rows = []*app.Row{s.Rows[0], row("u1", app.KindNotForThisDevice, "13:52"), asked, row("u3", app.KindTampered, "13:54"), row("u4", app.KindDuplicateKey, "13:55"), s.Rows[6]}
	return s
}
