package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
)

// Pictures of rooms: in the list, as conversations, and what leads into and out of them.
func TestRoomPictures(t *testing.T) {
	people := func(t *testing.T, w *Window) {
		asked(w).Persons = uitest.Persons()
		settled(t, w)
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
		{name: "group-light", scene: uitest.GroupScene, theme: "light"},
		{name: "group-dark", scene: uitest.GroupScene, theme: "dark"},
		{name: "group-narrow", scene: uitest.GroupScene, theme: "light", w: 500, h: 800, language: "de"},
		{name: "unanswered-light", scene: uitest.UnansweredScene, theme: "light"},
		{name: "unanswered-dark", scene: uitest.UnansweredScene, theme: "dark", w: 600, h: 700, language: "de"},
		{name: "ignored-light", scene: uitest.IgnoredScene, theme: "light"},
		{name: "ignored-dark", scene: uitest.IgnoredScene, theme: "dark", w: 700, h: 700, language: "de", then: func(t *testing.T, w *Window) { tap(t, w, "unfold") }},
		{name: "channel-light", scene: uitest.ChannelScene, theme: "light"},
		{name: "channel-dark", scene: uitest.ChannelScene, theme: "dark", w: 700, h: 700, language: "de"},
		{name: "private-light", scene: uitest.PrivateScene, theme: "light"},
		{name: "private-dark", scene: uitest.PrivateScene, theme: "dark", w: 700, h: 700, language: "de"},
		{name: "kicked-light", scene: func() *view.Snapshot {
			return uitest.OutScene(view.Out{Why: view.OutKicked, Nick: "Bob", Reason: "off topic"})
		}, theme: "light"},
		{name: "opened-dark", scene: uitest.OpenedScene, theme: "dark", language: "de"},
		{name: "join-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) {
			asked(w).Err = &app.Error{Kind: app.KindAuth, About: "password"}
			w.rooms.AskJoin("cave@rooms.example.org")
			tap(t, w, "join")
		}},
		{name: "browse-dark", scene: uitest.MainScene, theme: "dark", w: 600, h: 800, language: "de", then: func(t *testing.T, w *Window) {
			asked(w).Listed = uitest.Listed()
			w.rooms.Browse()
			settled(t, w)
		}},
		{name: "services-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) {
			asked(w).Listed = uitest.Listed()
			page := asked(w).Listed[""]
			page.Services = []string{"rooms.example.org", "irc.example.org", "matrix.example.org"}
			asked(w).Listed[""] = page
			w.rooms.Browse()
			settled(t, w)
		}},
		{name: "solve-light", scene: uitest.MainScene, theme: "light", then: func(t *testing.T, w *Window) {
			f := uitest.AsksForPicture(uitest.Readable(), "cid:x")
			f.Fields = f.Fields[2:]
			asked(w).Puzzle = app.RoomPuzzle{Form: f.Form, URL: "https://example.org/captcha/42"}
			w.rooms.Solve("cave@rooms.example.org")
			settled(t, w)
		}},
		{name: "roompicture-dark", scene: uitest.GroupScene, theme: "dark", language: "de", then: func(t *testing.T, w *Window) {
			w.rooms.SetPicture(uitest.Walk, "Weekend walk")
		}},
		{name: "make-light", scene: uitest.GroupScene, theme: "light", then: func(t *testing.T, w *Window) { w.rooms.Make() }},
		{name: "members-light", scene: uitest.MembersScene, theme: "light", then: people},
		{name: "members-narrow", scene: uitest.MembersScene, theme: "dark", w: 500, h: 800, language: "de", then: people},
		{name: "group-devices-light", scene: uitest.GroupDevices, theme: "light"},
		{name: "group-devices-dark", scene: uitest.GroupDevices, theme: "dark", h: 1000, then: func(t *testing.T, w *Window) {
			tap(t, w, "member "+uitest.Bob)
		}},
		{name: "group-devices-narrow", scene: uitest.GroupDevices, theme: "light", w: 500, h: 800, language: "de"},
		{name: "config-light", scene: uitest.MembersScene, theme: "light", then: func(t *testing.T, w *Window) {
			people(t, w)
			asked(w).Fields = uitest.RoomFields()
			w.rooms.Configure(uitest.Walk, "Weekend walk")
			settled(t, w)
		}},
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
