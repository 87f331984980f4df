package app_test

import (
	"fmt"
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// onEach runs test over each server, with archives.
func onEach(t *testing.T, test func(t *testing.T, server xmpptest.Server), options ...xmpptest.Option) {
	options = append(options, xmpptest.Archive())
	t.Run("prosody", func(t *testing.T) { test(t, xmpptest.StartProsody(t, options...)) })
	t.Run("ejabberd", func(t *testing.T) { test(t, xmpptest.StartEjabberd(t, options...)) })
	t.Run("scripted", func(t *testing.T) { test(t, xmpptest.StartScripted(t, options...)) })
}

// twoDevices are alice and bob with a phone and a tablet, everybody trusting everybody.
func twoDevices(t *testing.T, server xmpptest.Server) (alice, phone, tablet *peer) {
	t.Helper()
	alice, phone = newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, phone)
	tablet = newPeer(t, server, "bob", app.Options{})
	meetAll(alice, phone, tablet)
	return alice, phone, tablet
}

func TestArchiveBringsWhatOtherDevicesGot(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone, tablet := twoDevices(t, server)
		phone.stop()
		for i := range 30 {
			alice.send(phone.jid, fmt.Sprint("to both ", i))
		}
		tablet.awaitMessage(alice.jid, "to both 29")
		tablet.send(alice.jid, "from the tablet")
		alice.awaitMessage(phone.jid, "from the tablet")
		for i := 30; i < 60; i++ {
			alice.send(phone.jid, fmt.Sprint("to both ", i))
		}
		tablet.awaitMessage(alice.jid, "to both 59")
		phone.start()
		own := phone.awaitMessage(alice.jid, "from the tablet")
		phone.awaitMessage(alice.jid, "to both 59")
		inOrder(t, phone, alice.jid, "to both ")
		inOrder(t, tablet, alice.jid, "to both ")
		if !own.Own || own.Fingerprint != tablet.key() || own.State != view.MessageSent && own.State != view.MessageDelivered {
			t.Errorf("the tablet's message is %+v on the phone", own)
		}
		if got, want := bodiesOf(phone.messages(alice.jid)), bodiesOf(tablet.messages(alice.jid)); !slices.Equal(got[len(got)-61:], want[len(want)-61:]) {
			t.Errorf("two devices, two histories:\n%q\n%q", got, want)
		}
	}, xmpptest.Friends("alice", "bob"))
}

func bodiesOf(rows []history.Message) (out []string) {
	for _, m := range rows {
		if m.Kind != view.RowNotice {
			out = append(out, m.Body)
		}
	}
	return out
}

func TestCarbonsBringWhatOtherDevicesWrite(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone, tablet := twoDevices(t, server)
		for i := range 5 {
			phone.send(alice.jid, fmt.Sprint("phone ", i))
			alice.awaitMessage(phone.jid, fmt.Sprint("phone ", i))
			m := tablet.awaitMessage(alice.jid, fmt.Sprint("phone ", i))
			if !m.Own || !m.Encrypted || m.Trust != view.TrustTrusted {
				t.Errorf("on the tablet: %+v", m)
			}
			alice.send(phone.jid, fmt.Sprint("alice ", i))
			phone.awaitMessage(alice.jid, fmt.Sprint("alice ", i))
			tablet.awaitMessage(alice.jid, fmt.Sprint("alice ", i))
		}
		inOrder(t, phone, alice.jid, "alice ")
		inOrder(t, tablet, alice.jid, "alice ")
		for _, c := range mustChats(t, tablet) {
			if c.Chat == alice.jid && c.Unread > 1 {
				t.Errorf("%d unread although the phone has answered", c.Unread)
			}
		}
	}, xmpptest.Friends("alice", "bob"))
}

func TestFirstSignInCountsWhatItCannotRead(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, phone)
		for i := range 20 {
			alice.send(phone.jid, fmt.Sprint("before ", i))
		}
		phone.awaitMessage(alice.jid, "before 19")
		alice.must(app.SetEncryption{Account: alice.jid, Chat: phone.jid})
		alice.send(phone.jid, "in clear")
		phone.awaitMessage(alice.jid, "in clear")

		tablet := newPeer(t, server, "bob", app.Options{})
		tablet.awaitMessage(alice.jid, "in clear")
		var earlier []history.Message
		for _, m := range tablet.messages(alice.jid) {
			if m.Notice == view.NoticeEarlier {
				earlier = append(earlier, m)
			}
			if m.Kind == view.RowUnreadable {
				t.Errorf("a row for a message from before: %+v", m)
			}
		}
		if len(earlier) != 1 || earlier[0].Count != 21 {
			t.Errorf("rows about earlier messages: %+v, want one that counts 21", earlier)
		}
		if c := mustChats(t, tablet); len(c) == 0 || c[0].Unread != 0 {
			t.Errorf("chats %+v, want nothing unread", c)
		}
		alice.must(app.SetEncryption{Account: alice.jid, Chat: phone.jid, On: true})
		alice.decide(tablet, view.TrustTrusted)
		alice.send(phone.jid, "for the tablet too")
		tablet.awaitMessage(alice.jid, "for the tablet too")
	}, xmpptest.Friends("alice", "bob"))
}

