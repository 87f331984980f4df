package ui

import (
	"bytes"
	"image"
	"image/png"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// mostFaces are kept decoded; a window shows some dozen at a time.
const mostFaces = 500

// face is how somebody is shown: by the picture, where there is one that can be read.
func (w *shell) face(name, jid string, p *app.Picture) draw.Face {
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

// personName is what the account that is shown, or a contact of it, is called.
func (w *shell) personName(jid string) string {
	if a := w.account(); a != nil && jid == a.JID {
		return words.NameOf(a.Name, jid)
	}
	return words.NameOf(w.rowOf(jid).Name, jid)
}

// rowOf is the line of the list of chats for a chat of the account that is shown, or an empty one.
func (w *shell) rowOf(chat string) *app.ChatRow {
	for _, row := range w.shown.Chats {
		if row.Chat == chat {
			return row
		}
	}
	return &app.ChatRow{Chat: chat}
}

// chatName is the name of a chat of the account that is shown.
func (w *shell) chatName(name, jid string) string {
	if w.shown != nil && jid == w.shown.View.Account {
		return words.Tr("chats.self")
	}
	return words.NameOf(name, jid)
}
