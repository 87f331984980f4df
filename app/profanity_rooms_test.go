package app_test

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// A Profanity is invited to a group that was made here, and both read each other there, under encryption. Its own invitation, through
// the room, is a row that takes nobody there unasked.
func TestProfanityInAGroup(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{}), newProfanity(t, server, "bob")
		carol := newPeer(t, server, "carol", app.Options{})
		if got := bob.fingerprint(alice.jid); got != alice.key() {
			t.Fatalf("Profanity shows %s for alice's %s", got, alice.key())
		}
		key := bob.fingerprint("")
		alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
		alice.awaitDevice(bob.jid, key, view.TrustTrusted)
		bob.enter("/omemo trust " + alice.jid + " " + dashed(alice.key()))

		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid}})
		bob.see(`(?i)invit`)
		bob.enter("/join " + room + " nick bob")
		bob.see("You have joined the room") // else what is typed is for the window before
		bob.enter("/omemo start")
		bob.see(`\[OMEMO\]`)
		alice.inside(room)
		sent := alice.awaitState(room, alice.send(room, "vouch is in the boat"), view.MessageSent)
		if len(sent.Recipients) != 1 || sent.Recipients[0].JID != bob.jid {
			t.Errorf("encrypted for %+v", sent.Recipients)
		}
		bob.see("vouch is in the boat")
		bob.enter("so is profanity")
		if got := alice.awaitMessage(room, "so is profanity"); !got.Encrypted || got.From != bob.jid || got.Fingerprint != key {
			t.Errorf("alice has %+v", got)
		}

		alice.must(app.SetAffiliation{Account: alice.jid, Room: room, JID: bob.jid, Affiliation: "admin"})
		bob.enter("/invite send " + carol.jid)
		carol.invitedTo(room, bob.jid)
		enters(room, carol)
		carol.inside(room)
		alice.await("carol belongs", func() bool { return alice.sees(room).Room.Members == 3 })
		carol.invitedOnce(room)

		alice.must(app.SetAffiliation{Account: alice.jid, Room: room, JID: bob.jid, Affiliation: "outcast"})
		alice.await("bob is out", func() bool { return alice.sees(room).Room.Members == 2 })
		if rows := alice.said(room); !slices.Contains(rows, string(history.NoticeBanned)) {
			t.Errorf("alice has %q", rows)
		}
		last := alice.send(room, "without profanity")
		alice.trustKey(carol)
		sent = alice.awaitState(room, last, view.MessageSent)
		if len(sent.Recipients) != 1 || sent.Recipients[0].JID != carol.jid {
			t.Errorf("encrypted for %+v", sent.Recipients)
		}
		carol.awaitMessage(room, "without profanity")
	}, "alice", "bob", "carol")
}

// In a channel both read each other in clear, and an invitation of Profanity's, from itself, is a row that takes nobody there unasked.
func TestProfanityInAChannel(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{}), newProfanity(t, server, "bob")
		carol := newPeer(t, server, "carol", app.Options{})
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		bob.enter("/join " + room + " nick bob")
		alice.await("Profanity in the room", func() bool { return alice.sees(room).Room.Occupants == 2 })
		alice.awaitState(room, alice.send(room, "vouch is in the harbour"), view.MessageSent)
		bob.see("vouch is in the harbour")
		bob.enter("so is profanity")
		if got := alice.awaitMessage(room, "so is profanity"); got.Encrypted || got.Nick != "bob" {
			t.Errorf("alice has %+v", got)
		}

		bob.enter("/invite send " + carol.jid)
		carol.invitedTo(room, bob.jid)
		enters(room, carol)
		carol.inside(room)
		carol.awaitState(room, carol.send(room, "carol came"), view.MessageSent)
		bob.see("carol came")
		carol.invitedOnce(room)
	}, "alice", "bob", "carol")
}

// invitedTo waits for the invitation of somebody to a room, which must not have taken p there.
func (p *peer) invitedTo(room, by string) {
	p.t.Helper()
	p.await("the invitation", func() bool { return len(p.invitations(room)) > 0 })
	if got := p.invitations(room)[0]; got.Chat != by {
		p.t.Errorf("%s has the invitation %+v, want it in the chat with %s", p.jid, got, by)
	}
	if c := p.sees(room); c != nil && c.Room != nil && c.Room.State != view.RoomOut {
		p.t.Errorf("%s is there unasked: %+v", p.jid, c.Room)
	}
}

// invitedOnce wants one row and no more to tell of the invitation to a room.
func (p *peer) invitedOnce(room string) {
	p.t.Helper()
	if got := p.invitations(room); len(got) != 1 {
		p.t.Errorf("%s has %d invitations to %s: %+v", p.jid, len(got), room, got)
	}
}

func (p *peer) invitations(room string) []history.Message {
	p.t.Helper()
	return slices.DeleteFunc(p.allMessages(), func(m history.Message) bool { return m.Notice != history.NoticeInvitation || m.About != room })
}