func TestCutStreamGoesOn(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	for round := range 5 {
		for i := range 20 {
			alice.send(bob.jid, fmt.Sprint("a ", 20*round+i))
			bob.send(alice.jid, fmt.Sprint("b ", 20*round+i))
			if i == 10 {
				if err := server.Cut(t.Context(), []string{"alice", "bob"}[round%2]); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	bob.awaitMessage(alice.jid, "a 99")
	alice.awaitMessage(bob.jid, "b 99")
	inOrder(t, bob, alice.jid, "a ")
	inOrder(t, alice, bob.jid, "b ")
	// That many cuts so close together are more than some servers bear; one cut in quiet is resumed for certain.
	if err := server.Cut(t.Context(), "alice"); err != nil {
		t.Fatal(err)
	}
	alice.await("the stream resumed", func() bool { return alice.status().Resumed && alice.online() })
	alice.send(bob.jid, "after all")
	bob.awaitMessage(alice.jid, "after all")
}

func TestDeviceRejectedDuringACutGetsNothing(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		network := &xmpptest.Network{}
		alice, phone := newPeer(t, server, "alice", app.Options{Dialer: network}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, phone)
		network.Silence() // what is written from here on is lost, and nobody knows
		id := alice.send(phone.jid, "written into the void")
		alice.awaitState(phone.jid, id, view.MessageSending)
		network.Down()
		alice.must(app.Decide{Account: alice.jid, JID: phone.jid, Fingerprint: phone.key(), Trust: view.TrustRejected})
		network.Up()
		alice.awaitKind(phone.jid, id, app.KindNoneTrusted)
		alice.await("the stream back", alice.online)
		if _, got := phone.message(alice.jid, "written into the void"); got {
			t.Error("a device rejected in between got the message")
		}
		alice.must(app.Decide{Account: alice.jid, JID: phone.jid, Fingerprint: phone.key(), Trust: view.TrustTrusted})
		phone.awaitMessage(alice.jid, "written into the void")
	}, xmpptest.Friends("alice", "bob"))
}

func TestClearedMessagesDoNotComeBack(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, bob)
		alice.must(app.SetEncryption{Account: alice.jid, Chat: bob.jid})
		alice.send(bob.jid, "clear and own")
		bob.awaitMessage(alice.jid, "clear and own")
		bob.must(app.SetEncryption{Account: bob.jid, Chat: alice.jid})
		bob.send(alice.jid, "clear and theirs")
		alice.awaitMessage(bob.jid, "clear and theirs")
		alice.must(app.ClearChat{Account: alice.jid, Chat: bob.jid})
		alice.restart()
		alice.await("catch-up", func() bool { s := alice.status(); return s.State == view.StateOnline && !s.CatchingUp })
		alice.must(app.RemoveAccount{Account: alice.jid, KeepHistory: true})
		alice.must(app.AddAccount{JID: alice.jid, Password: "alicepass", Host: server.Place().Host, Port: server.Place().Port, CAFile: server.Place().CAFile})
		alice.await("keys", func() bool { return alice.key() != "" })
		bob.send(alice.jid, "after")
		alice.awaitMessage(bob.jid, "after")
		if got := bodiesOf(alice.messages(bob.jid)); !slices.Equal(got, []string{"after"}) {
			t.Errorf("rows %q", got)
		}
	}, xmpptest.Friends("alice", "bob"))
}

func TestPolicies(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		alice.must(app.SetPolicy{Account: alice.jid, Policy: view.PolicyFirstUse})
		alice.refuse(app.SetPolicy{Account: alice.jid, JID: alice.jid, Policy: view.PolicyFirstUse}, app.KindInvalid)
		alice.refuse(app.SetPolicy{Account: alice.jid, Policy: "blind"}, app.KindInvalid)
		phone.must(app.SetPolicy{Account: phone.jid, JID: alice.jid, Policy: view.PolicyUntilVerified})
		level := func(of *peer, who string, key string) view.Trust {
			for _, d := range of.devices(who) {
				if d.Fingerprint == key {
					return d.Trust
				}
			}
			return ""
		}
		// Seeing a list or a bundle is no use of a device: alice's message waits until bob has written.
		held := alice.send(phone.jid, "who is there")
		alice.awaitKind(phone.jid, held, app.KindUndecided)
		// Bob's policy trusts alice's device as soon as its key is known.
		phone.send(alice.jid, "it is me")
		alice.awaitMessage(phone.jid, "it is me")
		alice.awaitState(phone.jid, held, view.MessageSent, view.MessageDelivered)
		if got := level(alice, phone.jid, phone.key()); got != view.TrustTrusted {
			t.Errorf("the first device that wrote is %s", got)
		}
		tablet := newPeer(t, server, "bob", app.Options{})
		tablet.must(app.SetPolicy{Account: tablet.jid, Policy: view.PolicyUntilVerified})
		tablet.send(alice.jid, "and from the tablet")
		alice.awaitMessage(phone.jid, "and from the tablet")
		if got := level(alice, phone.jid, tablet.key()); got != view.TrustUndecided {
			t.Errorf("the second device that wrote is %s", got)
		}
		log, err := alice.Log(alice.jid, phone.jid)
		if err != nil || !slices.ContainsFunc(log, func(r app.LogLine) bool { return r.By == view.PolicyFirstUse.Author() && r.To == "trusted" }) {
			t.Errorf("the log does not say that a policy decided: %+v, %v", log, err)
		}
		if !slices.ContainsFunc(alice.messages(phone.jid), func(m history.Message) bool { return m.Notice == view.NoticeAutoTrusted }) {
			t.Error("no row about the decision of the policy")
		}
		// Once one key is verified, the policy trusts no further one.
		phone.must(app.Decide{Account: phone.jid, JID: alice.jid, Fingerprint: alice.key(), Trust: view.TrustVerified})
		desk := newPeer(t, server, "alice", app.Options{})
		phone.await("alice's second device", func() bool { return level(phone, alice.jid, desk.key()) != "" })
		if got := level(phone, alice.jid, desk.key()); got != view.TrustUndecided {
			t.Errorf("a new device after a verification is %s", got)
		}
	}, xmpptest.Friends("alice", "bob"))
}
