package app_test

import (
	"fmt"
	"slices"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

// What is written to a room that we were put out of waits, and is said to wait, until we are in again and the room has it.
func TestNothingIsSentIntoARoomThatWeAreOutOf(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, bob, carol)
		for _, p := range []*peer{alice, bob, carol} {
			p.inside(room)
		}
		alice.must(app.SetRole{Account: alice.jid, Room: room, Nick: bob.sees(room).Room.Nick, Role: "none"})
		bob.await("the kick", func() bool { return bob.sees(room).Room.Out.Why == history.OutKicked })
		row := bob.send(room, "am I heard?")
		bob.encryption(carol.jid, false)
		bob.send(carol.jid, "after it") // goes out after the first, if that does
		carol.awaitMessage(bob.jid, "after it")
		if m, _ := bob.message(room, "am I heard?"); m.State != view.MessagePending {
			t.Errorf("bob has %+v", m)
		}
		if _, heard := carol.message(room, "am I heard?"); heard {
			t.Error("the room has it")
		}
		enters(room, bob)
		bob.awaitState(room, row, view.MessageSent)
		once(t, carol, room, "am I heard?")
	})
}

// What the user changes in an own message changes one row, once, on all devices: live, as it comes back from the room, and from
// its archive.
func TestOwnChangesAreThereOnce(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		for _, p := range []*peer{alice, phone} {
			p.must(app.OpenChat{Account: p.jid, JID: bob.jid})
		}
		bob.must(app.OpenChat{Account: bob.jid, JID: alice.jid})
		trustEach(alice, phone, bob)
		group, channel := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid}}), alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		everybody := []*peer{alice, phone, bob}
		for _, room := range []string{group, channel} {
			enters(room, phone, bob)
			for _, p := range everybody {
				p.inside(room)
			}
			row := alice.send(room, "at nine")
			alice.awaitState(room, row, view.MessageSent)
			alice.must(app.CorrectText{Account: alice.jid, Chat: room, ID: row, Body: "at ten"})
			for _, p := range everybody {
				p.awaitMessage(room, "at ten")
			}
			alice.awaitState(room, row, view.MessageSent)
			alice.restart()
			phone.stop()
			alice.inside(room)
			bob.awaitState(room, bob.send(room, "I shall be there"), view.MessageSent)
			phone.start()
			for _, p := range everybody {
				p.inside(room)
				p.awaitMessage(room, "I shall be there")
				if got, want := wordsIn(p, room), []string{"at ten", "I shall be there"}; !slices.Equal(got, want) {
					t.Errorf("%s has %q, want %q", p.jid, got, want)
				}
				if m := p.awaitMessage(room, "at ten"); len(m.Earlier) != 1 || m.Own != (p != bob) {
					t.Errorf("%s has %+v", p.jid, m)
				}
			}
		}
	}, "alice", "bob")
}

// The ids of messages are their senders' own: what others have under the same id, or one has twice, is there all the same, live and
// from the archive, each once.
func TestIDsOfSeveralPeopleInARoom(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "alice", app.Options{})
		bob, carol := signInRaw(t, server, "bob"), signInRaw(t, server, "carol")
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, phone)
		phone.inside(room)
		phone.stop()
		bob.enters(room, "bob")
		carol.enters(room, "carol")
		alice.await("all are there", func() bool { return alice.sees(room).Room.Occupants == 3 })
		var want []string
		for i := range 3 {
			for _, who := range []*raw{bob, carol} {
				body := fmt.Sprint(i, " of ", who.jid)
				who.send(fmt.Sprintf("<message to='%s' type='groupchat' id='1'><body>%s</body></message>", room, body))
				alice.awaitMessage(room, body)
				want = append(want, body)
			}
		}
		alice.restart()
		phone.start()
		for name, p := range map[string]*peer{"live": alice, "from the archive": phone} {
			p.inside(room)
			p.awaitMessage(room, want[len(want)-1])
			if got := wordsIn(p, room); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}, "alice", "bob", "carol")
}

