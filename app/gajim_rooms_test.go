package app_test

import (
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// In a channel a Gajim and Vouch read each other in clear, and the invitation that Gajim sends, from itself, is a row that takes
// nobody there unasked.
func TestGajimInAChannel(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, carol := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "carol", app.Options{})
		bob := newGajim(t, server, "bob")
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		bob.joins(room, "bob")
		alice.await("Gajim in the room", func() bool { return alice.sees(room).Room.Occupants == 2 })
		alice.awaitState(room, alice.send(room, "vouch is in the harbour"), view.MessageSent)
		if got := bob.awaitMessage(room, "vouch is in the harbour"); got.Encrypted || got.Nick != "alice" {
			t.Errorf("Gajim has %+v", got)
		}
		bob.says(room, "so is gajim")
		if got := alice.awaitMessage(room, "so is gajim"); got.Encrypted || got.Nick != "bob" {
			t.Errorf("alice has %+v", got)
		}
		bob.awaitMessage(room, "so is gajim") // its own, as the room sent it back

		bob.do("invite", map[string]any{"room": room, "jid": carol.jid})
		carol.invitedTo(room, bob.jid)
		enters(room, carol)
		carol.inside(room)
		carol.awaitState(room, carol.send(room, "carol came"), view.MessageSent)
		bob.awaitMessage(room, "carol came")
		carol.invitedOnce(room)
	}, "alice", "bob", "carol")
}

// A Gajim is invited to a group that was made here, and both read each other there, under encryption, until it is banned. It invites
// through the room as a member, where members may, and makes a member and invites from itself as an admin.
func TestGajimInAGroup(t *testing.T) {
	withRooms(t, func(t *testing.T, server xmpptest.Server) {
		alice, carol, dave := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "carol", app.Options{}), newPeer(t, server, "dave", app.Options{})
		bob := newGajim(t, server, "bob")
		key := bob.key()
		alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
		alice.awaitDevice(bob.jid, key, view.TrustTrusted)

		room := alice.makes(app.CreateRoom{Name: "Boat", People: []string{bob.jid}})
		bob.await("the invitation", func(e gajimEvent) bool {
			return e.Event == "invited" && e.Room == room && strings.HasPrefix(e.By, alice.jid+"/")
		})
		bob.joins(room, "bob")
		bob.do("encrypt", map[string]any{"room": room})
		alice.await("Gajim in the room", func() bool { return alice.sees(room).Room.Occupants == 2 })
		alice.inside(room)
		sent := alice.awaitState(room, alice.send(room, "vouch is in the boat"), view.MessageSent)
		if len(sent.Recipients) != 1 || sent.Recipients[0].JID != bob.jid {
			t.Errorf("encrypted for %+v", sent.Recipients)
		}
		if got := bob.awaitMessage(room, "vouch is in the boat"); !got.Encrypted || got.Nick != "alice" {
			t.Errorf("Gajim has %+v", got)
		}
		bob.until("alice among the members", "members", map[string]any{"room": room}, func(e gajimEvent) bool { return slices.Contains(e.JIDs, alice.jid) })
		bob.until("session with alice", "devices", map[string]any{"jid": alice.jid}, func(e gajimEvent) bool { return slices.Contains(e.IDs, alice.status().DeviceID) })
		bob.says(room, "so is gajim")
		if got := alice.awaitMessage(room, "so is gajim"); !got.Encrypted || got.From != bob.jid || got.Fingerprint != key {
			t.Errorf("alice has %+v", got)
		}

		invites := func(who *peer, members int) {
			t.Helper()
			bob.do("invite", map[string]any{"room": room, "jid": who.jid})
			who.invitedTo(room, bob.jid)
			alice.await(who.jid+" belongs", func() bool { return alice.sees(room).Room.Members == members })
			enters(room, who)
			who.inside(room)
			who.invitedOnce(room)
		}
		alice.must(app.ConfigureRoom{Account: alice.jid, Room: room, Fields: map[string]string{memberInvites(server): "1"}})
		invites(carol, 3)

		alice.must(app.SetAffiliation{Account: alice.jid, Room: room, JID: bob.jid, Affiliation: "admin"})
		bob.until("bob an admin", "affiliation", map[string]any{"room": room}, func(e gajimEvent) bool { return e.Type == "admin" })
		invites(dave, 4)

		alice.must(app.SetAffiliation{Account: alice.jid, Room: room, JID: bob.jid, Affiliation: "outcast"})
		alice.await("bob is out", func() bool { return alice.sees(room).Room.Members == 3 })
		last := alice.send(room, "without gajim")
		alice.trustKey(carol)
		alice.trustKey(dave)
		sent = alice.awaitState(room, last, view.MessageSent)
		for _, r := range sent.Recipients {
			if r.JID == bob.jid {
				t.Errorf("encrypted for %+v", sent.Recipients)
			}
		}
		carol.awaitMessage(room, "without gajim")
		dave.awaitMessage(room, "without gajim")
	}, "alice", "bob", "carol", "dave")
}

// memberInvites is the field of a room's form by which every member may invite.
func memberInvites(server xmpptest.Server) string {
	if _, ejabberd := server.(*xmpptest.Ejabberd); ejabberd {
		return "muc#roomconfig_allowinvites"
	}
	return "{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites"
}
