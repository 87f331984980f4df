package app_test

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// A Profanity is invited to a group that was made here, and both read each other there, under encryption.
func TestProfanityInAGroup(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Rooms())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newProfanity(t, server, "bob")
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
	alice.await("Profanity in the room", func() bool { return alice.sees(room).Room.Occupants == 2 })
	bob.enter("/omemo start")
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

	alice.must(app.SetAffiliation{Account: alice.jid, Room: room, JID: bob.jid, Affiliation: "outcast"})
	alice.await("bob is out", func() bool { return alice.sees(room).Room.Members == 1 })
	if rows := alice.said(room); !slices.Contains(rows, string(history.NoticeBanned)) {
		t.Errorf("alice has %q", rows)
	}
}

// In a channel both read each other in clear, and an invitation of Profanity's is a row that takes nobody there unasked.
func TestProfanityInAChannel(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive(), xmpptest.Rooms())
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
	carol.await("the invitation", func() bool {
		return slices.ContainsFunc(carol.allMessages(), func(m history.Message) bool {
			return m.Notice == history.NoticeInvitation && m.About == room && m.Chat == bob.jid
		})
	})
	if c := carol.sees(room); c != nil && c.Room != nil && c.Room.State != "" {
		t.Errorf("carol is there unasked: %+v", c.Room)
	}
	enters(room, carol)
	carol.inside(room)
	carol.awaitState(room, carol.send(room, "carol came"), view.MessageSent)
	bob.see("carol came")
}