// A private message of somebody in a channel stands in the chat with them there, on each device once, with the room's mark or
// without, and neither in the room nor in the chat with the person.
func TestPrivateMessagesInARoomAreThereOnce(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone, carol := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "alice", app.Options{}), signInRaw(t, server, "carol")
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, phone)
		carol.enters(room, "carol")
		for _, p := range []*peer{alice, phone} {
			p.inside(room)
			p.await("carol is there", func() bool { return p.sees(room).Room.Occupants == 2 })
		}
		place := room + "/" + alice.sees(room).Room.Nick
		want := []string{"between us", "and without the mark"}
		carol.send(fmt.Sprintf("<message to='%s' type='chat' id='p1'><body>%s</body><x xmlns='http://jabber.org/protocol/muc#user'/></message>", place, want[0]))
		carol.send(fmt.Sprintf("<message to='%s' type='chat' id='p2'><body>%s</body></message>", place, want[1]))
		alice.awaitMessage(room+"/carol", want[1])
		alice.restart()
		phone.restart()
		carol.tryAsk(jid.MustParse(server.Place().Domain), ping.Ping{})
		for _, p := range []*peer{alice, phone} {
			p.inside(room)
			p.awaitMessage(room+"/carol", want[1])
			if got := wordsIn(p, room+"/carol"); !slices.Equal(got, want) {
				t.Errorf("%s has %q from carol's place", p.jid, got)
			}
			if others := append(wordsIn(p, room), wordsIn(p, carol.jid)...); len(others) > 0 {
				t.Errorf("%s has in other chats %q", p.jid, others)
			}
		}
	}, "alice", "carol")
}

// After a restart all that was said in a group is there as before, own messages too, and nothing that the archive of the room gives
// again is opened twice, or found unreadable.
func TestAGroupAfterARestart(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		everybody := []*peer{alice, bob, carol}
		for _, p := range everybody {
			for _, other := range everybody {
				if p != other {
					p.must(app.OpenChat{Account: p.jid, JID: other.jid})
				}
			}
		}
		trustEach(everybody...)
		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid, carol.jid}})
		enters(room, bob, carol)
		for _, p := range everybody {
			p.inside(room)
		}
		talk(t, room, "before", everybody...)
		want := wordsIn(alice, room)
		for _, p := range everybody {
			p.restart()
			p.inside(room)
		}
		for _, p := range everybody {
			p.await("the archive of the room is read", func() bool {
				got, err := p.Call(t.Context(), app.FetchOlder{Account: p.jid, Chat: room})
				if err != nil {
					t.Fatal(err)
				}
				return got.(app.FetchedOlder).Complete
			})
			if got := wordsIn(p, room); !slices.Equal(got, want) {
				t.Errorf("%s has %q, want %q", p.jid, got, want)
			}
			for _, m := range p.messages(room) {
				if m.Kind == view.RowUnreadable || m.Own && m.State != view.MessageSent {
					t.Errorf("%s has %+v", p.jid, m)
				}
			}
		}
		talk(t, room, "after", everybody...)
	})
}

// What names the user is counted apart from what is unread, and both end when the room is read.
func TestMentionsAreCounted(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, bob, carol)
		for _, p := range []*peer{alice, bob, carol} {
			p.inside(room)
		}
		for _, body := range []string{"hello", "is bob here?", "Bob: are you?", "bobsleigh", "anybody?"} {
			alice.awaitState(room, alice.send(room, body), view.MessageSent)
		}
		bob.awaitMessage(room, "anybody?")
		carol.awaitMessage(room, "anybody?")
		for _, c := range []struct {
			p                *peer
			unread, mentions int
		}{{bob, 5, 2}, {carol, 5, 0}} {
			if unread, mentions := c.p.counted(room); unread != c.unread || mentions != c.mentions {
				t.Errorf("%s has %d unread, %d of them mentions", c.p.jid, unread, mentions)
			}
		}
		bob.must(app.MarkRead{Account: bob.jid, Chat: room})
		if unread, mentions := bob.counted(room); unread != 0 || mentions != 0 {
			t.Errorf("after reading bob has %d unread, %d of them mentions", unread, mentions)
		}
	})
}

// counted is what the list of chats counts of a room.
func (p *peer) counted(room string) (unread, mentions int) {
	p.t.Helper()
	snap, err := p.Look(view.View{Account: p.jid})
	if err != nil {
		p.t.Fatal(err)
	}
	i := slices.IndexFunc(snap.Chats, func(c *view.ChatRow) bool { return c.Chat == room })
	if i < 0 {
		p.t.Fatalf("%s has no chat with %s", p.jid, room)
	}
	return snap.Chats[i].Unread, snap.Chats[i].Mentions
}
