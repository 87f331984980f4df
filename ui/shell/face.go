package shell

import (
	"bytes"
	"image"
	"image/png"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// mostFaces are kept decoded; a window shows some dozen at a time.
const mostFaces = 500

// Face is how somebody is shown: by the picture, where there is one that can be read.
func (w *Shell) Face(name, jid string, p *view.Picture) draw.Face {
	f := draw.Face{Name: name, JID: jid}
	if p == nil {
		return f
	}
	if w.Faces == nil || len(w.Faces) > mostFaces {
		w.Faces = map[*view.Picture]image.Image{}
	}
	m, known := w.Faces[p]
	if !known {
		var err error
		if m, err = png.Decode(bytes.NewReader(p.PNG)); err != nil { // the service made it
			w.Log.Warn("read picture", "of", jid, "err", err)
			m = nil
		}
		w.Faces[p] = m
	}
	f.Picture = m
	return f
}

// ChatFace is Face for a chat of that kind: rooms have corners, and a channel has the sign of channels.
func (w *Shell) ChatFace(kind view.ChatKind, name, jid string, p *view.Picture) draw.Face {
	f := w.Face(name, jid, p)
	f.Room = kind.Room()
	if kind == view.ChatChannel {
		f.Sign = "#"
	}
	return f
}

// PersonName is what the account that is shown, or a contact of it, is called.
func (w *Shell) PersonName(jid string) string {
	if a := w.Account(); a != nil && jid == a.JID {
		return words.NameOf(a.Name, jid)
	}
	return words.NameOf(w.RowOf(jid).Name, jid)
}

// ChatName is the name of a chat of the account that is shown.
func (w *Shell) ChatName(name, jid string) string {
	if w.Shown != nil && jid == w.Shown.View.Account {
		return words.Tr("chats.self")
	}
	return words.NameOf(name, jid)
}
