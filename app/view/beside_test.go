package view_test

import (
	"testing"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

// TestAPlaceInARoomSaysWhereItIs, and whether anything can be sent there.
func TestAPlaceInARoomSaysWhereItIs(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.enter()
	p.update(func(h *history.Store, _ *trust.Store) error {
		is, _, err := h.Room(harbour)
		if err != nil {
			return err
		}
		is.Name = "Harbour"
		left := history.Room{JID: "mill@rooms.example.org"}
		for _, err := range []error{h.PutRoom(is), h.PutRoom(left)} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	for _, c := range []struct {
		name, place string
		want        view.Beside
	}{
		{"of a channel", harbour + "/dave", view.Beside{Room: harbour, Name: "Harbour", Kind: view.ChatChannel}},
		{"of a group", walk + "/dave", view.Beside{Room: walk, Name: "walk", Kind: view.ChatGroup}},
		{"of a room that we have left", "mill@rooms.example.org/dave", view.Beside{Room: "mill@rooms.example.org", Name: "mill", Kind: view.ChatChannel, Left: true}},
	} {
		p.append(history.Message{Chat: c.place, From: c.place, Body: "hello", Kind: history.KindText, Time: noon})
		p.update(func(h *history.Store, _ *trust.Store) error {
			chat, err := h.Chat(c.place)
			if err != nil {
				return err
			}
			chat.Listed = true
			return h.PutChat(chat)
		})
		snap := p.look(view.View{Account: alice, Chat: c.place})
		if chat := snap.Chat; chat.Beside == nil || *chat.Beside != c.want || chat.Name != "dave" || chat.Presence != "" || chat.Encrypted {
			t.Errorf("%s: %+v in %+v", c.name, chat, chat.Beside)
		}
		row := snap.Chats[0]
		for _, r := range snap.Chats {
			if r.Chat == c.place {
				row = r
			}
		}
		if row.Chat != c.place || row.Name != "dave" || row.Beside != c.want.Name || row.Away != c.want.Left || row.Presence != "" {
			t.Errorf("%s: in the list it is %+v", c.name, row)
		}
	}
}
