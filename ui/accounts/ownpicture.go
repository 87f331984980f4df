package accounts

import (
	"context"
	"image"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// ownPicture is the dialog for the picture of the account.
type ownPicture struct {
	*dialog.Dialog
	w       *Room
	account *view.AccountView
	path    *draw.Entry
	shown   image.Image // of the file in path, as it would be published; nil while there is none
	busy    bool
	failure string
}

// SetPicture asks for a file and makes its picture the account's.
func (w *Room) SetPicture() *ownPicture {
	a := w.Account()
	if a == nil {
		return nil
	}
	p := &ownPicture{w: w, account: a, path: dialog.NewRoomy(28)}
	p.Dialog = &dialog.Dialog{Title: words.Tr("avatar.title"), Text: words.Tr("avatar.text"), First: p.path, Body: p.drawBody, Stays: map[string]bool{"save": true}}
	p.path.OnChanged = func(string) { p.look() }
	p.path.OnSubmitted = func(string) { p.save() }
	p.Escapable(p.path)
	w.OpenDialog(p.Dialog)
	return p
}

// look has the picture in the file shown. What comes when another path was typed meanwhile is not for us.
func (p *ownPicture) look() {
	path := p.file()
	var img image.Image
	p.w.Ask(func(_ context.Context, s shell.Service) error {
		data, err := s.OwnPicture(path)
		if err == nil {
			img, err = readPicture(data)
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

func (p *ownPicture) file() string { return strings.TrimSpace(p.path.Text) }

func (p *ownPicture) save() {
	if p.busy || p.file() == "" {
		return
	}
	p.busy, p.failure = true, ""
	p.w.Do(app.SetAvatar{Account: p.account.JID, Path: p.file()}, func(err error) {
		p.busy = false
		switch {
		case err == nil:
			p.Close()
			return
		case app.KindOf(err) == app.KindInvalid:
			p.failure = words.Tr("avatar.unusable")
		default:
			p.failure = words.ErrText(err, words.HostOf(p.account.JID))
		}
		p.Refresh()
	})
	p.Refresh()
}

func (p *ownPicture) drawBody(s *draw.Sheet, x, y, w float32) float32 {
	const d = 72
	face := p.w.Face(words.NameOf(p.account.Name, p.account.JID), p.account.JID, p.account.Picture)
	said := words.Tr("avatar.noPreview")
	if p.shown != nil {
		face.Picture, said = p.shown, words.Tr("avatar.preview")
	}
	s.Face(face, x, y, d, draw.PresenceNone, draw.Bg)
	lh := s.K(20)
	lines := float32(s.Wrap(draw.One(said, draw.F13, draw.Muted), w-d-16).Lines)
	s.Para(draw.One(said, draw.F13, draw.Muted), x+d+16, y+max(0, (d-lines*lh)/2), w-d-16, lh)
	y = p.w.LabelledFile(s, "picture", p.path, words.Tr("avatar.path"), shell.PictureFiles, x, y+max(d, lines*lh)+12, w)
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
