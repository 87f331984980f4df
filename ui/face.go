package ui

import (
	"bytes"
	"errors"
	"image"
	"image/png"

	"vouch/app"
	"vouch/ui/draw"
)

// mostFaces are kept decoded; a window shows some dozen at a time.
const mostFaces = 500

// face is how somebody is shown: by the picture, where there is one that can be read.
func (w *Window) face(name, jid string, p *app.Picture) draw.Face {
	f := draw.Face{Name: name, JID: jid}
	if p == nil {
		return f
	}
	if w.faces == nil || len(w.faces) > mostFaces {
		w.faces = map[*app.Picture]image.Image{}
	}
	m, known := w.faces[p]
	if !known {
		var err error
		if m, err = png.Decode(bytes.NewReader(p.PNG)); err != nil { // the service made it
			w.log.Warn("read picture", "of", jid, "err", err)
			m = nil
		}
		w.faces[p] = m
	}
	f.Picture = m
	return f
}

// setAvatar asks for a file and makes its picture the account's.
func (w *Window) setAvatar() {
	a := w.account()
	if a == nil {
		return
	}
	w.askPath(tr("avatar.title"), tr("avatar.text"), tr("avatar.path"), tr("avatar.set"), func(path string, then func(error)) {
		if path == "" {
			then(&app.Error{Kind: app.KindInvalid, Param: "path", Err: errors.New("no path")})
			return
		}
		w.do(app.SetAvatar{Account: a.JID, Path: path}, then)
	})
}

// askPath asks for the path of a file and does something with it, until that works.
func (w *Window) askPath(title, text, label, word string, do func(path string, then func(error))) {
	path := draw.NewEntry(false)
	failure := ""
	d := &dialog{title: title, text: text, first: path, stays: map[string]bool{"save": true}}
	save := func() {
		do(path.Text, func(err error) {
			switch {
			case err == nil:
				d.close()
				return
			case app.KindOf(err) == app.KindInvalid:
				failure = tr("avatar.unusable")
			default:
				failure = errText(err, hostOf(w.view().Account))
			}
			d.pane.Refresh()
		})
	}
	path.OnSubmitted = func(string) { save() }
	d.body = func(s *draw.Sheet, x, y, bw float32) float32 {
		y = labelled(s, path, label, x, y, bw)
		if failure != "" {
			y += 10 + warning(s, failure, x, y+10, bw)
		}
		return y
	}
	d.buttons = []draw.KeyButton{cancelButton(), {Button: draw.Button{Word: word, Kind: draw.Primary}, Key: "save", Tap: save}}
	d.escapable(path)
	w.openDialog(d)
}
