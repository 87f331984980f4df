package keys

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	picker "fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	codes "vouch/trust/qr"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/qr"
	"vouch/ui/shell"
	"vouch/ui/words"
)

func (p *scan) drawBody(s *draw.Sheet, x, y, w float32) float32 {
	if p.filming != "" {
		y = p.drawFilm(s, x, y, w) + 12
	}
	deeds := []draw.KeyButton{
		{Button: draw.Button{Icon: "camera", Word: words.Tr("scan.camera")}, Key: "camera", Tap: func() { p.film("") }},
		{Button: draw.Button{Icon: "screen", Word: words.Tr("scan.screen")}, Key: "screen", Tap: func() { p.look(byScreen, p.w.Sources.Screen) }},
		{Button: draw.Button{Icon: "paste", Word: words.Tr("scan.clipboard")}, Key: "clipboard", Tap: func() { p.look(byClipboard, p.w.Sources.Clipboard) }},
		{Button: draw.Button{Icon: "image", Word: words.Tr("scan.file")}, Key: "file", Tap: p.pick},
	}
	if p.filming != "" {
		deeds[0].Word, deeds[0].Tap = words.Tr("scan.cameraOff"), p.cameraOff
	}
	for i := range deeds {
		if p.busy {
			deeds[i].Tap = nil
		}
	}
	y = s.Flow(x, y, w, deeds) + 4
	y += s.Para(draw.One(words.Tr("scan.drop"), draw.F12, draw.Muted), x, y, w, s.K(16)) + 12
	read := draw.Button{Word: words.Tr("scan.readLink"), Height: 20 + s.K(20)}
	rw, _ := s.Size(read)
	to := dialog.Field(s, p.link, words.Tr("scan.link"), x, y, w-rw-8)
	var tap func()
	if strings.TrimSpace(p.link.Text) != "" {
		tap = p.readLink
	}
	s.Button("read", read, x+w-rw, to-read.Height, tap)
	y = to
	switch {
	case p.failure != "":
		y += 10 + dialog.Warning(s, p.failure, x, y+10, w)
	case p.note != "":
		i := s.K(16)
		s.Icon("info", draw.Acc, x, y+11, i)
		y += 10 + s.Para(draw.One(p.note, draw.F13, draw.Fg), x+i+8, y+10, w-i-8, s.K(18))
	}
	return y
}

// drawFilm draws what the camera sees, and which one it is where there are several.
func (p *scan) drawFilm(s *draw.Sheet, x, y, w float32) float32 {
	h := min(w*9/16, max(120, p.w.Win.Canvas().Size().Height-s.K(420)))
	s.Rect(x, y, w, h, draw.FieldGround, 12)
	if p.shown != nil {
		img := canvas.NewImageFromImage(p.shown)
		img.FillMode = canvas.ImageFillContain
		s.Put(img, x+4, y+4, w-8, h-8)
	} else {
		s.ParaMid(draw.One(words.Tr("scan.opening"), draw.F14, draw.Muted), x+16, y+h/2-s.K(10), w-32, s.K(20))
	}
	y += h + 6
	y += s.Para(draw.One(words.Tr("scan.hold"), draw.F12, draw.Muted), x, y, w, s.K(16))
	if len(p.cameras) > 1 {
		for _, c := range p.cameras {
			y = dialog.Choice(s, "camera "+c.ID, words.OneLine(c.Name, words.NameRunes), c.ID == p.filming, true, x, y+8, w, func() { p.film(c.ID) })
		}
	}
	return y
}

func (p *scan) cameraOff() {
	p.stop()
	p.filming, p.shown = "", nil
	p.Refresh()
}

// pick has a picture file picked.
func (p *scan) pick() {
	w := p.w
	d := picker.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.Log.Warn("pick picture", "err", err)
		case file != nil:
			file.Close() // it is read by its path, within limits
			p.readFile(filepath.FromSlash(file.URI().Path()))
		}
	}, w.Win)
	d.SetTitleText(words.Tr("scan.file"))
	d.SetFilter(storage.NewExtensionFileFilter(shell.PictureFiles))
	size := w.Win.Canvas().Size()
	d.Show()
	d.Resize(fyne.NewSize(min(900, size.Width-40), min(640, size.Height-40)))
}

