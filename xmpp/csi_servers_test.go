package xmpp_test

import (
	"testing"

	"vouch/xmpp/csi"
	"vouch/xmpp/xmpptest"
)

// What is no stanza has no number: the counts of both sides stay together around it.
func TestStateOfTheClientAtEachServer(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		network := &xmpptest.Network{}
		alice, bob := at(t, server, "alice", "desk", network, nil), at(t, server, "bob", "desk", nil, nil)
		if !alice.Offers(csi.NS, "csi") {
			t.Fatal("not offered")
		}
		for _, active := range []bool{false, true} {
			if err := alice.SendAside(csi.Of(active)); err != nil {
				t.Fatal(err)
			}
			send(alice, bob, "beside it") // and is acknowledged
			await(bob, isMessage("beside it"))
		}
		network.Cut()
		left := broken(alice)
		again := at(t, server, "alice", "desk", network, &left)
		if !again.Resumed() || !again.Offers(csi.NS, "csi") {
			t.Fatal("not resumed, or no longer offered")
		}
		send(bob, again, "after")
		await(again, isMessage("after"))
		if err := alice.SendAside(csi.Of(true)); err == nil {
			t.Error("a stream that is over takes more")
		}
	}, xmpptest.Friends("alice", "bob"), xmpptest.With("csi"))
}
