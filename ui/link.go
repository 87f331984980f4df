package ui

import (
	"vouch/app/input"
)

// Open raises the window, and shows the chat that a link is about; "" only raises it. About an invitation the user is asked,
// before a room is entered, and before the keys of a link count. What a link asks for beyond that is not done. It may be called on
// any goroutine; what a link that makes no sense is refused with is an app error.
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
			w.rooms.AskJoinWith(l.JID, l.Password)
		})
		return nil
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
