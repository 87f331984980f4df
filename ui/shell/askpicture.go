package shell

import (
	"context"
	"image"
	"strings"

	"vouch/app"
	"vouch/trust/bitmap"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// ofFiles bounds a picture that the service has made.
var ofFiles = bitmap.Bounds{Bytes: 1 << 20, Side: 1024}

// PictureQuestion asks for the picture of the account, or of a room.
type PictureQuestion struct {
	Title, Text string
	Preview     string                        // beside how it will look
	Face        draw.Face                     // how it looks now
	Set         func(path string) app.Command // publishes the picture in a file
	Failed      func(error) string            // says why it was not published
}

// askingPicture is the dialog of a PictureQuestion.
type askingPicture struct {
	PictureQuestion
	*dialog.Dialog
	w       *Shell
	path    *draw.Entry
	shown   image.Image // of the file in path, as it would be published; nil while there is none
	busy    bool
	failure string
}

// AskPicture asks for a file with a picture, shows how it will look, and has it published.
func (w *Shell) AskPicture(q PictureQuestion) {
	p := &askingPicture{PictureQuestion: q, w: w, path: dialog.NewRoomy(28)}
	p.Dialog = &dialog.Dialog{Title: q.Title, Text: q.Text, First: p.path, Body: p.drawBody, Stays: map[string]bool{"save": true}}
	p.path.OnChanged = func(string) { p.look() }
	p.path.OnSubmitted = func(string) { p.save() }
	p.Escapable(p.path)
	w.OpenDialog(p.Dialog)
}

// look has the picture in the file shown. What comes when another path was typed meanwhile is not for us.
func (p *askingPicture) look() {
	path := p.file()
	var img image.Image
	p.w.Ask(func(_ context.Context, s Service) error {
		data, err := s.OwnPicture(path)
		if err == nil {
			img, err = bitmap.Decode(data, ofFiles)
		}
		return err
	}, func(error) { // a path that is half typed leads nowhere
		if path == p.file() {
			p.shown = img
			p.Refresh()
		}
	})
	p.Refresh()
}

func (p *askingPicture) file() string { return strings.TrimSpace(p.path.Text) }

func (p *askingPicture) save() {
	if p.busy || p.file() == "" {
		return
	}
	p.busy, p.failure = true, ""
	p.w.Do(p.Set(p.file()), func(err error) {
		p.busy = false
		switch {
		case err == nil:
			p.Close()
			return
		case app.KindOf(err) == app.KindInvalid:
			p.failure = words.Tr("avatar.unusable")
		default:
			p.failure = p.Failed(err)
		}
		p.Refresh()
	})
	p.Refresh()
}

func (p *askingPicture) drawBody(s *draw.Sheet, x, y, w float32) float32 {
	const d = 72
	face, said := p.Face, words.Tr("avatar.noPreview")
	if p.shown != nil {
		face.Picture, said = p.shown, p.Preview
	}
	s.Face(face, x, y, d, draw.PresenceNone, draw.Bg)
	lh := s.K(20)
	lines := float32(s.Wrap(draw.One(said, draw.F13, draw.Muted), w-d-16).Lines)
	s.Para(draw.One(said, draw.F13, draw.Muted), x+d+16, y+max(0, (d-lines*lh)/2), w-d-16, lh)
	y = p.w.LabelledFile(s, "picture", p.path, words.Tr("avatar.path"), PictureFiles, x, y+max(d, lines*lh)+12, w)
	if p.failure != "" {
		y += 10 + dialog.Warning(s, p.failure, x, y+10, w)
	}
	b := draw.KeyButton{Button: draw.Button{Word: words.Tr("avatar.set"), Kind: draw.Primary}, Key: "save"}
	if !p.busy && p.file() != "" {
		b.Tap = p.save
	}
	p.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
	return y
}
