package app

import (
	"fmt"
	"testing"

	"vouch/app/history"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// mark is an item that says how far a chat was read.
func mark(t *testing.T, chat, by, id string) pep.Item {
	t.Helper()
	m := xmpptest.Message(t, fmt.Sprintf(`<message xmlns='jabber:client'><displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='%s'/></displayed></message>`, by, id))
	return pep.Item{ID: chat, Payload: m.Children[0]}
}

// says has bob say something in the room, which gives it that id.
func says(t *testing.T, a *account, id string) {
	t.Helper()
	a.mustReceive(t, fmt.Sprintf(`<message xmlns='jabber:client' type='groupchat' id='%[1]s' from='%[2]s/bob' to='alice@example.org/a'><body>%[1]s</body><stanza-id xmlns='urn:xmpp:sid:0' by='%[2]s' id='%[1]s'/></message>`, id, someRoom))
}

// chatOf is the chat of an account.
func chatOf(t *testing.T, a *account, jid string) (c history.Chat) {
	t.Helper()
	if err := a.View("read chat", func(h *history.Store) (err error) { c, err = h.Chat(jid); return err }); err != nil {
		t.Fatal(jid, err)
	}
	return c
}

// How far a room was read counts by the ids of the room alone, also of a message that has not come as yet, and only forwards.
func TestWhatWasReadInARoom(t *testing.T) {
	a := knowsRoom(t)
	for i := range 4 {
		says(t, a, fmt.Sprint("s", i))
	}
	for _, row := range []struct {
		name, chat, by, id string
		unread             int
	}{
		{"by our account", someRoom, "alice@example.org", "s2", 4},
		{"by another room", someRoom, "boat@rooms.example.org", "s2", 4},
		{"by somebody there", someRoom, someRoom + "/bob", "s2", 4},
		{"of somebody there", someRoom + "/bob", someRoom, "s2", 4},
		{"of a client", "bob@example.org/phone", "alice@example.org", "s2", 4},
		{"of nobody's address", "@", someRoom, "s2", 4},
		{"by the room", someRoom, someRoom, "s2", 1},
		{"further back", someRoom, someRoom, "s0", 1},
		{"what has not come", someRoom, someRoom, "s5", 1},
	} {
		if err := a.readByItems([]pep.Item{mark(t, row.chat, row.by, row.id)}); err != nil {
			t.Fatal(row.name, err)
		}
		if got := chatOf(t, a, someRoom).Unread; got != row.unread {
			t.Errorf("%s: %d unread, want %d", row.name, got, row.unread)
		}
	}
	if err := a.View("read chats", func(h *history.Store) error {
		all, err := h.Chats()
		for _, c := range all {
			if c.JID != someRoom && c.JID != someRoom+"/bob" {
				t.Errorf("a chat with %s has begun", c.JID)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if says(t, a, "s4"); chatOf(t, a, someRoom).Unread != 2 {
		t.Errorf("%d unread after another message", chatOf(t, a, someRoom).Unread)
	}
	if says(t, a, "s5"); chatOf(t, a, someRoom).Unread != 0 {
		t.Errorf("%d unread after what was read elsewhere came", chatOf(t, a, someRoom).Unread)
	}
}

// What is told meanwhile is corrected when the message comes that another device has read, which is further on.
func TestAnOlderPlaceThatWasToldIsCorrected(t *testing.T) {
	a := knowsRoom(t)
	says(t, a, "s1")
	if err := a.readByItems([]pep.Item{mark(t, someRoom, someRoom, "s2")}); err != nil {
		t.Fatal(err)
	}
	if err := a.Update("tell", func(h *history.Store) error { // as when it was published
		c, err := h.Chat(someRoom)
		if err != nil {
			return err
		}
		c.Displayed = "s1"
		return h.PutChat(c)
	}); err != nil {
		t.Fatal(err)
	}
	owed := func() (n int) {
		if err := a.View("read todos", func(h *history.Store) error {
			all, err := h.Todos()
			for _, t := range all {
				if t.Task == history.TellDisplayed && t.JID == someRoom {
					n++
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if owed() != 0 {
		t.Fatal("it is to be told already")
	}
	says(t, a, "s2")
	if id, err := a.displayedID(someRoom); owed() != 1 || id != "s2" || err != nil {
		t.Errorf("%d are to be told, up to %q, %v", owed(), id, err)
	}
}

// Before a room is one here nobody knows that its address is a room's: no chat begins, and once it is known the place counts.
func TestWhatWasReadInARoomThatIsNotKnown(t *testing.T) {
	const other = "boat@rooms.example.org"
	a := knowsRoom(t)
	if err := a.readByItems([]pep.Item{mark(t, other, other, "s1")}); err != nil {
		t.Fatal(err)
	}
	if err := a.Update("enter room", func(h *history.Store) error {
		if _, err := h.Chat(other); err == nil {
			t.Error("a chat has begun")
		}
		if err := h.PutRoom(history.Room{JID: other, Kind: history.RoomKind{Offers: history.RoomOffers{StanzaIDs: true}}}); err != nil {
			return err
		}
		_, err := h.BeginRoom(other, history.ChatChannel, a.now())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.rooms.Load(); err != nil {
		t.Fatal(err)
	}
	if err := a.markRoom(other); err != nil {
		t.Fatal(err)
	}
	if c := chatOf(t, a, other); c.ToBeRead != "s1" || !c.Listed || len(a.devices.displayed.rooms) != 0 {
		t.Errorf("the chat is %+v, and remembered is %v", c, a.devices.displayed.rooms)
	}
}
