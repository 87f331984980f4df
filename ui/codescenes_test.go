package ui

import (
	"image"
	"image/color"

	"vouch/app"
	"vouch/trust/qr"
	camera "vouch/ui/qr"
	"vouch/ui/uitest"
)

// openCode shows a code as if it had been loaded.
func openCode(w *Window, of map[app.Include]*app.Code, trusted bool) *codePage {
	p := w.keys.showCode(uitest.Alice)
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

// openScan shows the dialog while it films, with a part read and a failure.
func openScan(w *Window) *scan {
	p := w.keys.scanCode(uitest.Bob)
	film := image.NewGray(image.Rect(0, 0, 160, 90))
	modules, err := qr.Modules(bobLink)
	if err != nil {
		panic(err)
	}
	for i := range film.Pix {
		film.Pix[i] = uint8(120 + i%160/4)
	}
	for y, row := range modules {
		for x, dark := range row {
			film.SetGray(50+x, 18+y, color.Gray{Y: map[bool]uint8{true: 40, false: 220}[dark]})
		}
	}
	p.films("a", []camera.Camera{{ID: "a", Name: "Built-in"}, {ID: "b", Name: "On the desk"}})
	p.shown = film
	p.failure = codeText(&app.Error{Kind: app.KindConflict, Param: "jid", Detail: uitest.Carol}, uitest.Alice, uitest.Bob, "Bob")
	p.Refresh()
	return p
}

// bobScanned is a code of Bob that was read.
func bobScanned(w *Window, how string) *scanned {
	r := &scanned{w: w.keys, account: uitest.Alice, check: uitest.BobCheck(), how: how, read: 4, off: map[string]bool{}}
	if how != byLink {
		r.changed = []app.KeyChange{{Fingerprint: uitest.PrintNew, From: app.TrustUndecided, To: app.TrustVerified}, {Fingerprint: uitest.PrintWork, From: app.TrustUndecided, To: app.TrustVerified}}
	}
	return r
}

// bobPictured is one before anything has come of it.
func bobPictured(w *Window, how string) *scanned {
	r := bobScanned(w, how)
	r.changed = nil
	return r
}

// openCheck shows a page of Bob with what was found.
func openCheck(w *Window) *checkPage {
	p := w.keys.checkPage(uitest.Bob)
	p.take(bobPage, "https://bob.example.org/keys/")
	p.check = pageCheck()
	p.tick()
	w.Win.Canvas().Unfocus()
	p.Refresh()
	return p
}