// Scanning says whether a code is being looked for.
func (w *Room) Scanning() bool { return w.scanning != nil }

// Dropped reads a picture that was dropped on the window, as a code of the contact or account that is shown.
func (w *Room) Dropped(files []fyne.URI) {
	at := slices.IndexFunc(files, func(u fyne.URI) bool {
		return u.Scheme() == "file" && slices.Contains(shell.PictureFiles, strings.ToLower(u.Extension()))
	})
	if at < 0 || w.Account() == nil {
		return
	}
	p := w.scanning
	if p == nil {
		if w.Win.Canvas().Overlays().Top() != nil {
			return
		}
		p = w.ScanCode(w.shownPerson())
	}
	p.readFile(filepath.FromSlash(files[at].Path()))
}

// shownPerson is whose chat or page is on the screen, or "" where that is nobody, or all who belong to a room.
func (w *Room) shownPerson() string {
	v := w.View()
	switch {
	case w.Page() == view.PageOwn:
		return v.Account
	case v.Member != "":
		return v.Member
	case w.Shown.Chat != nil && w.Shown.Chat.Kind != view.ChatContact && w.Shown.Chat.Kind != view.ChatNotes && w.Shown.Chat.Kind != "":
		return ""
	}
	return v.Chat
}

// sourceText says why nothing could be looked at, or that nothing was found.
func sourceText(err error) string {
	switch {
	case errors.Is(err, qr.ErrNoCamera):
		return words.Tr("scan.noCamera")
	case errors.Is(err, qr.ErrBusy):
		return words.Tr("scan.cameraBusy")
	case errors.Is(err, qr.ErrDenied):
		return words.Tr("scan.cameraDenied")
	case errors.Is(err, qr.ErrNoScreen):
		return words.Tr("scan.noScreen")
	case errors.Is(err, codes.ErrNoCode):
		return words.Tr("scan.noCode")
	case errors.Is(err, codes.ErrNoPicture):
		return words.Tr("scan.noPicture")
	case errors.Is(err, codes.ErrTooLarge):
		return words.Tr("scan.tooLarge")
	}
	return words.Tr("scan.sourceFailed")
}

// codeText says why a code is not taken that must be of jid, who is called name, or, with "", of anybody.
func codeText(err error, account, jid, name string) string {
	var e *app.Error
	if !errors.As(err, &e) {
		return words.ErrText(err, "")
	}
	other := words.OneLine(e.About, 2*words.NameRunes)
	switch {
	case e.Kind == app.KindConflict && e.Param == "vouched-by":
		return words.Tr("scan.others", "Address", other)
	case e.Kind == app.KindConflict && e.Param == "jid" && jid == account:
		return words.Tr("scan.notMine", "Address", other)
	case e.Kind == app.KindConflict && e.Param == "jid" && e.About == account:
		return words.Tr("scan.mine", "Name", name)
	case e.Kind == app.KindConflict && e.Param == "jid":
		return words.Tr("scan.another", "Address", other, "Name", name)
	case e.Kind != app.KindInvalid || e.Param != "uri":
		return words.ErrText(err, "")
	}
	switch keys.FaultOf(err) {
	case keys.FaultTwice:
		return words.Tr("scan.twice")
	case keys.FaultContradicts:
		return words.Tr("scan.contradicts")
	case keys.FaultNoKeys:
		return words.Tr("scan.noKeys")
	case keys.FaultTooLong:
		return words.Tr("scan.tooLong")
	case keys.FaultEncryption:
		return words.Tr("scan.otherEncryption")
	case keys.FaultMixed:
		return words.Tr("scan.mixed")
	case keys.FaultDevice:
		return words.Tr("scan.badDevice")
	case keys.FaultKey:
		return words.Tr("scan.badKey")
	case keys.FaultPart:
		return words.Tr("scan.badPart")
	}
	return words.Tr("scan.malformed")
}
