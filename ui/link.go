package ui

import (
	"vouch/app"
	"vouch/app/input"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// Open raises the window, and shows the chat that a link is about; "" only raises it. About an invitation the user is asked,
// and before the keys of a link count. What a link asks for beyond that is not done. It may be called on any goroutine; what a
// link that makes no sense is refused with is an app error, of KindRoom where it leads to a room: about that the window says so.
func (w *Window) Open(link string) error {
	if link == "" {
		w.Later(w.reveal)
		return nil
	}
	l, err := input.ParseLink(link)
	if err != nil {
		return err
	}
	if l.Room {
		w.Later(func() {
			w.reveal()
			w.noRooms(l.JID)
		})
		return &app.Error{Kind: app.KindRoom, Param: "uri", About: l.JID}
	}
	w.Later(func() {
		w.reveal()
		if l.Token != "" {
			w.accounts.Welcome(l)
			return
		}
		if l.Keys > 0 && l.JID == w.View().Account {
			w.keys.OpenKeys(link)
			return
		}
		w.OpenChat(l.JID)
		if l.Keys > 0 {
			w.keys.OpenKeys(link)
			return
		}
		if account := w.View().Account; account != "" {
			w.chat.Offer(account, l.JID, l.Body)
		}
	})
	return nil
}

// noRooms says that Vouch goes to no rooms.
func (w *Window) noRooms(room string) {
	w.OpenDialog(&dialog.Dialog{Title: words.Tr("room.title"), Text: words.Tr("room.text", "Address", words.OneLine(room, 2*words.NameRunes)), Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}})
}
