package ui

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
)

// Pictures of the page on which messages are looked for.
func TestSearchPictures(t *testing.T) {
	scene, hits := uitest.SearchScene(20)
	shown := func() *view.Snapshot { return scene }
	searches := func(hits []app.Hit, chat, text string, behind int) func(*testing.T, *Window) {
		return func(t *testing.T, w *Window) {
			s := w.Queue.Service.(*uitest.Service)
			s.Snap, s.Hits, s.Behind = scene, hits, behind
			w.search.Open(chat, text)
			uitest.Await(t, w.Shell, "the hits", w.search.Drawn)
			see(w, scene)
		}
	}
	for _, c := range []pictureCase{
		{name: "search-light", scene: shown, theme: "light", then: searches(hits, "", "boat", 0)},
		{name: "search-dark", scene: shown, theme: "dark", then: searches(hits, uitest.Bob, "boat", 3)},
		{name: "search-narrow", scene: shown, theme: "dark", w: 430, h: 900, language: "de", then: searches(hits, "", "boat", 1)},
		{name: "search-none-light", scene: shown, theme: "light", h: 500, then: searches(nil, uitest.Bob, "lamp", 0)},
		{name: "search-begin-dark", scene: shown, theme: "dark", h: 500, language: "de", then: searches(nil, "", "", 0)},
		{name: "search-sidebar-light", scene: uitest.MainScene, theme: "light", h: 500, then: func(t *testing.T, w *Window) { w.side.filter.SetText("car") }},
		{name: "search-back-light", scene: uitest.MainScene, theme: "light", h: 500, then: func(t *testing.T, w *Window) {
			w.search.Visit(uitest.Alice, uitest.Bob)
			see(w, uitest.MainScene())
		}},
	} {
		c.compare(t)
	}
}
