package ui

import (
	"context"
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/storage"

	"vouch/app"
	appkeys "vouch/app/keys"
	"vouch/app/view"
	"vouch/trust/qr"
	"vouch/ui/keys"
	camera "vouch/ui/qr"
	"vouch/ui/uitest"
)

// tellStory has the service give moments to the timeline that is open.
func tellStory(t *testing.T, w *Window, moments []view.Moment) {
	t.Helper()
	asked(w).Moments = moments
	settled(t, w)
}

// looking is a camera that sees one picture again and again.
type looking struct{ at image.Image }

func (l looking) Frame(ctx context.Context) (image.Image, error) { return l.at, ctx.Err() }
func (l looking) Live() bool                                     { return true }
func (l looking) Close() error                                   { return nil }

// codesAt has every code that can be read in the picture.
func codesAt(w *Window, film image.Image, code image.Image) {
	still := func() (camera.FrameSource, error) { return camera.Stills(code), nil }
	w.keys.Sources = keys.Sources{
		Cameras: func() []camera.Camera {
			return []camera.Camera{{ID: "a", Name: "Built-in"}, {ID: "b", Name: "On the desk"}}
		},
		Camera: func(string) (camera.FrameSource, error) { return looking{film}, nil },
		Screen: still, Clipboard: still, File: func(string) ([]string, error) { return []string{uitest.BobLink}, nil },
	}
}

// openScan shows the dialog while it films, with a code read that is of somebody else.
func openScan(t *testing.T, w *Window) {
	t.Helper()
	film := image.NewGray(image.Rect(0, 0, 160, 90))
	modules, err := qr.Modules(uitest.BobLink)
	if err != nil {
		t.Fatal(err)
	}
	for i := range film.Pix {
		film.Pix[i] = uint8(120 + i%160/4)
	}
	for y, row := range modules {
		for x, dark := range row {
			film.SetGray(50+x, 18+y, color.Gray{Y: map[bool]uint8{true: 40, false: 220}[dark]})
		}
	}
	asked(w).KeyErr = &app.Error{Kind: app.KindConflict, Param: "jid", About: uitest.Carol}
	codesAt(w, film, uitest.CodePicture(t, uitest.BobLink))
	w.keys.ScanCode(uitest.Bob)
	control(t, w, "camera").Tap()
	uitest.Await(t, w.Shell, "film", func() bool {
		for _, i := range found[*canvas.Image](w) {
			if i.Image == image.Image(film) {
				return true
			}
		}
		return false
	})
	before := control(t, w, "cancel").Position()
	control(t, w, "clipboard").Tap()
	uitest.Await(t, w.Shell, "failure", func() bool {
		return control(t, w, "cancel").Position() != before && control(t, w, "clipboard").Tap != nil
	})
}

// filmBob holds Bob's code before the camera.
func filmBob(t *testing.T, w *Window) {
	t.Helper()
	s := asked(w)
	s.Read = map[string]*appkeys.Check{uitest.BobLink: uitest.BobCheck()}
	s.Changes = []appkeys.Change{{Fingerprint: uitest.PrintNew, From: view.TrustUndecided, To: view.TrustVerified}, {Fingerprint: uitest.PrintWork, From: view.TrustUndecided, To: view.TrustVerified}}
	code := uitest.CodePicture(t, uitest.BobLink)
	codesAt(w, code, code)
	w.keys.ScanCode(uitest.Bob)
	control(t, w, "camera").Tap()
	uitest.Await(t, w.Shell, "result", func() bool {
		return s.Verifications() > 0 && w.Win.Canvas().Overlays().Top() != nil && hasControl(w, "done")
	})
}

// dropBob drops a picture of Bob's code on the window.
func dropBob(t *testing.T, w *Window) {
	t.Helper()
	asked(w).Read = map[string]*appkeys.Check{uitest.BobLink: uitest.BobCheck()}
	codesAt(w, nil, nil)
	w.keys.Dropped([]fyne.URI{storage.NewFileURI("/bob.png")})
	uitest.Await(t, w.Shell, "question", func() bool { return hasControl(w, "verify") })
}

// screenBob reads Bob's code off the screen.
func screenBob(t *testing.T, w *Window) {
	t.Helper()
	asked(w).Read = map[string]*appkeys.Check{uitest.BobLink: uitest.BobCheck()}
	codesAt(w, nil, uitest.CodePicture(t, uitest.BobLink))
	w.keys.ScanCode(uitest.Bob)
	control(t, w, "screen").Tap()
	uitest.Await(t, w.Shell, "question", func() bool { return hasControl(w, "verify") })
}

// linkBob hands Bob's code over as a link.
func linkBob(t *testing.T, w *Window) {
	t.Helper()
	asked(w).Read = map[string]*appkeys.Check{uitest.BobLink: uitest.BobCheck()}
	w.keys.OpenKeys(uitest.BobLink)
	settled(t, w)
}
