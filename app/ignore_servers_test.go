package app_test

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// folded tells whether the window folds a message of a room.
func (p *peer) folded(room, body string) bool {
	p.t.Helper()
	rows := p.rowsOf(room)
	i := slices.IndexFunc(rows, func(r *view.Row) bool { return r.Body == body })
	return i >= 0 && rows[i].Ignored
}

// personIn is somebody in a room, as p sees them.
func (p *peer) personIn(room, nick string) (found app.RoomPerson) {
	p.t.Helper()
	all, err := p.RoomMembers(p.t.Context(), p.jid, room)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, one := range all {
		if one.Nick == nick {
			found = one
		}
	}
	return found
}

// Of somebody whom bob ignores he hears nothing, whatever nickname they take and after a start; all is kept, and he hears of
// them again when he wants to.
func TestSomebodyInARoomIsIgnored(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid, carol.jid}})
		alice.must(app.SetEncryption{Account: alice.jid, Chat: room})
		enters(room, bob, carol)
		for _, p := range []*peer{bob, carol} {
			p.inside(room)
			p.must(app.SetEncryption{Account: p.jid, Chat: room})
		}
		say := func(p *peer, body string) {
			t.Helper()
			p.awaitState(room, p.send(room, body), view.MessageSent)
			bob.awaitMessage(room, body)
		}
		wants := func(when string, unread, mentions int) {
			t.Helper()
			if u, m := bob.unread(room), bob.mentionsIn(room); u != unread || m != mentions {
				t.Errorf("%s: %d unread, %d of them name bob; want %d, %d", when, u, m, unread, mentions)
			}
		}
		ignore := app.IgnorePerson{Account: bob.jid, Room: room}
		say(alice, "good morning")
		say(carol, "bob, buy my boat")
		wants("before", 2, 1)

		c := ignore
		c.ID = bob.idOf(room, "bob, buy my boat")
		bob.must(c)
		wants("when carol is ignored", 1, 0)
		if !bob.folded(room, "bob, buy my boat") || bob.folded(room, "good morning") || !bob.personIn(room, "carol").Ignored {
			t.Error("what carol wrote is not folded, or what alice did is")
		}
		carol.must(app.SetNick{Account: carol.jid, Room: room, Nick: "captain"})
		bob.await("another nickname", func() bool { return bob.personIn(room, "captain").Ignored })
		say(carol, "bob, a better boat")
		wants("under another nickname", 1, 0)
		if news := bob.newsOf(room); news == nil || news.Text != "good morning" || news.Count != 1 || news.Mention {
			t.Errorf("bob hears of %+v", news)
		}
		if row := mustChats(t, bob)[slices.IndexFunc(mustChats(t, bob), func(r *view.ChatRow) bool { return r.Chat == room })]; row.Preview != "good morning" {
			t.Errorf("the list says %q", row.Preview)
		}
		bob.stop()
		carol.awaitState(room, carol.send(room, "bob, while you were away"), view.MessageSent)
		bob.start()
		bob.awaitMessage(room, "bob, while you were away")
		wants("after a start", 1, 0)
		if !bob.folded(room, "bob, while you were away") {
			t.Error("what came from the archive is not folded")
		}
		read, err := bob.Read(t.Context(), ignore)
		if all, ok := read.([]app.IgnoredPerson); err != nil || !ok || len(all) != 1 || all[0].JID != carol.jid {
			t.Errorf("ignored are %+v, %v", read, err)
		}

		undo := ignore
		undo.JID, undo.Undo = carol.jid, true
		bob.must(undo)
		bob.refuse(undo, app.KindNotFound)
		if bob.folded(room, "bob, a better boat") {
			t.Error("it is still folded")
		}
		say(carol, "bob, once more")
		wants("when she is ignored no more", 2, 1)
		own := ignore
		own.Nick = "bob"
		bob.refuse(own, app.KindInvalid)
		bob.refuse(ignore, app.KindInvalid)
	})
}

// In a channel that shows no addresses somebody is ignored by their occupant id, and where it has none either, not at all: another
// would be who takes the nickname.
func TestSomebodyInAChannelIsIgnored(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, bob, carol)
		bob.inside(room)
		carol.awaitState(room, carol.send(room, "buy my boat"), view.MessageSent)
		m := bob.awaitMessage(room, "buy my boat")
		ignore := app.IgnorePerson{Account: bob.jid, Room: room, Nick: "carol"}
		if m.Occupant == "" {
			bob.refuse(ignore, app.KindNotOffered)
			ignore.Nick, ignore.JID = "", carol.jid
			bob.refuse(ignore, app.KindNotOffered)
			ignore.JID, ignore.ID = "", m.ID
			bob.refuse(ignore, app.KindNotOffered)
			return
		}
		bob.must(ignore)
		if !bob.folded(room, "buy my boat") || bob.unread(room) != 0 {
			t.Errorf("folded %v, %d unread", bob.folded(room, "buy my boat"), bob.unread(room))
		}
		carol.must(app.LeaveRoom{Account: carol.jid, Room: room})
		bob.await("carol gone", func() bool { return !bob.personIn(room, "carol").Here })
		alice.must(app.SetNick{Account: alice.jid, Room: room, Nick: "carol"})
		bob.await("alice as carol", func() bool { p := bob.personIn(room, "carol"); return p.Here && !p.Ignored })
		alice.awaitState(room, alice.send(room, "I only have her name"), view.MessageSent)
		bob.awaitMessage(room, "I only have her name")
		if bob.folded(room, "I only have her name") || bob.unread(room) != 1 {
			t.Error("who has taken the nickname is ignored")
		}
		enters(room, carol)
		carol.await("another nickname", func() bool { return carol.sees(room).Room.Nick == "carol_" })
		carol.awaitState(room, carol.send(room, "I am back"), view.MessageSent)
		if m := bob.awaitMessage(room, "I am back"); !m.Ignored || bob.unread(room) != 1 {
			t.Errorf("who came back is not ignored: %+v", m)
		}
	})
}
