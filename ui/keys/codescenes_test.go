package keys

import (
	"strings"
	"testing"

	"vouch/app/keys"
	"vouch/trust/qr"
	"vouch/ui/uitest"
)

// openCode shows a code as if it had been loaded.
func openCode(w *Room, of map[keys.Include]*keys.Code, trusted bool) *codePage {
	p := w.ShowCode(uitest.Alice)
	p.trusted = trusted
	p.code = of[p.include()]
	for _, part := range p.code.Parts {
		modules, err := qr.Modules(part)
		if err != nil {
			panic(err)
		}
		p.pictures = append(p.pictures, pictureOf(modules))
	}
	p.Refresh()
	return p
}

// openCheck shows a page of Bob with what was found.
func openCheck(w *Room) *checkPage {
	p := w.CheckPage(uitest.Bob)
	p.take(bobPage, "https://bob.example.org/keys/")
	p.check = pageCheck()
	p.tick()
	w.Win.Canvas().Unfocus()
	p.Refresh()
	return p
}

// TestPicturesOfPages draws the pages that cover the window, so here and not with the window.
func TestPicturesOfPages(t *testing.T) {
	for _, c := range []struct {
		name     string
		look     uitest.Look
		language string
		open     func(*Room)
	}{
		{"code-light", uitest.Look{Theme: "light"}, "", func(w *Room) { openCode(w, aliceCodes(), true) }},
		{"code-dark", uitest.Look{Theme: "dark", W: 900, H: 700}, "de", func(w *Room) { openCode(w, inParts(), false) }},
		{"code-200", uitest.Look{Theme: "light", Scale: 2, W: 900, H: 1500}, "de", func(w *Room) { openCode(w, aliceCodes(), true) }},
		{"makepage-light", uitest.Look{Theme: "light"}, "", func(w *Room) { openCode(w, aliceCodes(), false).makePage() }},
		{"check-light", uitest.Look{Theme: "light"}, "", func(w *Room) { openCheck(w) }},
		{"check-dark", uitest.Look{Theme: "dark", W: 700, H: 1300}, "de", func(w *Room) { openCheck(w) }},
		{"check-200", uitest.Look{Theme: "light", Scale: 2, W: 1200, H: 1800}, "de", func(w *Room) { openCheck(w) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			uitest.Speak(t, c.language)
			w, _ := windowLike(t, c.look)
			scene := uitest.OwnScene
			if strings.HasPrefix(c.name, "check") {
				scene = uitest.EncScene
			}
			see(w, scene())
			c.open(w)
			uitest.Compare(t, c.name, w.Win.Canvas().Capture())
		})
	}
}
